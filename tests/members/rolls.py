"""Sending a roll and having it read, for tests."""

import io

from members import services
from members.models import Member, RollFinding, RollImport, WaitingRoll
from members.services.rolls.working import roll_take_up


def sent(data: bytes, actor: Member | None = None, name: str = "roll.csv") -> WaitingRoll:
    """Send a roll; it waits to be read."""
    return services.roll_receive(actor=actor, name=name, chunks=[data])


def read(data: bytes, actor: Member | None = None, name: str = "roll.csv") -> WaitingRoll:
    """Send a roll and have it read and compared."""
    roll = sent(data, actor, name)
    roll.attempt = roll_take_up(roll)
    services.roll_read(roll)
    return WaitingRoll.objects.get(pk=roll.pk)


def found(roll: WaitingRoll, kind: str) -> list[tuple[int | None, str, str]]:
    """What was found of a kind: line, column, words."""
    rows = RollFinding.objects.filter(roll=roll, kind=kind).order_by("line", "id")
    return [(one.line, one.what.strip(), one.words) for one in rows]


def workbook(rows: list[list[object]], title: str = "Members") -> bytes:
    """Write rows into an Excel workbook."""
    from openpyxl import (  # type: ignore[import-untyped]  # noqa: PLC0415 - slow, for few
        Workbook,
    )

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def imported(roll: WaitingRoll) -> RollImport | None:
    """Import a roll that was decided on."""
    roll.attempt = roll_take_up(roll)
    return services.roll_import(roll)
