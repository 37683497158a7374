"""Who wrote a page: of all places that name somebody, the one to believe.

People first, from whatever place. Where nobody is named, a news agency or a forum's nickname will do, and last the team
or the site that an article says it is by.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from cleaner.dom import body_of
from cleaner.metadata.credits import Claim, Kind, find_claims
from cleaner.metadata.names import (
    COLLECTIVE,
    are_written_small,
    body_name,
    clean_names,
    is_full_name,
    is_nickname,
    key,
    may_be_person,
    nicknames,
)
from cleaner.metadata.signals import Signals
from cleaner.metadata.surroundings import Surroundings
from cleaner.metadata.texts import text_of


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom one place names."""

    names: tuple[str, ...]
    claim: Claim

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(key(name) for name in self.names)


def choose_authors(
    signals: Signals,
    around: Surroundings,
    site_names: Iterable[str],
    likely_sites: Iterable[str] = (),
) -> tuple[tuple[str, ...], str]:
    """The authors' names and where they were found.

    Metadata that name people are believed, unless a byline by the title names others in full; of two places that name
    the same people, the one that names more. Without such metadata the surest place that people see counts.

    likely_sites: what may be the site's name, or the author's: ends of the title element, parts of the address.
    """
    sites = frozenset(key(name) for name in site_names) - {""}
    likely = sites | {key(name) for name in likely_sites} - {""}
    people: list[Answer] = []
    nicks: list[Answer] = []
    bodies: list[Answer] = []
    for claim in find_claims(signals, around, likely):
        if claim.kind > _last_worth_asking(people, [*nicks, *bodies]):
            break
        names = _names(claim)
        persons = _persons(names, claim.kind, sites, likely)
        if people and claim.kind is Kind.BYLINE:
            return _told(Answer(persons, claim) if _is_better(persons, people[0], signals) else _fullest(people))
        if persons:
            people.append(Answer(persons, claim))
            if claim.kind > Kind.METADATA:
                break
        elif others := tuple(name for name in names if key(name) not in sites or may_be_person(name)):
            nicks.append(Answer(others, claim))
        elif signals.is_article or claim.kind > Kind.METADATA:
            named = (body_name(text) for text in claim.texts)
            bodies += [Answer((name,), claim) for name in named if _is_body(name, sites)][:1]
    return _told(_fullest(people) if people else next(iter([*nicks, *bodies]), None))


def _last_worth_asking(people: Sequence[Answer], others: Sequence[Answer]) -> Kind:
    """The least sure place that may still know better than those that were asked."""
    if people:
        return Kind.BYLINE
    if any(each.claim.kind > Kind.METADATA for each in others):
        return Kind.MARKED
    return Kind.CALLED_NEAR if others else Kind.ALONE


def _told(answer: Answer | None) -> tuple[tuple[str, ...], str]:
    return (answer.names, answer.claim.where) if answer else ((), "")


def _names(claim: Claim) -> tuple[str, ...]:
    """All names of a claim, be they people's or not; nicknames where it is sure that somebody's name stands there."""
    names = clean_names(claim.texts, byline=claim.kind > Kind.METADATA)
    return names or (nicknames(claim.texts) if claim.kind <= Kind.FAR_BYLINE else ())


def _persons(
    names: Sequence[str], kind: Kind, sites: Collection[str], likely_sites: Collection[str]
) -> tuple[str, ...]:
    """Those of the names that are people's; in full, where anything might stand in that place."""
    persons = tuple(
        each for each in names if not (_names_site(each, sites) or COLLECTIVE.search(each) or is_nickname(each))
    )
    if len(persons) > 1:
        persons = tuple(each for each in persons if key(each) not in likely_sites) or persons
    is_sure = kind <= Kind.FAR_BYLINE
    return tuple(each for each in persons if is_sure or is_full_name(each))


def _names_site(name: str, sites: Collection[str]) -> bool:
    """Whether a name is the site's, or ends or begins with it: "Ediciones El País"."""
    own = key(name)
    return own in sites or any(len(site) >= _SITE and (own.startswith(site) or own.endswith(site)) for site in sites)


_SITE = 6  # letters: a shorter name of a site may be a person's


def _is_body(name: str, sites: Collection[str]) -> bool:
    return bool(name) and (key(name) in sites or bool(COLLECTIVE.search(name)))


def _is_better(named: tuple[str, ...], told: Answer, signals: Signals) -> bool:
    """Whether a byline names people in full, and none of those that the metadata do (the editor, the account's owner).

    Whom the metadata call by one name alone is no other: "Jane" may be Jane Doe.
    """
    if not named or not all(map(is_full_name, named)):
        return False
    known = [key(name) for name in told.names if " " in name]
    ours = [key(name) for name in named]
    if any(one in other or other in one for one in ours for other in known):
        return False
    return not are_written_small(named, text_of(body_of(signals.root), 30_000))


def _fullest(found: Sequence[Answer]) -> Answer:
    """The first of the answers, or the one after it that has all its names and more."""
    best = found[0]
    for each in found[1:]:
        if best.keys < each.keys:
            best = each
    return best
