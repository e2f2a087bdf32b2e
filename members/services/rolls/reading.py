"""Reading a roll that waits into lines, a batch at a time: it can be watched, and stopped."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from django.db import connection, transaction

from members.contacts.selectors import employer_domains
from members.models import Body, RollFinding, RollState, WaitingRoll
from members.roll import reading
from members.roll.entries import Entry, EntryReader, LeftOut
from members.roll.lettering import Lettering
from members.roll.problems import Problem, UnreadableRollError
from members.selectors import branches_by_name
from members.services.rolls.arriving import lines_forget, roll_look
from members.services.rolls.comparing import roll_compare
from members.services.rolls.pieces import opened
from members.services.rolls.staging import Stager, copy_in
from members.services.rolls.working import Superseded, sign_of_life

BATCH: Final = 10_000
MOST_KEPT: Final = 10_000
"""How many problems, and how many of any one thing, can be looked at; the counts are of all."""

Watch = Callable[[WaitingRoll], None]


def roll_read(roll: WaitingRoll, *, watch: Watch = lambda _roll: None) -> None:
    """Read a roll that waits and compare it with the register, as the attempt that `roll` names.

    Begins anew if another attempt was broken off; stops where another took over. What is wrong
    with the file as a whole is said in its `failure`.
    """
    try:
        sign_of_life(roll)
        if not roll.headings:
            roll_look(roll)
            if roll.state == RollState.COLUMNS:
                return
        lines_forget(roll)
        sign_of_life(roll, state=RollState.READING, rows_read=0, bytes_read=0)
        _read_all(roll, watch)
        sign_of_life(roll, state=RollState.COMPARING)
        watch(roll)
        roll_compare(roll)
        watch(roll)
    except UnreadableRollError as error:
        lines_forget(roll)
        sign_of_life(roll, state=RollState.FAILED, failure=str(error)[:400])
    except Superseded:
        return


def _read_all(roll: WaitingRoll, watch: Watch) -> None:
    source = opened(roll)
    file = reading.opened(
        source, Lettering(roll.sha256, roll.size, roll.encoding, misfits=roll.misfits)
    )
    entries = EntryReader(roll.meanings, branches_by_name())
    stager = Stager(roll, dict(Body.objects.values_list("code", "pk")), employer_domains())
    kept = 0
    rows = iter(file)
    while batch := list(islice(rows, BATCH)):
        read = list(_entries(batch, entries))
        problems = [
            problem for one in read if isinstance(one, LeftOut) for problem in one.problems
        ][: MOST_KEPT - kept]
        kept += len(problems)
        with transaction.atomic():
            copy_in(stager.rows(read))
            _note(roll, problems)
            sign_of_life(
                roll,
                rows_read=roll.rows_read + len(read),
                bytes_read=min(roll.size, _place(source)),
            )
        watch(roll)
    if not roll.rows_read:
        raise UnreadableRollError("There are no members below the headings.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE members_rollline")


def _entries(
    batch: list[tuple[int, list[str] | Problem]], entries: EntryReader
) -> Iterator[Entry | LeftOut]:
    for line, cells in batch:
        if isinstance(cells, Problem):
            yield LeftOut(line, "", [cells])
        else:
            yield entries.read(line, cells)


def _place(source: object) -> int:
    return int(source.raw.tell()) if not getattr(source, "closed", True) else 0  # type: ignore[attr-defined]


def _note(roll: WaitingRoll, problems: list[Problem]) -> None:
    RollFinding.objects.bulk_create(
        RollFinding(
            roll=roll,
            kind=RollFinding.Kind.PROBLEM,
            line=problem.line,
            what=problem.column,
            words=problem.message[:300],
        )
        for problem in problems
    )
