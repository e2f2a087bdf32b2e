"""Having messages sent: one row for each, and a worker woken once the act is committed.

Nothing here makes a passcode or opens an address: whoever sends does (`members.delivery.pump`).
"""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from members.delivery import rows
from members.delivery.batches import notices_insert, rows_insert
from members.delivery.channels import CHANNEL_OF, channels_open
from members.delivery.waking import wake
from members.enums import Channel, ContactKind, DispatchState, Urgency
from members.models import Dispatch, Member, PasscodeDevice, Posting, contact_seals
from members.models.dispatches import GONE_OUT, PASSCODE, UNDER_WAY
from members.models.passcodes import SIGN_IN, in_public
from members.rules import insist_office

PUMPS_FOR_A_BATCH = 4


def passcode_dispatch(
    *,
    member: Member,
    purpose: str = SIGN_IN,
    actor: Member | None = None,
    channel: Channel | None = None,
    lifetime: timedelta | None = None,
) -> Dispatch:
    """Have a passcode sent to one person, by the channel they ask for or the best they have.

    One that is on its way by the same channel is brought forward, and one on its way by another
    is called off. Refused where no address is left (`unreachable`), and where one has just been
    sent (`passcode-just-sent`), unless an officer asks for it.
    """
    waits = actor is None or actor.pk == member.pk
    to = str(channel or rows.first_channel(member, purpose))
    if not to or not rows.reaches(member, Channel(to), purpose):
        raise Refusal(
            "unreachable", "There is no address on the register where a passcode would arrive."
        )
    with rows.alone(member, purpose, Channel(to)) as device:
        if waits and not device.generate_is_allowed()[0]:
            raise Refusal(
                "passcode-just-sent", "A passcode has just been sent. Wait a little for it to come."
            )
        urgency = Urgency.AT_A_PAGE if waits else Urgency.ONE
        dispatch = rows.under_way(member, purpose)
        if dispatch is not None and dispatch.channel == to:
            Dispatch.objects.filter(pk=dispatch.pk, state=DispatchState.WAITING).update(
                next_try_at=timezone.now(), urgency=urgency
            )
        else:
            if dispatch is not None:
                rows.end(dispatch, DispatchState.CANCELLED, "superseded")
            dispatch = rows.make(
                member, Channel(to), purpose=purpose, lifetime=lifetime, urgency=urgency
            )
        wake(to)
    return dispatch


def passcodes_post(
    *,
    actor: Member | None,
    purpose: str,
    members: QuerySet[Member],
    label: str,
    lifetime: timedelta,
    again: bool = False,
) -> Posting:
    """Have a passcode sent to each of many members, in one statement however many they are.

    Whoever has one for this purpose that still opens, or that is on its way, or who has used
    theirs, is passed over; `again` sends a new one to everybody whose is not on its way. Those
    whom no channel reaches get a row that has failed, so that the board shows them.
    """
    office = insist_office(actor, "passcodes.post")
    with entry(actor=actor, office=office) as log:
        posting = Posting.objects.create(
            purpose=purpose,
            label=label[:200],
            made_by=actor,
            made_at=timezone.now(),
            lifetime=lifetime,
        )
        asked, posting.addressed = rows_insert(posting, members, again=again)
        posting.passed_over = asked - posting.addressed
        posting.unreachable = posting.dispatches.filter(state=DispatchState.FAILED).count()
        posting.save()
        log.record(
            "passcodes.posted",
            subject=posting,
            purpose=purpose,
            addressed=posting.addressed,
            unreachable=posting.unreachable,
            passed_over=posting.passed_over,
            again=again,
        )
        for channel in channels_open():
            wake(channel, pumps=PUMPS_FOR_A_BATCH)
    return posting


def notices_post(
    *,
    notice: str,
    purpose: str,
    members: QuerySet[Member],
    label: str,
    lifetime: timedelta,
    facts: Mapping[str, str | int],
) -> Posting:
    """Have a notice sent to each of many members, in one statement however many they are.

    Call it inside the act whose news it is. Whom no channel but the post reaches gets a row that
    has failed, so that it can be shown. The words are as for `notice_dispatch`.
    """
    posting = Posting.objects.create(
        purpose=purpose, label=label[:200], made_at=timezone.now(), lifetime=lifetime
    )
    posting.addressed = notices_insert(posting, members, notice=notice, facts=facts)
    posting.unreachable = posting.dispatches.filter(state=DispatchState.FAILED).count()
    posting.save(update_fields=["addressed", "unreachable"])
    for channel in channels_open():
        wake(channel, pumps=PUMPS_FOR_A_BATCH)
    return posting


def notice_dispatch(
    *,
    member: Member,
    notice: str,
    address: tuple[ContactKind, str] | None = None,
    facts: Mapping[str, str | int] | None = None,
) -> Dispatch | None:
    """Have a notice sent: to an address that is named, or by the best channel there is.

    The words are `templates/members/notices/NOTICE.txt`, whose first line is the subject of a mail
    and which may use `facts`; these are no place for a person's name or address. A named address
    lies sealed in the row until the notice has gone. None where no channel but the post reaches the
    member: nobody prints notices.
    """
    at_once = rows.first_channel(member, notice, but=frozenset({Channel.POST}))
    channel = CHANNEL_OF[address[0]] if address else at_once or None
    if channel is None or channel not in channels_open():
        return None
    sealed = None
    if address:
        sealed = contact_seals().close(address[1], kind=address[0], number=member.membership_number)
    dispatch = rows.make(
        member,
        Channel(channel),
        purpose=notice,
        what=notice,
        facts=dict(facts or {}),
        to_kind=address[0] if address else "",
        to_sealed=sealed,
    )
    wake(channel)
    return dispatch


def passcode_reissue(
    *,
    actor: Member,
    member: Member,
    purpose: str,
    reason: str,
    channel: Channel | None = None,
    lifetime: timedelta | None = None,
) -> Dispatch:
    """Have a new passcode sent in place of one that is lost; nobody sees it but its owner.

    The helpdesk says why. The one before opens nothing from the moment the new one is made.
    """
    office = insist_office(actor, "passcode.reissue")
    if not reason.strip():
        raise Refusal("reason-missing", "Say why a new passcode is sent.")
    before = _last(member, purpose)
    with entry(actor=actor, office=office) as log:
        dispatch = passcode_dispatch(
            member=member,
            purpose=purpose,
            actor=actor,
            channel=channel,
            lifetime=lifetime or _time_left(before),
        )
        if before is not None and before.pk != dispatch.pk:
            Dispatch.objects.filter(pk=dispatch.pk).update(posting=before.posting, follows=before)
        log.record(
            "passcode.reissued",
            subject=member,
            personal={"reason": reason.strip()},
            channel=dispatch.channel,
            purpose=in_public(purpose),
        )
    return dispatch


def dispatch_cancel(*, actor: Member, dispatch: Dispatch, reason: str) -> None:
    """Call a message off; a passcode that has gone out already opens nothing any more."""
    office = insist_office(actor, "passcode.cancel")
    if not reason.strip():
        raise Refusal("reason-missing", "Say why it is cancelled.")
    with entry(actor=actor, office=office) as log:
        device = rows.device_locked(dispatch)
        found = Dispatch.objects.filter(pk=dispatch.pk, state__in=(*UNDER_WAY, *GONE_OUT))
        cancelled = found.update(
            state=DispatchState.CANCELLED,
            reason="cancelled",
            ended_at=timezone.now(),
            to_sealed=None,
        )
        if not cancelled:
            raise Refusal("dispatch-over", "This message is over already.")
        if device is not None and rows.is_latest(dispatch):
            PasscodeDevice.objects.filter(pk=device.pk).update(sealed="")
        log.record(
            "passcode.cancelled",
            subject=dispatch.member,
            personal={"reason": reason.strip()},
            channel=dispatch.channel,
            purpose=in_public(dispatch.purpose),
        )


def dispatch_mark_posted(*, actor: Member, dispatch: Dispatch) -> None:
    """Enter that a printed sheet has gone to the post."""
    office = insist_office(actor, "passcode.put_in_post")
    with entry(actor=actor, office=office) as log:
        now = timezone.now()
        waiting = Dispatch.objects.filter(
            pk=dispatch.pk, channel=Channel.POST, state=DispatchState.WAITING
        )
        if not waiting.update(state=DispatchState.SENT, sent_at=now, tries=1):
            raise Refusal("not-waiting-for-post", "No sheet waits to be posted here.")
        log.record(
            "passcode.put_in_post", subject=dispatch.member, purpose=in_public(dispatch.purpose)
        )


def dispatch_follow(dispatch: Dispatch) -> Dispatch | None:
    """Have a message that did not arrive follow by the next channel, if there is one.

    Not where its passcode was used all the same, where its time is over, or where it was for an
    address of its own. Whoever calls has marked the address, where nothing ever arrives there.
    """
    if dispatch.to_kind or not rows.is_of_use(dispatch):
        return None
    but = rows.channels_tried(dispatch)
    if dispatch.what != PASSCODE:
        but |= {Channel.POST}
    to = rows.first_channel(dispatch.member, dispatch.purpose, but=but)
    if not to:
        return None
    device = PasscodeDevice.objects.filter(user=dispatch.member, purpose=dispatch.purpose).first()
    if dispatch.what == PASSCODE and device is not None and device.used_at is not None:
        return None
    if dispatch.what == PASSCODE and rows.under_way(dispatch.member, dispatch.purpose):
        return None  # another is on its way already
    followed = rows.make(
        dispatch.member,
        Channel(to),
        purpose=dispatch.purpose,
        posting=dispatch.posting,
        what=dispatch.what,
        facts=dispatch.facts,
        lifetime=_time_left(dispatch),
        urgency=dispatch.urgency,
        follows=dispatch,
    )
    wake(to)
    return followed


def _last(member: Member, purpose: str) -> Dispatch | None:
    mine = Dispatch.objects.filter(member=member, purpose=purpose, what=PASSCODE)
    return mine.order_by("-made_at").first()


def _time_left(before: Dispatch | None) -> timedelta | None:
    """Give what is left of a lifetime that was named, such as until a vote closes."""
    if before is None or before.lifetime is None:
        return None
    left = before.made_at + before.lifetime - timezone.now()
    return left if left > timedelta() else None
