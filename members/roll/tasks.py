"""What a worker does for a roll: reads it, and imports it once that is decided.

A task names the attempt it is for. A broker that delivers one twice, or late, starts nothing anew;
a worker that is killed leaves a roll without a sign of life, which the next look at its page finds.
"""

from uuid import UUID

from celery import shared_task

from members.models import RollState, WaitingRoll
from members.services.rolls.importing import roll_import
from members.services.rolls.reading import roll_read
from members.services.rolls.working import roll_take_up, roll_take_up_again


@shared_task(acks_late=True)
def roll_work(roll_id: str, attempt: int) -> None:
    """Take a roll as far as it can go by itself: to its preview, or to its end."""
    roll = WaitingRoll.objects.filter(pk=UUID(roll_id), attempt=attempt).first()
    if roll is None:
        return
    if roll.state == RollState.IMPORTING:
        roll_import(roll)
    elif roll.is_at_work:
        roll_read(roll)


def roll_send_on(roll: WaitingRoll) -> None:
    """Give a roll to a worker; where there is none, do it here and now."""
    roll_work.delay(str(roll.pk), roll_take_up(roll))


def roll_look_after(roll: WaitingRoll) -> None:
    """Give a roll to another worker if its own has been silent too long."""
    if roll.is_at_work and (attempt := roll_take_up_again(roll)):
        roll_work.delay(str(roll.pk), attempt)
