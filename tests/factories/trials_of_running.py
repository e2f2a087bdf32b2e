"""The trials of the running day: items taken, ended, moved and carried, calendars, minutes."""

from datetime import time
from typing import Final
from uuid import uuid4

from conferences.running import replanning, taking
from motions.minutes import keeping
from tests.factories.trials_of_members import Trial

RUNNING: Final[dict[str, Trial]] = {
    "agenda_item.take": lambda stage, who: taking.item_take(item=stage.item, actor=who),
    "agenda_item.end": lambda stage, who: taking.item_end(item=stage.item, actor=who),
    "agenda_item.move": lambda stage, who: replanning.item_move(
        item=stage.sitting.conference.sessions.get(number=1).items.all()[0],
        actor=who,
        starts_at=time(9, 55),
    ),
    "agenda_item.carry": lambda stage, who: replanning.item_carry(
        item=stage.sitting.conference.sessions.get(number=1).items.all()[0],
        actor=who,
        session=stage.sitting.conference.sessions.get(number=2),
        starts_at=time(16),
    ),
    "minutes.add": lambda stage, who: keeping.minutes_add(
        conference=stage.sitting.conference, actor=who, after=uuid4(), words="So it was."
    ),
    "minutes.agree": lambda stage, who: keeping.minutes_agree(
        conference=stage.sitting.conference, actor=who, sha256="0" * 64, at_meeting="The next"
    ),
}
