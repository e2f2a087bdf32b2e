"""What is wrong with a file of papers: the line and the reason, in words for whoever sent it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn

from ballots.counting.contest import Note

MOST_FAULTS: Final = 20
"""Reading stops there: whoever mends so many will send the file again."""

MOST_NOTES: Final = 1_000

NO_SEATS: Final = "the file does not say how many places there are, so it is taken to be 1"


@dataclass(frozen=True, slots=True)
class Fault:
    """A reason why a file cannot be counted. Line 0 is the file as a whole."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}" if self.line else self.reason


class BadFile(Exception):
    """A file that cannot be counted, with its first faults in the order of its lines."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(slots=True)
class Findings:
    """Faults and notes on one file, as its reader goes through it."""

    faults: list[Fault] = field(default_factory=list)
    _notes: list[Note] = field(default_factory=list)
    _more_notes: int = 0

    def fault(self, line: int, reason: str) -> None:
        """Keep a fault, and give up on the file if it is one too many."""
        self.faults.append(Fault(line, reason))
        if len(self.faults) == MOST_FAULTS:
            self.faults.append(Fault(0, "There may be more; reading stopped here."))
            raise BadFile(self.faults)

    def give_up(self, line: int, reason: str) -> NoReturn:
        """Keep a fault after which nothing more can be made of the file."""
        self.faults.append(Fault(line, reason))
        raise BadFile(self.faults)

    def note(self, line: int, reason: str) -> None:
        """Keep a note for people; of a great many, the first and how many more there are."""
        if len(self._notes) < MOST_NOTES:
            self._notes.append(Note(line, reason))
        else:
            self._more_notes += 1

    def notes(self) -> tuple[Note, ...]:
        """Give the notes, if there was no fault; refuse the file if there was."""
        if self.faults:
            raise BadFile(self.faults)
        notes = sorted(self._notes, key=lambda note: note.line)
        if self._more_notes:
            last = notes[-1].line
            notes.append(Note(last, f"after this line, {self._more_notes:,} more notes like these"))
        return tuple(notes)


def shown(text: str) -> str:
    """Quote a piece of a file so that it can stand in a message: short, and nothing invisible."""
    piece = text if len(text) <= 24 else text[:24] + "..."  # noqa: PLR2004
    return f'"{piece}"' if piece.isprintable() else '"' + ascii(piece)[1:-1] + '"'
