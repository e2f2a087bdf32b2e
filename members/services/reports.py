"""Taking in what a gateway reports of a message, however late, twice or out of order."""

from typing import Final
from uuid import UUID

from django.utils import timezone

from members.delivery.channels import BY_GATEWAY
from members.delivery.outcomes import REASONS
from members.enums import Channel, DispatchState
from members.models import Dispatch
from members.services.undelivered import dispatch_fail

# Each counterpart speaks of its own messages only.
CHANNELS_OF: Final = {"phone": BY_GATEWAY, "mail": (Channel.EMAIL,)}
EVENTS: Final = ("delivered", "failed", "bounced")


def delivery_report(
    *, gateway: str, dispatch_id: UUID, tried: int, event: str, reason: str = ""
) -> bool:
    """Note what a gateway says of one try of one message; False where that changes nothing.

    A delivered message is never merely sent again, and one that came back never delivered. One
    that is reported to have come back after all is taken to have: its owner may not have it. What
    is said of a try before the last is old news, for its passcode opens nothing.
    """
    found = Dispatch.objects.filter(
        pk=dispatch_id, tries=tried, channel__in=CHANNELS_OF[gateway]
    ).select_related("member")
    if event == "delivered":
        # The report may overtake our own note that the message was sent.
        under_way = found.filter(state__in=(DispatchState.SENDING, DispatchState.SENT))
        now = timezone.now()
        return bool(under_way.update(state=DispatchState.DELIVERED, delivered_at=now))
    dispatch = found.first()
    if dispatch is None:
        return False
    known = reason if reason in REASONS else "other"
    return dispatch_fail(dispatch, "bounced" if event == "bounced" else known)
