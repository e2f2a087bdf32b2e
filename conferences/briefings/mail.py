"""The words of messages about a briefing: when it is, and a link; never what it is about.

A message on a shared screen must not give away that its reader has to do with a union (guide 2.7),
and a message about a place somebody took carries no appeal of any kind, so it stays a service
message (PECR). What it is about stands on the page that the link leads to.
"""

from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from conferences.briefings.links import guest_link
from conferences.enums import NoticeKind
from conferences.models import Briefing, BriefingNotice
from members.models import Member
from members.services.dispatching import notice_dispatch

SUBJECTS: Final = {
    NoticeKind.REGISTERED: "Your place",
    NoticeKind.CHANGED: "A change",
    NoticeKind.REMINDER: "A reminder",
    NoticeKind.CANCELLED: "Cancelled",
}


class NowhereToSend(Exception):
    """Somebody gave us no e-mail address, or has had it forgotten."""


def send_notice(notice: BriefingNotice) -> None:
    """Send one message. Raises NowhereToSend, and what the mail server says."""
    registration = notice.registration
    person, briefing = registration.person, registration.briefing
    if isinstance(person, Member):
        return _hand_on(person, briefing, notice.kind)
    if not person.email:
        raise NowhereToSend
    link = reverse("briefings:guest", args=[guest_link(person.pseudonym)])
    context = {
        "first_name": person.name.partition(" ")[0],
        "facts": _facts(briefing, notice.kind),
        "link": f"{settings.SITE_URL}{link}",
    }
    words = render_to_string("briefings/mail/notice.txt", context)
    return _send(person.email, SUBJECTS[NoticeKind(notice.kind)], words)


def _hand_on(member: Member, briefing: Briefing, kind: str) -> None:
    """Have a member told by the best channel that reaches them, as of everything else."""
    page = reverse("briefings:briefing", args=[briefing.slug])
    facts = _facts(briefing, kind) | {"link": f"{settings.SITE_URL}{page}"}
    if notice_dispatch(member=member, notice="briefing", facts=facts) is None:
        raise NowhereToSend


def _facts(briefing: Briefing, kind: str) -> dict[str, str]:
    """Say when it is, in words and London time."""
    starts, ends, opens = (
        timezone.localtime(at) for at in (briefing.starts_at, briefing.ends_at, briefing.opens_at)
    )
    return {
        "kind": kind,
        "day": f"{starts:%A} {starts.day} {starts:%B %Y}",
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "opens": f"{opens:%H:%M}",
    }


def send_confirmation(email: str, *, name: str, briefing: Briefing, link: str) -> None:
    """Ask somebody to confirm that an address is theirs. The same to everyone, known or not.

    Anybody can have this sent to anybody: the name is greeted as far as a dot, after which mail
    programs would make a link of it.
    """
    first_name = name.partition(" ")[0].partition(".")[0]
    context = {"name": first_name, "briefing": briefing, "link": link}
    _send(email, "Please confirm", render_to_string("briefings/mail/confirm.txt", context))


def _send(to: str, subject: str, body: str) -> None:
    EmailMessage(
        subject,
        body,
        settings.DEFAULT_FROM_EMAIL,
        [to],
        headers={"Auto-Submitted": "auto-generated"},  # RFC 3834
    ).send()
