"""How a site writes dates, and what was found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from cleaner.metadata.dates.calendars import base_language
from cleaner.metadata.dates.clock import home_zone

_DAY_FIRST_REGIONS = frozenset("GB IE AU NZ IN ZA SG MY HK PK NG KE GH LK BD MT CY JM TT EG AE IL 150 001".split())
_MONTH_FIRST_REGIONS = frozenset("US PH".split())
_UNSETTLED = frozenset(("", "en", "zh", "ja", "ko", "hu", "mn"))
"""Languages that leave open which of day and month comes first."""
_YEAR_FIRST = frozenset(("zh", "ja", "ko"))


@dataclass(frozen=True, slots=True)
class Custom:
    """How dates are written on a site."""

    language: str | None = None  # BCP 47
    timezone: str | None = None  # IANA
    now: datetime | None = None  # aware; without it "2 hours ago" and "March 4" are no dates
    day_first: bool | None = None  # what its other dates show; overrides what is usual

    @property
    def home(self) -> tzinfo:
        """The site's zone; UTC where none is known."""
        return home_zone(self.timezone)

    @property
    def base(self) -> str:
        """The language without its region; "" where none is known."""
        return base_language(self.language)

    @property
    def is_year_first(self) -> bool:
        """Whether the year comes first where it has but two digits, too: "24-03-05"."""
        return self.base in _YEAR_FIRST

    def usual_order(self) -> bool | None:
        """Day before month: as the language's region has it, else the site's part of the world, else unknown."""
        regions = {part.upper() for part in (self.language or "").replace("_", "-").split("-")[1:]}
        if self.base == "tl" or (regions & _MONTH_FIRST_REGIONS and self.base in ("en", "es")):
            return False
        if self.base not in _UNSETTLED or (self.base == "en" and regions & _DAY_FIRST_REGIONS):
            return True
        if self.base == "en" and self.timezone:
            if self.timezone.startswith(("America/", "US/", "Pacific/Honolulu")):
                return False
            return True if self.timezone.startswith(("Europe/", "Africa/", "Australia/", "Asia/")) else None
        return None


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text."""

    moment: datetime
    label: str = ""  # what stands before it, back to the date before: "Updated on"
    after: str = ""  # what follows it
    rest: int = 0  # characters of the text that are neither date nor time
    has_time: bool = False
    has_zone: bool = False
