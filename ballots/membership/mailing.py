"""Writing to the roll: that it is open, and reminders to whoever has not voted. By the clock.

The words are neutral, ask for no answer in particular, and go to everyone alike (guide 2.3, 2.7;
PECR). Nobody chosen for a reminder is chosen for how they voted: that is known to nobody here.
"""

from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from audit.recording import entry
from ballots.enums import BallotState
from ballots.membership.words import RECORDED, MailingKind, banner_of_message
from ballots.models import Mailing, MembershipBallot, NoReminders, RollEntry
from members.enums import DispatchState
from members.models import Dispatch, Member, Posting
from members.services.dispatching import notice_dispatch, notices_post

_OVER: Final = "over"


def purpose_of(ballot_log_name: str) -> str:
    """Name what the messages of a ballot are for, apart from its passcodes."""
    return f"{ballot_log_name}/notices"


def mailings_due(now: datetime | None = None) -> QuerySet[Mailing]:
    """Find what is to be laid: due, not laid yet, of a ballot that takes votes."""
    now = now or timezone.now()
    return Mailing.objects.filter(
        laid_at=None,
        due_at__lte=now,
        plan__ballot__state=BallotState.OPEN,
        plan__ballot__closes_at__gt=now,
    ).select_related("plan__ballot")


def mailing_lay(*, mailing: Mailing) -> Mailing:
    """Lay a message for everyone it is for. Of reminders that are late, only the newest goes out.

    The counts are in the log, and the names in no entry.
    """
    with entry(actor=None) as log:
        mailing = Mailing.objects.select_for_update().get(pk=mailing.pk)
        plan = MembershipBallot.objects.select_related("ballot").get(pk=mailing.plan_id)
        ballot, kind = plan.ballot, MailingKind(mailing.kind)
        now = timezone.now()
        banner = ballot.ballot_class.banner
        mailing.laid_at = now
        if not _has_newer(mailing, now) and ballot.closes_at is not None:
            mailing.voted, mailing.declined, wanted = _whom(plan, kind)
            mailing.posting = notices_post(
                notice=kind.template,
                purpose=purpose_of(ballot.log_name),
                members=wanted,
                label=f"{kind.label}: {ballot.title}",
                lifetime=ballot.closes_at - now,
                facts={
                    "link": f"{settings.SITE_URL}{reverse('ballots:asked', args=[ballot.pk])}",
                    "until": until_in_words(ballot.closes_at),
                    "call": settings.HELPDESK_TELEPHONE,
                    "name": settings.MESSAGE_NAME,
                    "banner": banner_of_message(banner, settings.MESSAGE_NAME),
                },
            )
            mailing.addressed = mailing.posting.addressed
            mailing.unreachable = mailing.posting.unreachable
        mailing.save()
        log.record(
            "mailing.laid",
            subject=ballot,
            mailing=str(kind),
            banner=banner,
            addressed=mailing.addressed,
            unreachable=mailing.unreachable,
            voted=mailing.voted,
            declined=mailing.declined,
            passed_over=mailing.posting is None,
        )
    return mailing


def messages_call_off() -> int:
    """End the messages that still wait, of ballots that take no votes any more."""
    over = MembershipBallot.objects.filter(
        ballot__state__in=(BallotState.CLOSED, BallotState.DECLARED, BallotState.VOIDED),
        mailings__posting__dispatches__state=DispatchState.WAITING,
    )
    ended = 0
    for pk in over.values_list("pk", flat=True).distinct():
        ended += _end(Dispatch.objects.filter(posting__in=_postings(pk)))
    return ended


def reminders_call_off(*, ballot_id: UUID, members: QuerySet[RollEntry, Any]) -> int:
    """End the messages of a ballot that still wait for these members: they have voted."""
    return _end(Dispatch.objects.filter(posting__in=_postings(ballot_id), member__in=members))


def cast_tell(*, ballot_id: UUID, voter_id: UUID) -> None:
    """Tell a voter of a ballot of the membership that something was cast in their name.

    For whoever has just cast it, after its commit: what goes wrong here never undoes a vote.
    """
    transaction.on_commit(partial(_cast_tell, ballot_id, voter_id), robust=True)


def _cast_tell(ballot_id: UUID, voter_id: UUID) -> None:
    plan = MembershipBallot.objects.filter(pk=ballot_id).first()
    if plan is not None:
        told_of_cast(plan=plan, voter=Member.objects.get(pk=voter_id))


def told_of_cast(*, plan: MembershipBallot, voter: Member) -> None:
    """Tell a voter that something was cast in their name, never what; and remind them no more."""
    _end(Dispatch.objects.filter(posting__in=_postings(plan.pk), member=voter))
    notice_dispatch(
        member=voter,
        notice=RECORDED,
        facts={
            "at": date_format(timezone.localtime(), r"j F, \a\t H:i"),
            "call": settings.HELPDESK_TELEPHONE,
        },
    )


def reminders_choose(*, member: Member, wanted: bool) -> None:
    """Say for oneself whether to be reminded of ballots: at any time, without a reason (PECR)."""
    with entry(actor=member) as log:
        if wanted:
            NoReminders.objects.filter(member=member).delete()
        else:
            NoReminders.objects.get_or_create(member=member, defaults={"at": timezone.now()})
            waiting = Dispatch.objects.filter(
                member=member, what=MailingKind.REMINDER.template, state=DispatchState.WAITING
            )
            _end(waiting)
        log.record("reminders.chosen", subject=member, wanted=wanted)


def until_in_words(closes_at: datetime) -> str:
    """Say until when, by the union's own clock."""
    return date_format(timezone.localtime(closes_at), r"H:i \o\n l j F")


def _whom(plan: MembershipBallot, kind: MailingKind) -> tuple[int, int, QuerySet[Member]]:
    """Give whom a message is for, and how many were left in peace: had voted, want none."""
    roll = RollEntry.objects.filter(ballot=plan.ballot, voter__is_active=True)
    if kind is MailingKind.NOTICE:
        return 0, 0, Member.objects.filter(pk__in=roll.values("voter"))
    silent = roll.filter(voted=False)
    declined = NoReminders.objects.filter(member=OuterRef("voter"))
    wanted = silent.filter(~Exists(declined))
    return (
        roll.filter(voted=True).count(),
        silent.filter(Exists(declined)).count(),
        Member.objects.filter(pk__in=wanted.values("voter")),
    )


def _has_newer(mailing: Mailing, now: datetime) -> bool:
    """Tell whether a clock that was stopped has a newer reminder to lay in place of this one."""
    later = Mailing.objects.filter(
        plan=mailing.plan_id, kind=mailing.kind, due_at__gt=mailing.due_at, due_at__lte=now
    )
    return later.exists()


def _postings(plan: UUID) -> QuerySet[Posting]:
    laid = Mailing.objects.filter(plan_id=plan, posting__isnull=False)
    return Posting.objects.filter(pk__in=laid.values("posting"))


def _end(waiting: QuerySet[Dispatch]) -> int:
    return waiting.filter(state=DispatchState.WAITING).update(
        state=DispatchState.CANCELLED, reason=_OVER, ended_at=timezone.now(), to_sealed=None
    )
