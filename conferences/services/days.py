"""The passcodes of a conference's day: sent to every delegate beforehand, and ended again."""

from datetime import date

from django.utils import timezone

from audit.refusal import Refusal
from conferences.models import Conference, Credential
from members.days import day_purpose, days_of, end_of
from members.models import Member, PasscodeDevice, Posting
from members.services.dispatching import passcodes_post


def day_next(conference: Conference, today: date) -> date | None:
    """Give the day whose passcode is due: today's, or the first; none once conference is over."""
    return max(today, conference.starts_on) if today <= conference.ends_on else None


def day_codes_post(*, conference: Conference, day: date, actor: Member | None) -> Posting:
    """Have the passcode of a day sent to everyone who holds a credential, to sign in with.

    It signs in from five in the evening before until the day is over, and is good for nothing else.
    """
    if not conference.starts_on <= day <= conference.ends_on:
        raise Refusal("day-not-of-the-conference", "Conference does not sit on that day.")
    lifetime = end_of(day) - timezone.now()
    if lifetime.total_seconds() <= 0:
        raise Refusal("day-over", "That day is over.")
    holders = conference.credentials.filter(revoked_at=None).values("member")
    return passcodes_post(
        actor=actor,
        purpose=day_purpose(conference.code, day),
        members=Member.objects.filter(pk__in=holders, is_active=True),
        label=f"{conference.title}: passcode of the day, {day:%-d %B}",
        lifetime=lifetime,
    )


def day_pass_end(*, credential: Credential) -> None:
    """Wipe the passcodes of days that a holder has not used, as their credential passes on.

    A session is a person's and not a credential's, so it stays: checking in asks for a credential
    that is in force, and a hand-over or a substitution leaves none to its former holder.
    """
    days = days_of(credential.conference.code)
    mine = PasscodeDevice.objects.filter(user=credential.member, purpose__startswith=days)
    mine.update(sealed="")
