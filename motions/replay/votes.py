"""The votes of a conference file: what was voted on, how people voted, and what should come out."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from conferences.document import FORMS, ConferenceDocument
from conferences.reading import Reading
from motions.loading.document import MAJORITIES, MotionsDocument

RESULTS = (
    "carried",
    "lost",
    "not_carried",
    "reference_back_carried",
    "reference_back_lost",
    "ruling_overturned",
    "ruling_stands",
    "remitted_to_nec",
    "voided_technical_failure",
)
FIGURES = ("votes_for", "votes_against", "abstentions")
_REFERENCE_BACK = re.compile(r"SOC\d+ reference back on (?P<on>\w+)")
_RULING = re.compile(r"Challenge to (?:the )?chair's ruling\b.*")
_NUMBER = re.compile(r"(?P<on>[A-Z]+\d*(?:\.\d+)?)(?: as amended.*| first vote)?")


class VoteKind(StrEnum):
    """What was voted on."""

    MOTION = "motion"
    AMENDMENT = "amendment"
    REFERENCE_BACK = "reference_back"
    RULING = "ruling"
    REMIT = "remit"


@dataclass(frozen=True, slots=True)
class VoteRow:
    """One vote as the file tells it."""

    item: str
    kind: VoteKind
    on: str
    form: str
    majority: str
    question: str
    result: str
    figures: Mapping[str, int]
    branches: Mapping[str, Collection[str]] = field(default_factory=dict)
    admitted: int = 0
    unable: int = 0
    consequence: str = ""

    @property
    def voted(self) -> int:
        """Give the number of people who voted, in a show."""
        return sum(self.figures.values()) if not self.branches else 0


def read_votes(
    file: Reading, conference: ConferenceDocument, motions: MotionsDocument
) -> tuple[VoteRow, ...]:
    """Read the votes, noting what is wrong with them."""
    return tuple(_vote(row, conference, motions) for row in file.rows("votes"))


def _vote(row: Reading, conference: ConferenceDocument, motions: MotionsDocument) -> VoteRow:
    item = row.text("item")
    form = row.one_of("form", (*FORMS, "remit_agreed"))
    kind, on = _about(row, item, form, motions)
    has_figures = form != "remit_agreed"
    by_card = form == "card_vote"
    branches = {
        name: row.names(f"{name}_branches", tuple(body.code for body in conference.branches))
        for name in ("for", "against", "abstain")
    }
    return VoteRow(
        item=item,
        kind=kind,
        on=on,
        form=FORMS.get(form, ""),
        majority=MAJORITIES[row.one_of("majority", tuple(MAJORITIES))] if "majority" in row else "",
        question=row.text("question", default=""),
        result=row.one_of("result", RESULTS),
        figures={name: row.whole(name) for name in FIGURES} if has_figures else {},
        branches=branches if by_card else {},
        admitted=row.whole("admitted") if "admitted" in row else 0,
        unable=row.whole("unable_to_vote") if "unable_to_vote" in row else 0,
        consequence=row.text("consequence", default=""),
    )


def _about(row: Reading, item: str, form: str, motions: MotionsDocument) -> tuple[VoteKind, str]:
    numbers = {each.number for each in motions.motions}
    amendments = {each.number for each in motions.amendments}
    if _RULING.fullmatch(item):
        return VoteKind.RULING, ""
    if (found := _REFERENCE_BACK.fullmatch(item)) and found["on"] in numbers:
        return VoteKind.REFERENCE_BACK, found["on"]
    if found := _NUMBER.fullmatch(item):
        if found["on"] in amendments:
            return VoteKind.AMENDMENT, found["on"]
        if found["on"] in numbers:
            return VoteKind.REMIT if form == "remit_agreed" else VoteKind.MOTION, found["on"]
    if item:
        row["item"].problem(f"names nothing in the file that can be voted on: {item}")
    return VoteKind.MOTION, ""
