"""The trials of the running day: items taken, ended, moved and carried, calendars, minutes."""

from typing import Final

from conferences.running import taking
from tests.factories.trials_of_members import Trial

RUNNING: Final[dict[str, Trial]] = {
    "agenda_item.take": lambda stage, who: taking.item_take(item=stage.item, actor=who),
    "agenda_item.end": lambda stage, who: taking.item_end(item=stage.item, actor=who),
}
