"""Taking a roll file in, saying what its columns are, and forgetting it."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from audit.refusal import Refusal
from members import rules
from members.models import (
    Member,
    RollFinding,
    RollLine,
    RollMapping,
    RollPiece,
    RollState,
    WaitingRoll,
)
from members.models.waiting_roll import WAITS_FOR
from members.roll import columns, lettering, reading
from members.roll.problems import UnreadableRollError
from members.services.rolls.pieces import opened, pieces_write

LOOKED_AT_AT_ONCE = 4 << 20
"""Up to how many bytes a workbook is opened while somebody waits; a text always is."""


def roll_receive(*, actor: Member | None, name: str, chunks: Iterable[bytes]) -> WaitingRoll:
    """Keep a file, sealed, until its sender decides on it. Their last one is forgotten.

    A file that is no roll is refused with the reason, and not kept. Where its headings do not tell
    the columns, it waits in the state `columns` for somebody to name them.
    """
    rules.insist_office(actor, "roll.import")
    rolls_forget_old()
    with transaction.atomic():
        for before in WaitingRoll.objects.filter(sent_by=actor).exclude(state=RollState.IMPORTING):
            roll_forget(before)
        roll = WaitingRoll.objects.create(sent_by=actor, name=name[:200])
        roll.size = pieces_write(roll, chunks)
        try:
            roll_look(roll, at_once=True)
        except UnreadableRollError as error:
            raise Refusal("unreadable-roll", str(error)) from error
    return roll


def roll_look(roll: WaitingRoll, *, at_once: bool = False) -> None:
    """Find out how a file is written and what its columns are. Raises UnreadableRollError.

    A large workbook is left for a worker to open, not a page.
    """
    found = lettering.survey(opened(roll))
    roll.sha256, roll.encoding, roll.misfits = found.sha256, found.encoding, found.misfits
    if not (at_once and found.is_workbook and found.size > LOOKED_AT_AT_ONCE):
        rows = reading.opened(opened(roll), found)
        roll.delimiter, roll.sheet = rows.delimiter, rows.sheet[:100]
        roll.headings = [heading[:100] for heading in rows.headings]
        roll.meanings = _meanings(roll.headings)
        if columns.objection(roll.meanings):
            roll.state = RollState.COLUMNS
    roll.save()


def roll_columns_set(
    *, actor: Member | None, roll: WaitingRoll, meanings: Sequence[str]
) -> WaitingRoll:
    """Say what each column is. It is remembered for the next file with the same headings."""
    rules.insist_office(actor, "roll.import")
    known = {"", *columns.MEANINGS}
    if len(meanings) != len(roll.headings) or not known.issuperset(meanings):
        raise Refusal("unknown-columns", "Choose one of the offered meanings for each column.")
    if words := columns.objection(meanings):
        raise Refusal("columns-missing", _without_file(words))
    with transaction.atomic():
        roll = WaitingRoll.objects.select_for_update().get(pk=roll.pk)
        if roll.state not in (RollState.COLUMNS, RollState.READY):
            raise Refusal("roll-at-work", "The file is being read already.")
        RollMapping.objects.update_or_create(
            signature=columns.signature(roll.headings), defaults={"meanings": list(meanings)}
        )
        roll.meanings, roll.state = list(meanings), RollState.ARRIVED
        roll.fingerprint, roll.counts = "", {}
        roll.save()
    return roll


def roll_forget(roll: WaitingRoll) -> None:
    """Forget a file, its lines and what was found in them."""
    with transaction.atomic():
        lines_forget(roll)
        RollPiece.objects.filter(roll=roll).delete()
        WaitingRoll.objects.filter(pk=roll.pk).delete()


def lines_forget(roll: WaitingRoll) -> None:
    """Forget the lines of a file and what was found in them."""
    RollLine.objects.filter(roll=roll).delete()
    RollFinding.objects.filter(roll=roll).delete()


def rolls_forget_old() -> int:
    """Forget the files that nobody decided on within the hour, but none that a worker has."""
    old = WaitingRoll.objects.filter(sent_at__lt=timezone.now() - WAITS_FOR)
    alive = timezone.now() - WAITS_FOR / 4
    forgotten = 0
    for roll in old.exclude(alive_at__gt=alive):
        roll_forget(roll)
        forgotten += 1
    return forgotten


def _meanings(headings: Sequence[str]) -> list[str]:
    """Take what was said before of these headings, or guess."""
    kept = RollMapping.objects.filter(signature=columns.signature(headings)).first()
    return list(kept.meanings) if kept else columns.guessed(headings)


def _without_file(words: str) -> str:
    return words.replace("The first line must name the columns. ", "").replace(
        "Two columns are headed", "Two columns are set to"
    )
