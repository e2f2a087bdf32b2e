"""The trials of the running day: items taken, ended, moved and carried, calendars, minutes."""

from datetime import time
from typing import Final

from conferences.running import replanning, taking
from tests.factories.trials_of_members import Trial

RUNNING: Final[dict[str, Trial]] = {
    "agenda_item.take": lambda stage, who: taking.item_take(item=stage.item, actor=who),
    "agenda_item.end": lambda stage, who: taking.item_end(item=stage.item, actor=who),
    "agenda_item.move": lambda stage, who: replanning.item_move(
        item=stage.sitting.conference.sessions.get(number=2).items.all()[0],
        actor=who,
        starts_at=time(9, 55),
    ),
    "agenda_item.carry": lambda stage, who: replanning.item_carry(
        item=stage.sitting.conference.sessions.get(number=1).items.all()[0],
        actor=who,
        session=stage.sitting.conference.sessions.get(number=2),
        starts_at=time(16),
    ),
}
