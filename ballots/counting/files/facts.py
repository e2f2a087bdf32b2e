"""The contest that a file of papers is about, of the facts that stand in it."""

from collections.abc import Mapping
from typing import Any

from ballots.counting.contest import Contest, Reserved
from ballots.counting.files.rows import MOST_CANDIDATES, MOST_PAPERS
from ballots.counting.files.slate import Misfit, Slate
from ballots.counting.files.text import tidy, trouble

Facts = Mapping[str, Any]


def contest_of(facts: Facts) -> Contest:
    """Make a contest of the facts in a file; Misfit where they do not make one."""
    candidates = tuple(name(one, "a candidate") for one in _list(facts, "candidates"))
    if not 1 <= len(candidates) <= MOST_CANDIDATES:
        raise Misfit(f"there must be from 1 to {MOST_CANDIDATES:,} candidates")
    slate, ron, tags = Slate(candidates), facts.get("ron"), _list(facts, "tags")
    if tags and len(tags) != len(candidates):
        raise Misfit(f"there must be tags for all {len(candidates)} candidates, or for none")
    return Contest(
        title=name(facts.get("title") or "", "the title"),
        candidates=candidates,
        seats=whole(facts.get("seats", 1), "the number of places", 1, MOST_CANDIDATES),
        withdrawn=frozenset(slate.number(one) for one in _list(facts, "withdrawn")),
        ron=None if ron is None else slate.number(ron),
        reserved=tuple(_reserved(one) for one in _list(facts, "reserved")),
        tags=tuple(frozenset(name(tag, "a tag") for tag in _list({"": one}, "")) for one in tags),
    )


def invalid_of(facts: Facts) -> dict[str, int]:
    """Give the papers that were set aside before, by reason; Misfit where they are none."""
    found = facts.get("invalid") or {}
    if not isinstance(found, dict):
        raise Misfit('"invalid" must say for each reason how many papers')
    what = "the number of invalid papers"
    return {name(why, "a reason"): whole(many, what, 0, MOST_PAPERS) for why, many in found.items()}


def whole(found: object, what: str, least: int, most: int) -> int:
    """Expect a whole number."""
    if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
        raise Misfit(f"{what} must be a whole number from {least:,} to {most:,}, not {found!r:.40}")
    return found


def name(found: object, what: str) -> str:
    """Expect a name."""
    if not isinstance(found, str):
        raise Misfit(f"{what} must be in quotes, and {found!r:.40} is not")
    if wrong := trouble(tidy(found)):
        raise Misfit(f"{what}: {wrong}")
    return tidy(found)


def _list(facts: Facts, key: str) -> list[Any]:
    found = facts.get(key) or []
    if not isinstance(found, list):
        raise Misfit(f'"{key}" must be a list, in square brackets')
    return found


def _reserved(found: object) -> Reserved:
    if not isinstance(found, dict):
        raise Misfit('"reserved" must have a tag and a number of seats for each')
    return Reserved(
        name(found.get("tag"), "the tag of reserved places"),
        whole(found.get("seats"), "the number of reserved places", 0, MOST_CANDIDATES),
    )
