"""What becomes of a message that did not arrive: said in the log, and followed by another channel.

Called by the worker that could not hand it over, and by a report that came in later.
"""

from django.db import transaction
from django.utils import timezone

from audit.recording import entry
from members.delivery import rows
from members.delivery.channels import KINDS_OF, working
from members.delivery.outcomes import HARD
from members.enums import Channel, DispatchState
from members.models import Dispatch, PasscodeDevice
from members.models.dispatches import GONE_OUT, PASSCODE, UNDER_WAY
from members.models.passcodes import in_public
from members.services.dispatching import dispatch_follow


def dispatch_fail(dispatch: Dispatch, reason: str) -> bool:
    """Give a message up for good: void its passcode, mark a dead address, try the next channel.

    False where it is over already, or under way in another try: what comes late changes nothing.
    """
    is_hard = reason in HARD
    with transaction.atomic():
        device = rows.device_locked(dispatch)
        live = Dispatch.objects.filter(
            pk=dispatch.pk, tries=dispatch.tries, state__in=(*UNDER_WAY, *GONE_OUT)
        )
        ended = live.update(
            state=DispatchState.BOUNCED if is_hard else DispatchState.FAILED,
            reason=reason,
            ended_at=timezone.now(),
            to_sealed=None,
        )
        if not ended:
            return False
        with entry(actor=None) as log:
            log.record(
                _event(dispatch, is_hard=is_hard),
                subject=dispatch.member,
                channel=dispatch.channel,
                purpose=in_public(dispatch.purpose),
                reason=reason,
            )
            if is_hard and not dispatch.to_kind:
                _mark_address(dispatch, reason)
        if rows.is_latest(dispatch):
            dispatch_follow(dispatch)
            if device is not None:
                PasscodeDevice.objects.filter(pk=device.pk, used_at=None).update(sealed="")
    return True


def _event(dispatch: Dispatch, *, is_hard: bool) -> str:
    noun = "passcode" if dispatch.what == PASSCODE else "notice"
    return f"{noun}.bounced" if is_hard else f"{noun}.undelivered"


def _mark_address(dispatch: Dispatch, reason: str) -> None:
    """Use an address no more, unless it was changed since the message went there."""
    kinds = KINDS_OF[Channel(dispatch.channel)]
    found = {one.kind: one for one in working(dispatch.member, kinds)}
    used = next((found[kind] for kind in kinds if kind in found), None)
    if used is None or (dispatch.claimed_at and used.changed_at > dispatch.claimed_at):
        return
    used.failed_at = timezone.now()
    used.failure = "unreachable" if reason == "unreachable" else "bounced"
    used.save(update_fields=["failed_at", "failure"])
