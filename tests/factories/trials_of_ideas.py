"""The acts of a round of ideas, tried by everyone."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from conferences.models import Conference
from members.models import Body, Member
from motions.ideas.acts import idea_hide, round_open
from motions.models import Idea, IdeaRound
from tests.factories.trials_of_members import REASON, Trial


def make_round(
    conference: Conference, body: Body | None = None, actor: Member | None = None
) -> IdeaRound:
    """Ask for ideas for a fortnight, of the union or of a branch."""
    now = timezone.now()
    return round_open(
        conference=conference,
        body=body or conference.body,
        actor=actor,  # type: ignore[arg-type] # None is the system, as everywhere
        question="What should conference take up?",
        opens_at=now,
        closes_at=now + timedelta(days=14),
    )


def _idea(conference: Conference, body: Body | None = None) -> Idea:
    return Idea(round=IdeaRound(conference=conference, body=body or conference.body), number=1)


IDEAS: Final[dict[str, Trial]] = {
    "idea_round.open": lambda stage, who: make_round(stage.sitting.conference, actor=who),
    "idea.hide": lambda stage, who: idea_hide(
        idea=_idea(stage.sitting.conference), actor=who, reason=REASON
    ),
    "branch_idea_round.open": lambda stage, who: make_round(
        stage.sitting.conference, stage.branch, actor=who
    ),
    "branch_idea.hide": lambda stage, who: idea_hide(
        idea=_idea(stage.sitting.conference, stage.branch), actor=who, reason=REASON
    ),
}
