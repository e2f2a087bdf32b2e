"""The elections in a conference file: posts, and who was nominated for them.

A file brings nominations that came before it was written, with the consent that came with them.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from ballots.counting.contest import Reserved
from conferences.reading import Reading
from conferences.voting_rules import OFFERED, faults

METHODS = {"stv": "ers97", "fptp": "plurality", "fptp_block": "plurality"}
"""What a file may call a way to count, with the rule that it is counted by here."""

_RESERVED = re.compile(r"at least (\d{1,2}) ([a-z][a-z -]{0,39})")
_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,10}")
UNSAID_BASIS = "The file that it comes from says that the election is not a statutory one."
UNSAID_DUTIES = "The duties are in the rule book."


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """Somebody who was nominated and consents."""

    name: str
    branch: str
    may_take: tuple[str, ...]
    statement: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post to be elected. Without times, nominations are closed when the file is loaded."""

    reference: str
    title: str
    duties: str
    seats: int
    rule: str
    ron: bool
    reserved: tuple[Reserved, ...]
    guard_basis: str
    opens_at: datetime | None
    closes_at: datetime | None
    candidates: tuple[CandidateRow, ...]


def read_posts(file: Reading, branches: Collection[str]) -> tuple[PostRow, ...]:
    """Read the posts of a file, noting what is wrong with them."""
    posts = tuple(_post(row, branches) for row in file.rows("elections", required=False))
    references = [post.reference for post in posts]
    for reference in sorted({each for each in references if references.count(each) > 1}):
        file["elections"].problem(f"{reference} comes {references.count(reference)} times")
    return posts


def check_candidates(file: Reading, posts: Iterable[PostRow], people: Collection[str]) -> None:
    """Note the candidates who are not among the people of the file."""
    for post in posts:
        for name in [each.name for each in post.candidates if each.name not in people]:
            file["elections"].problem(f"{name}, a candidate in {post.reference}, is not in people")


def _post(row: Reading, branches: Collection[str]) -> PostRow:
    if row.flag("statutory", default=False):
        row["statutory"].problem("a statutory election cannot be held here, by anyone")
    reference = row.text("id", max_length=10)
    if reference and not _REFERENCE.fullmatch(reference):
        row["id"].problem("must be letters, digits and hyphens")
    method = row.one_of("method", (*METHODS, *OFFERED))
    rule, seats = METHODS.get(method, method), row.whole("seats", least=1, most=99)
    ron, reserved = bool(row.flag("ron", default=True)), _reserved(row, seats)
    for fault in faults(rule, seats=seats, ron=ron, reserved=bool(reserved)):
        row["method"].problem(fault)
    timed = "nominations_open" in row or "nominations_close" in row
    opens = row.instant("nominations_open") if timed else None
    closes = row.instant("nominations_close") if timed else None
    if opens and closes and closes <= opens:
        row["nominations_close"].problem("is not after the opening")
    tags = {each.tag for each in reserved}
    candidates = tuple(
        _candidate(each, branches, tags) for each in row.rows("candidates", required=False)
    )
    names = [each.name for each in candidates]
    for name in sorted({name for name in names if names.count(name) > 1}):
        row["candidates"].problem(f"{name} comes {names.count(name)} times")
    return PostRow(
        reference=reference,
        title=row.text("title"),
        duties=row.text("duties", max_length=400, default=UNSAID_DUTIES),
        seats=seats,
        rule=rule,
        ron=ron,
        reserved=reserved,
        guard_basis=row.text("guard_basis", max_length=400, default=UNSAID_BASIS),
        opens_at=opens,
        closes_at=closes,
        candidates=candidates,
    )


def _reserved(row: Reading, seats: int) -> tuple[Reserved, ...]:
    """Read places kept for some, such as: at least 2 women."""
    if "reserved" not in row:
        return ()
    said = _RESERVED.fullmatch(row.text("reserved"))
    if said is None or not 1 <= int(said[1]) <= seats:
        row["reserved"].problem("must say: at least so many of the places, and for whom")
        return ()
    return (Reserved(said[2], int(said[1])),)


def _candidate(row: Reading, branches: Collection[str], tags: Collection[str]) -> CandidateRow:
    return CandidateRow(
        name=row.text("name"),
        branch=row.one_of("branch", branches),
        may_take=tuple(row.names("may_take", tags)),
        statement=row.text("statement", max_length=4_000, default=""),
    )
