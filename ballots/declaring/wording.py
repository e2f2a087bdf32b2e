"""The words a returning officer signs, in the first person (guide 5.1), and what stands by them.

Every choice is the officer's own: whoever cannot say that all was well says so here, and why.
"""

from dataclasses import dataclass
from datetime import date

from ballots.declaring.time_limit import MONTHS_TO_COMPLAIN, last_day_of_months
from ballots.guard import ACT

LONGEST_MATTERS = 2000
LONGEST_REQUEST = 200

NO_SCRUTINEER = (
    "This is not a ballot in which the law requires an independent scrutineer and I do not report "
    "under section 52, 78, 100E or 231B of the 1992 Act."
)
SIGNATURE = (
    "A person's signature. The officer named here signed in as themselves with a one-time "
    "passcode, typed their name and signed; the log records that act. "
    "It says what the officer has seen and is satisfied of."
)
SEAL = (
    "A machine's seal. The log of this union is signed by a key that the server holds. "
    "It says that the records are as they were written at the time; "
    "it says nothing of whether the vote was fair."
)
HOW_TO_CHECK = (
    "Anyone may fetch the whole log and its heads, and run python -m audit.verify on them, "
    "without this union or its software. A head that a witness keeps cannot be replaced unseen."
)
ROUNDING = "votes cast ÷ roll, rounded half up to two decimals"


@dataclass(frozen=True, slots=True)
class OfficerStatement:
    """What the returning officer says of one vote, and the name they sign it with.

    `inspection` says at whose instance the roll was inspected, `correction` what was wrong with the
    declaration that this one takes the place of.
    """

    signed_as: str
    rules_broken: bool = False
    security_given: bool = True
    without_interference: bool = True
    roll_inspected: bool = False
    inspection: str = ""
    matters: str = ""
    correction: str = ""

    @property
    def has_reservations(self) -> bool:
        """Say whether the officer is less than satisfied with anything."""
        return self.rules_broken or not self.security_given or not self.without_interference

    def faults(self, name: str) -> list[str]:
        """Say what keeps the officer of this name from signing the statement as it is."""
        found = []
        if _plain(self.signed_as) != _plain(name):
            found.append(f"Type your name as the register has it, to sign: {name}.")
        if self.has_reservations and not self.matters.strip():
            found.append("Say under matters noted what was wrong. It is read by the members.")
        if self.roll_inspected and not self.inspection.strip():
            found.append("Say at whose instance the roll was inspected.")
        if len(self.matters) > LONGEST_MATTERS:
            found.append(f"Keep the matters noted under {LONGEST_MATTERS:,} characters.")
        if len(self.inspection) > LONGEST_REQUEST:
            found.append(f"Say at whose instance in under {LONGEST_REQUEST} characters.")
        return found

    def paragraphs(self, *, appointed_on: date, body: str) -> list[str]:
        """Write the statement out, an introduction and the numbered points."""
        rules = "have reason" if self.rules_broken else "have no reason"
        security = "gave" if self.security_given else "did not give"
        interference = "was" if self.without_interference else "was not"
        inspected = "was not inspected"
        if self.roll_inspected:
            inspected = f"was inspected, {self.inspection.strip().rstrip('.')}"
        matters = self.matters.strip() or "none"
        arrangements = "the arrangements for the roll, passcodes, voting and counting"
        return [
            introduction(appointed_on, body),
            f"(1) I {rules} to think the rules of the union on this vote were broken;",
            f"(2) {arrangements} {security} the security that was reasonably practicable;",
            f"(3) I {interference} able to act without interference;",
            f"(4) the roll {inspected}; matters noted: {_ended(matters)}",
        ]

    def choices(self) -> dict[str, bool]:
        """Give the choices as the log records them. What the officer writes stays out of it."""
        return {
            "rules_broken": self.rules_broken,
            "security_given": self.security_given,
            "without_interference": self.without_interference,
            "roll_inspected": self.roll_inspected,
            "matters_noted": bool(self.matters.strip()),
        }


def introduction(appointed_on: date, body: str) -> str:
    """Say who the officer is, and what this declaration is not."""
    return (
        f"I was appointed returning officer for this vote on {day(appointed_on)} by {body}. "
        "I am not a member of the union's executive, a candidate, or an employee of a candidate. "
        f"{NO_SCRUTINEER} From the records I have seen:"
    )


def complaints(declared_on: date, to: str) -> str:
    """Say where to complain of a vote, and by when; neutral, and no legal advice."""
    first = to or "the returning officer, under the rules of the union"
    last = last_day_of_months(MONTHS_TO_COMPLAIN, starting_with=declared_on)
    return (
        f"First to {first}. Whoever claims that the rules of the union on this vote were broken "
        f"may apply to the Certification Officer (section 108A of the {ACT}): within six months "
        "starting with the day of the breach, which for the declaration itself end on "
        f"{day(last)}; or, where an internal procedure is begun in "
        "that time, within six months of its end or of one year after it began, whichever is "
        "earlier."
    )


def day(when: date) -> str:
    """Write a day: 1 June 2027."""
    return f"{when.day} {when:%B %Y}"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
