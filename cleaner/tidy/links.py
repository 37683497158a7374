"""Links as a reader wants them: without the parameters that only follow people about."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

_TRACKING = re.compile(
    r"(?:utm_[a-z_]+|fb(?:clid|_[a-z_]+)|g(?:clid|clsrc|braid|ad_source)|[dmtw]?clid|wbraid|yclid|msclkid|twclid|ttclid|"
    r"li_fat_id|igsh(?:id)?|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|__hs[a-z]{2,3}|hsctatracking|vero_(?:id|conv)|oly_(?:anon|enc)"
    r"_id|_openstat|rb_clickid|s_cid|srsltid|pk_[a-z]+|piwik_[a-z]+|mtm_[a-z]+|matomo_[a-z]+|wt_?(?:zmc|mc)|at_[a-z]+"
    r"_?[a-z]*|cmpid|xtor|ncid|soc_src|soc_trk|_ga|_gl|ref_src|ref_url|guccounter|guce_referrer(?:_sig)?)",
    re.IGNORECASE,
)


def untracked(url: str) -> str:
    """`url` without tracking parameters; all else stays as it is, byte for byte."""
    if "?" not in url:
        return url
    found = url.partition("#")[0].partition("?")[2].split("&")
    kept = [each for each in found if not _is_tracking(each.partition("=")[0])]
    return url if len(kept) == len(found) else urlunsplit(urlsplit(url)._replace(query="&".join(kept)))


@lru_cache(maxsize=1024)
def _is_tracking(name: str) -> bool:
    return _TRACKING.fullmatch(name) is not None
