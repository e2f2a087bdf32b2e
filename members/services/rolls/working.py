"""Who has a roll at the moment: one worker at a time, which gives signs of life."""

from datetime import timedelta
from typing import Final

from django.core.cache import cache
from django.db.models import F, Q
from django.utils import timezone

from members.models import RollState, WaitingRoll
from members.models.waiting_roll import AT_WORK

SILENT_FOR: Final = timedelta(seconds=45)


class Superseded(Exception):
    """Another worker has the roll now, or it was called off: stop, and touch nothing more."""


def roll_take_up(roll: WaitingRoll) -> int:
    """Begin a new attempt, and give its number; any worker before it stops at its next sign."""
    mine = WaitingRoll.objects.filter(pk=roll.pk, state__in=AT_WORK)
    mine.update(attempt=F("attempt") + 1, alive_at=timezone.now())
    return WaitingRoll.objects.values_list("attempt", flat=True).get(pk=roll.pk)


def roll_take_up_again(roll: WaitingRoll) -> int | None:
    """Take up a roll whose worker was killed: give the number of the new attempt, if it is time."""
    silent = Q(alive_at=None) | Q(alive_at__lt=timezone.now() - SILENT_FOR)
    mine = WaitingRoll.objects.filter(silent, pk=roll.pk, state__in=AT_WORK, attempt=roll.attempt)
    if not mine.update(attempt=F("attempt") + 1, alive_at=timezone.now()):
        return None
    return roll.attempt + 1


def sign_of_life(roll: WaitingRoll, **told: object) -> None:
    """Say that a worker still has the roll, and how far it is. Raises Superseded."""
    mine = WaitingRoll.objects.filter(pk=roll.pk, attempt=roll.attempt, state__in=AT_WORK)
    if not mine.update(alive_at=timezone.now(), **told):
        raise Superseded
    for name, value in told.items():
        setattr(roll, name, value)


def step_tell(roll: WaitingRoll, number: int, of: int, words: str) -> None:
    """Say which step an import is at. Not in the database: it would show only once all is done."""
    cache.set(_step(roll), (number, of, words), timeout=600)


def step_told(roll: WaitingRoll) -> tuple[int, int, str] | None:
    """Give the step that an import is at, and of how many."""
    told: tuple[int, int, str] | None = cache.get(_step(roll))
    return told if roll.state in {RollState.IMPORTING, RollState.COMPARING} else None


def _step(roll: WaitingRoll) -> str:
    return f"members.roll.step.{roll.pk}"
