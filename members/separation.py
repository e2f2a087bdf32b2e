"""Offices kept apart: one person may not hold both (guide 3.8). Data, and who asks for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from members.enums import Office


@dataclass(frozen=True, slots=True)
class Apart:
    """An office, and those that its holder may not hold at the same time.

    `anywhere` in the union; otherwise in one body, or in one that it is part of.
    """

    office: Office
    others: frozenset[Office]
    anywhere: bool
    why: str


_PRESIDING: Final = frozenset({Office.CHAIR, Office.VICE_CHAIR})
_EXECUTIVE: Final = frozenset({Office.GENERAL_SECRETARY, Office.EXECUTIVE})
_AT_WORK_FOR_IT: Final = frozenset(
    {Office.CLERK, Office.MEMBERSHIP_OFFICER, Office.HELPDESK, Office.ADMINISTRATOR}
)

SEPARATED: Final = (
    Apart(
        Office.RETURNING_OFFICER,
        _EXECUTIVE,
        anywhere=True,
        why="Nobody certifies a vote for an executive of which they are part.",
    ),
    Apart(
        Office.RETURNING_OFFICER,
        _PRESIDING,
        anywhere=False,
        why="Whoever presides orders a vote void; the returning officer recommends it.",
    ),
    Apart(
        Office.SCRUTINEER,
        _EXECUTIVE | _AT_WORK_FOR_IT | {Office.RETURNING_OFFICER, Office.TELLER},
        anywhere=True,
        why="The scrutineer is independent of the union and of those who conduct its votes.",
    ),
    Apart(
        Office.SCRUTINEER,
        _PRESIDING,
        anywhere=False,
        why="The scrutineer is independent of those who preside.",
    ),
    Apart(
        Office.ADMINISTRATOR,
        frozenset(
            {Office.RETURNING_OFFICER, Office.TELLER, Office.CLERK, Office.MEMBERSHIP_OFFICER}
        ),
        anywhere=True,
        why="Whoever keeps the machine running neither conducts votes nor keeps their records.",
    ),
    Apart(
        Office.MEMBERSHIP_OFFICER,
        frozenset({Office.HELPDESK, Office.RETURNING_OFFICER, Office.ACCESS_OFFICER}),
        anywhere=True,
        why="Whoever changes an address issues no passcode to it.",
    ),
    Apart(
        Office.AUDITOR,
        _AT_WORK_FOR_IT | {Office.RETURNING_OFFICER, Office.TELLER},
        anywhere=True,
        why="Nobody audits what they did themselves.",
    ),
)


def kept_apart(office: Office, other: Office, *, in_one_body: bool) -> Apart | None:
    """Find the line that keeps the holder of an office from another, if there is one."""
    for line in SEPARATED:
        if line.office == office and other in line.others and (line.anywhere or in_one_body):
            return line
    return None


objections: Final[list[Callable[[Any, Office, Any], str]]] = []
"""What other rooms have against a member taking an office in a body: a sentence, or nothing.

They are asked at each appointment: whoever stands in an election may not come to count it.
"""
