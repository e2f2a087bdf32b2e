"""What a branch's delegates are told: the mandates of their own branch, and of no other."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from ballots.enums import Choice
from conferences.models import Conference, Credential
from members.models import Body
from motions.models import Amendment, Mandate, Motion
from motions.selectors import motions_in_order


@dataclass(frozen=True, slots=True)
class Told:
    """A mandate as a delegate reads it, wherever the thing it is on is before conference."""

    subject: str
    motion: str  # as the chair names it
    choice: str
    words: str
    is_on_motion: bool  # False: an amendment is before conference, the mandate is on its motion

    @property
    def label(self) -> str:
        """Say how: For, Against, Abstain, or that delegates are free."""
        return str(Choice(self.choice).label) if self.choice else ""


def mandates_of(conference: Conference, body: Body) -> QuerySet[Mandate]:
    """List the mandates of one branch at a conference."""
    return Mandate.objects.filter(motion__conference=conference, body=body).select_related(
        "motion__conference", "body"
    )


def mandates_told(credential: Credential | None) -> Sequence[Told]:
    """Give a delegate the mandates of their branch, by the log names of what they bear on."""
    if credential is None:
        return []
    held = {each.motion_id: each for each in mandates_of(credential.conference, credential.body)}
    if not held:
        return []
    amendments = Amendment.objects.filter(motion__in=held).exclude(number="")
    return [
        *(_told(each, each.motion) for each in held.values()),
        *(_told(held[each.motion_id], each) for each in amendments.select_related("conference")),
    ]


def motions_to_bind(conference: Conference) -> QuerySet[Motion]:
    """List the motions on the agenda, in the order in which they are taken."""
    return motions_in_order(conference).filter(agenda_item__isnull=False)


def _told(mandate: Mandate, about: Motion | Amendment) -> Told:
    return Told(
        about.log_name,
        mandate.motion.spoken,
        mandate.choice,
        mandate.words,
        is_on_motion=isinstance(about, Motion),
    )
