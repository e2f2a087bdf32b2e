"""What somebody's leaving means for votes that are open."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from ballots.enums import BallotState
from ballots.models import RollEntry
from members.models import Member


def effects_on_votes(member: Member) -> Iterator[str]:
    """Say on how many rolls of open votes a leaver stands: a roll is frozen when its vote opens."""
    count = RollEntry.objects.filter(voter=member, ballot__state=BallotState.OPEN).count()
    if count:
        yield ngettext(
            "They are on the roll of %(count)s open vote. The roll stays as it is, a vote they "
            "have cast counts, and they can cast none any more.",
            "They are on the rolls of %(count)s open votes. The rolls stay as they are, votes they "
            "have cast count, and they can cast none any more.",
            count,
        ) % {"count": count}
