"""The trials of what is done from the floor: speaking, points of order, procedure, card votes."""

from typing import TYPE_CHECKING, Final

from django.utils import timezone

from conferences.enums import PointKind, SpeakingSide
from conferences.models import Credential, PointOfOrder, Speaker
from conferences.speaking import points, queue, speech
from motions.enums import QuestionKind
from motions.models import ProcedureAsked
from motions.procedure import asking, demanding
from tests.factories.trials_of_members import Trial

if TYPE_CHECKING:
    from tests.factories.trials import Stage


def _of(stage: "Stage") -> Credential:
    return stage.sitting.credential("B11-1")


def _turn(stage: "Stage") -> Speaker:
    return Speaker(conference=stage.sitting.conference, credential=_of(stage), pk=0, seconds=60)


def _point(stage: "Stage") -> PointOfOrder:
    return PointOfOrder(conference=stage.sitting.conference, credential=_of(stage), pk=0)


FLOOR: Final[dict[str, Trial]] = {
    "speaker.ask": lambda stage, who: queue.speaker_ask(
        credential=_of(stage), side=SpeakingSide.FOR, actor=who
    ),
    "speaker.call": lambda stage, who: speech.speaker_call(speaker=_turn(stage), actor=who),
    "speaker.time": lambda stage, who: speech.speaker_begin(speaker=_turn(stage), actor=who),
    "point_of_order.raise": lambda stage, who: points.point_raise(
        credential=_of(stage), kind=PointKind.ORDER, words="The rule is not kept.", actor=who
    ),
    "point_of_order.rule": lambda stage, who: points.point_rule(
        point=_point(stage), upheld=True, actor=who
    ),
    "procedure.ask": lambda stage, who: asking.procedure_ask(
        credential=_of(stage), kind=QuestionKind.CHALLENGE_RULING, actor=who, words="The last one"
    ),
    "procedure.decline": lambda stage, who: asking.procedure_decline(
        asked=ProcedureAsked(
            conference=stage.sitting.conference,
            kind=QuestionKind.CLOSURE,
            credential=_of(stage),
            asked_at=timezone.now(),
            pk=0,
        ),
        reason="The debate has only begun.",
        actor=who,
    ),
    "card_vote.demand": lambda stage, who: demanding.card_demand(
        question=stage.question, credential=_of(stage), actor=who
    ),
}
