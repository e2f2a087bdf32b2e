"""The questions of an election (Belenios specification 2.0, section 4.9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ballots.sealing.documents import BadDocument, items, members, small, text

Answer = Sequence[int]
"""To a `Question` 0 or 1 for each place; to a `RankedQuestion` a number for each answer."""


class BadAnswer(ValueError):
    """A voter's answer is not one that the question allows."""


@dataclass(frozen=True, slots=True)
class Question:
    """Choose from `least` to `most` of the answers; only the sums are ever opened.

    Where `blank` is allowed, the first place of an answer says whether it is blank, and a blank
    one chooses nothing, whatever `least` is. `blank` is None where the election does not say.
    """

    words: str
    answers: tuple[str, ...]
    least: int = 1
    most: int = 1
    blank: bool | None = None

    def __post_init__(self) -> None:
        if not self.answers:
            raise BadDocument("question", f"“{self.words}” has no answers to choose from.")
        if not 0 <= self.least <= self.most <= len(self.answers) or self.most == 0:
            raise BadDocument(
                "question",
                f"“{self.words}” has {len(self.answers)} answers: nobody can choose from"
                f" {self.least} to {self.most} of them.",
            )

    @property
    def places(self) -> int:
        """Say how many ciphertexts an answer has: one for each, and first one for blank."""
        return len(self.answers) + bool(self.blank)

    @property
    def sums(self) -> range:
        """Give what may be chosen in all, in a paper that is not blank."""
        return range(self.least, self.most + 1)

    def insist_on(self, answer: Answer) -> None:
        """Raise `BadAnswer` unless it is one that the question allows."""
        if len(answer) != self.places or any(bit not in {0, 1} for bit in answer):
            raise BadAnswer(f"An answer is {self.places} times 0 or 1.")
        chosen = sum(answer[1:]) if self.blank else sum(answer)
        if self.blank and answer[0]:
            if chosen:
                raise BadAnswer("A blank paper chooses nothing.")
        elif chosen not in self.sums:
            raise BadAnswer(f"{chosen} chosen: it has to be from {self.least} to {self.most}.")

    def document(self) -> dict[str, Any]:
        """Write it as the specification does."""
        blank = {} if self.blank is None else {"blank": self.blank}
        return {
            "answers": list(self.answers),
            **blank,
            "min": self.least,
            "max": self.most,
            "question": self.words,
        }


@dataclass(frozen=True, slots=True)
class RankedQuestion:
    """Give each answer a number; papers are shuffled, and each is opened as it was filled in."""

    words: str
    answers: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.answers:
            raise BadDocument("question", f"“{self.words}” has no answers to rank.")

    def document(self) -> dict[str, Any]:
        """Write it as the specification does."""
        value = {"answers": list(self.answers), "question": self.words}
        return {"type": "NonHomomorphic", "value": value}


def read_question(document: Any, where: str) -> Question | RankedQuestion:
    """Read either kind."""
    if isinstance(document, dict) and "type" in document:
        kind = members(document, where, ("type", "value"))
        if kind["type"] != "NonHomomorphic":
            raise BadDocument("question", f"{where} is of a kind that is not known.")
        ranked = members(kind["value"], f"{where}.value", ("answers", "question"))
        return RankedQuestion(
            text(ranked["question"], f"{where}.value.question"), _answers(ranked, f"{where}.value")
        )
    parts = members(
        document, where, ("answers", "blank", "min", "max", "question"), optional=("blank",)
    )
    blank = parts.get("blank")
    if not isinstance(blank, bool | None) or ("blank" in parts and blank is None):
        raise BadDocument("shape", f"{where}.blank is neither true nor false.")
    return Question(
        text(parts["question"], f"{where}.question"),
        _answers(parts, where),
        small(parts["min"], f"{where}.min"),
        small(parts["max"], f"{where}.max"),
        blank,
    )


def _answers(parts: Any, where: str) -> tuple[str, ...]:
    return tuple(text(answer, where) for answer in items(parts["answers"], f"{where}.answers"))
