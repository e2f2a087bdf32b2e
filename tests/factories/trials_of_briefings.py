"""The acts on briefings, tried."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from conferences.briefings.exporting import list_export
from conferences.models import Briefing
from members.models import Member
from tests.factories.briefings import make_briefing

BRIEFINGS: Final[Mapping[str, Callable[[Any, Member], object]]] = {
    "briefing.announce": lambda stage, who: make_briefing(stage.sitting.conference.body, actor=who),
    "briefing_list.export": lambda stage, who: list_export(
        actor=who,
        briefing=Briefing(slug="pay", body=stage.sitting.conference.body),
        kind="joining",
        reason="Said in words, for the record",
    ),
}
