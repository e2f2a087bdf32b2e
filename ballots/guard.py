"""The statutory guard: no ballot without a class, and no statutory ballot at all (guide 2.9).

The creator picks a class from the table and answers four questions about what the ballot is for.
Words are read besides: they can only make a ballot harder to hold, never easier. A BLOCK has no
way round it, for any role, setting or call; a REVIEW needs a second person and a written reason.
The table is data with a date, so that its notes on the law can be revised.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Self

from ballots.enums import Word
from ballots.guard_words import statutory_words, suggested_code

ACT = "Trade Union and Labour Relations (Consolidation) Act 1992"
INDICATIVE_BANNER = f"Indicative ballot. Not a ballot under the {ACT}. It has no legal effect."
NO_ACTION_NOTICE = "Nobody is being asked to take action."

NOT_HERE = "it cannot be held here, by anyone. Give it to an independent scrutineer."
TEST_VOTE_ONLY = (
    "Name the rule, or the adopted Standing Orders Committee report, that permits electronic "
    "voting. Without it only a test vote may be held."
)

UNCLASSIFIED = "UNKNOWN"
# Put to delegates, under the rules: these texts name the executive and strikes all the time.
CONFERENCE_CLASSES = frozenset({"CONF_VOTE", "CONF_RULES", "PRIORITY"})
NEEDS_ENABLING_RULE = frozenset({"CONF_VOTE", "CONF_RULES"})


class Verdict(Word):
    """What the guard says of a ballot."""

    BLOCK = "BLOCK", "Not here"
    REVIEW = "REVIEW", "A second person must approve it"
    ALLOW = "ALLOW", "Allowed"
    ALLOW_IF_RULES = "ALLOW_IF_RULES", "Allowed where the rules allow it"
    ALLOW_INDICATIVE = "ALLOW_INDICATIVE", "Allowed as indicative"


class Answer(Word):
    """An answer to a question of the attestation. Not being sure counts as yes."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_SURE = "not_sure", "Not sure"


QUESTIONS: Mapping[str, str] = {
    "executive_seat": (
        "Does the post carry a seat on, or a right to attend and speak at, the executive?"
    ),
    "principal_officer": "Is it the president or general secretary?",
    "industrial_action": ("Will anyone be asked, now or as a result, to strike or work to rule?"),
    "statutory_question": (
        "Is it to adopt political objects, approve a merger, or settle recognition?"
    ),
}


@dataclass(frozen=True, slots=True)
class Attestation:
    """The creator's answers to the four questions. A question left out was not answered no."""

    executive_seat: Answer = Answer.NOT_SURE
    principal_officer: Answer = Answer.NOT_SURE
    industrial_action: Answer = Answer.NOT_SURE
    statutory_question: Answer = Answer.NOT_SURE
    members_in_northern_ireland: bool = False
    northern_ireland_law_considered: bool = False

    @classmethod
    def all_no(cls) -> Self:
        """Answer no four times, as an officer does for an ordinary conference vote."""
        return cls(Answer.NO, Answer.NO, Answer.NO, Answer.NO)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Read the answers back from `as_record`, or from a form or call that uses its names."""
        values: dict[str, Any] = {
            field.name: Answer(record[field.name])
            if field.name in QUESTIONS
            else record[field.name] is True
            for field in fields(cls)
            if field.name in record
        }
        return cls(**values)

    def as_record(self) -> dict[str, str | bool]:
        """Give the answers as they are stored and logged."""
        return {k: str(v) if isinstance(v, Answer) else v for k, v in asdict(self).items()}

    def objections(self) -> list[str]:
        """Say why the answers stop the ballot, if they do: any yes, any not sure."""
        found = [
            f"{question} You answered: {answer.label.lower()}."
            for name, question in QUESTIONS.items()
            if (answer := Answer(getattr(self, name))) is not Answer.NO
        ]
        if self.members_in_northern_ireland and not self.northern_ireland_law_considered:
            found.append(
                "Some voters are in Northern Ireland: confirm that its law was considered."
            )
        return found


@dataclass(frozen=True, slots=True)
class BallotClass:
    """One row of the table: what a ballot is for, its law, and whether it may be held here."""

    code: str
    what: str
    law: str
    may_be_online_here: str
    binding: str
    verdict: Verdict
    conditions: str

    @property
    def banner(self) -> str:
        """Give the fixed words that go on every surface of such a ballot, if there are any."""
        if self.code == "IA_CONSULT":
            return f"{INDICATIVE_BANNER} {NO_ACTION_NOTICE}"
        return INDICATIVE_BANNER if self.verdict is Verdict.ALLOW_INDICATIVE else ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the guard found, with its reasons in words."""

    verdict: Verdict
    ballot_class: BallotClass
    code: str = ""
    reasons: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    suggested_class: str = UNCLASSIFIED


def _read_table() -> tuple[date, dict[str, BallotClass]]:
    table = json.loads(Path(__file__).with_name("statutory_guard.json").read_text())
    classes = [
        BallotClass(
            code=row["code"],
            what=row["what"],
            law=row["law"],
            may_be_online_here=row["may_be_online_here"],
            binding=row["binding"],
            verdict=Verdict(row["guard"]),
            conditions=row["conditions"],
        )
        for row in table["classes"]
    ]
    return date.fromisoformat(table["effective_on"]), {row.code: row for row in classes}


EFFECTIVE_ON, CLASSES = _read_table()


def ballot_class(code: str) -> BallotClass:
    """Look a class up. A code that is not in the table is no class, and no class is blocked."""
    return CLASSES.get(code, CLASSES[UNCLASSIFIED])


def suggest_class(text: str) -> BallotClass:
    """Suggest a class for a ballot described in words: an aid; the creator always chooses."""
    return ballot_class(suggested_code(text))


def assess(
    code: str,
    attestation: Attestation,
    *,
    title: str,
    question: str,
    options: Sequence[str] = (),
    enabling_rule: str = "",
    member_ballot: bool = False,
    is_test: bool = False,
) -> Assessment:
    """Judge a ballot before it exists.

    A test vote may do without the enabling rule, but is held to everything else.
    """
    chosen = ballot_class(code)
    if refused := _blocked(chosen, attestation, enabling_rule, member_ballot, is_test):
        reason_code, reasons = refused
        return Assessment(Verdict.BLOCK, chosen, reason_code, tuple(reasons))
    if chosen.code in CONFERENCE_CLASSES:
        return Assessment(chosen.verdict, chosen)
    text = " \n ".join([title, question, *options])
    words = tuple(statutory_words(text))
    suggested = suggest_class(text)
    reasons = [f"The words name: {', '.join(words)}."] if words else []
    reads_statutory = suggested.verdict in {Verdict.BLOCK, Verdict.REVIEW}
    if reads_statutory and suggested.code not in {chosen.code, UNCLASSIFIED}:
        reasons.append(f"It reads like: {suggested.what} ({suggested.law}).")
    if chosen.code == "SURVEY" and "ballot" in title.casefold():
        reasons.append("A survey is not called a ballot.")
    if chosen.verdict is Verdict.REVIEW:
        reasons.append(f"{chosen.what}: {chosen.conditions}.")
    return Assessment(
        Verdict.REVIEW if reasons else chosen.verdict,
        chosen,
        "needs-review" if reasons else "",
        tuple(reasons),
        words,
        suggested.code,
    )


def _blocked(
    chosen: BallotClass,
    attestation: Attestation,
    enabling_rule: str,
    member_ballot: bool,  # noqa: FBT001 - a fact about the ballot, passed on by name
    is_test: bool,  # noqa: FBT001
) -> tuple[str, list[str]] | None:
    """Find what stops the ballot outright."""
    if chosen.code == UNCLASSIFIED:
        return "no-class", ["Choose what the ballot is for: there is no default class."]
    if chosen.verdict is Verdict.BLOCK:
        return "statutory-ballot", [f"{chosen.what} ({chosen.law}): {NOT_HERE}"]
    if objections := attestation.objections():
        return "attestation", objections
    if chosen.code in CONFERENCE_CLASSES and member_ballot:
        return "not-a-conference", ["A conference vote is put to delegates, not to members."]
    if chosen.code in NEEDS_ENABLING_RULE and not enabling_rule.strip() and not is_test:
        return "no-enabling-rule", [TEST_VOTE_ONLY]
    return None
