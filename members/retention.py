"""What the members room keeps about people, for how long, and how it is destroyed.

A person who has left stays as a row without a name, so that their pseudonym in the log still means
one person and always the same.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Max, QuerySet
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential, WebAuthnUserHandle

from audit.formats.canonical import parse
from audit.holding import held, live_holds
from audit.models import Disclosure, Entry
from audit.retention import MONTHS, PUBLIC, Destroyed, Due, Rule, add, months_before, sweepers
from audit.services.erasure import disclosures_erase
from members.contacts import retention as contact_retention
from members.jottings import jottings_forget
from members.models import (
    DemoMail,
    Dispatch,
    KnownBrowser,
    Member,
    PasscodeDevice,
    Posting,
    PrintedCodeDevice,
)
from members.models.passcodes import from_browser
from members.services.rolls.arriving import rolls_forget_old
from members.services.rolls.undoing import UNDONE_FOR, undo_forget
from members.services.sessions import sessions_end

LEFT: Final = "member.suspended"
NAMELESS: Final = "Former member"
BROWSERS_KEPT: Final = timedelta(days=365)
ONE_DAY: Final = timedelta(days=1)
BRIEFLY: Final = "UK GDPR Art 5(1)(e)"
_MEMBER: Final = "member:"


class FormerMembers:
    """Takes the name and all else from the entry of a person who left long ago."""

    def due(self, before: datetime) -> Iterator[Due]:
        left = _left(before)
        gone = Member.objects.filter(
            is_active=False, erased_at=None, pseudonym__in=[name for name, _ in left]
        )
        days = dict(left)
        for member in gone:
            yield _due("former-members", member, days[member.pseudonym])

    def find(self, subject: str, before: datetime) -> Due | None:
        return next((due for due in self.due(before) if due.subject == subject), None)

    def destroy(self, due: Due) -> Destroyed:
        member = _locked(due.subject)
        rows = _contacts_forget(member)
        rows["contact changes"], _ = member.contact_changes.all().delete()
        words = [one for one in sealed_words_about(member) if not held(one.entry.subject)]
        digests = disclosures_erase(words)
        member.appointments.exclude(independence="").update(independence="")
        member.name, member.source = NAMELESS, ""
        member.membership_number = f"erased-{member.pseudonym}"
        member.branch = member.as_at = member.joined_on = None
        member.erased_at = timezone.now()
        member.save()
        return Destroyed(rows | {"register entry": 1, "sealed words": len(digests)}, digests)


class ContactDetails:
    """Takes contact details and devices from a person who has left and asks for it.

    Nobody who has left has to be reached by a vote, so these need not wait: a complaint turns on
    who voted and what was sent, not on an address of today.
    """

    def due(self, before: datetime) -> Iterable[Due]:  # noqa: ARG002 - only ever asked for
        return ()

    def find(self, subject: str, before: datetime) -> Due | None:
        member = Member.objects.filter(
            pseudonym=subject.removeprefix(_MEMBER), is_active=False, erased_at=None
        ).first()
        days = dict(_left(before))
        if member is None or member.pseudonym not in days:
            return None
        has_any = member.contacts.exists() or any(found.exists() for found in _devices(member))
        return _due("contact-details", member, days[member.pseudonym]) if has_any else None

    def destroy(self, due: Due) -> Destroyed:
        member = _locked(due.subject)
        return Destroyed(_contacts_forget(member))


class Postings:
    """Deletes who was sent a passcode for a vote, once no complaint about it can come."""

    def due(self, before: datetime) -> Iterator[Due]:
        yield from map(_due_posting, Posting.objects.filter(made_at__lt=before))

    def find(self, subject: str, before: datetime) -> Due | None:
        return next((due for due in self.due(before) if due.subject == subject), None)

    def destroy(self, due: Due) -> Destroyed:
        pk = due.subject.removeprefix("posting:")
        posting = Posting.objects.select_for_update().get(pk=pk)
        messages, _ = posting.dispatches.all().delete()
        posting.delete()
        return Destroyed({"messages to members": messages, "postings": 1})


def _due_posting(posting: Posting) -> Due:
    day = timezone.localdate(posting.made_at)
    what = "Who was sent a passcode for one vote, and what came of it"
    return Due("deliveries", posting.log_name, what, day, needed_for=(posting.purpose,))


def sealed_words_about(member: Member) -> list[Disclosure]:
    """Find the words that a person said, or that were said of them, behind digests of the log."""
    found = Disclosure.objects.select_related("entry")
    return [one for one in found.iterator() if _is_about(one.entry, member.pseudonym)]


def _is_about(entry: Entry, pseudonym: str) -> bool:
    return pseudonym in entry.subject or parse(bytes(entry.leaf))["by"] == pseudonym


def _left(before: datetime) -> list[tuple[str, datetime]]:
    """Give the pseudonyms of people who left before a moment, and when."""
    left = Entry.objects.filter(kind=LEFT).values_list("subject").annotate(at=Max("at"))
    return [(name.removeprefix(_MEMBER), at) for name, at in left if at < before]


def _due(rule: str, member: Member, left: datetime) -> Due:
    what = {
        "former-members": "The register entry of a person who has left",
        "contact-details": "The contact details of a person who has left",
    }[rule]
    return Due(rule, member.log_name, what, timezone.localdate(left))


def _locked(subject: str) -> Member:
    return Member.objects.select_for_update().get(pseudonym=subject.removeprefix(_MEMBER))


def _contacts_forget(member: Member) -> dict[str, int]:
    """Empty the contact details, and delete every device, sent mail and session."""
    addresses = [one.detail for one in member.contacts.all()]
    mails, _ = DemoMail.objects.filter(to__in=addresses).delete()
    details, _ = member.contacts.all().delete()
    devices = sum(found.delete()[0] for found in _devices(member))
    member.browsers.all().delete()
    member.jottings.all().delete()
    sessions_end(member=member)
    return {"contact details": details, "sign-in devices": devices, "kept mails": mails}


def _devices(member: Member) -> list[QuerySet[Any]]:
    return [
        kind.objects.filter(user=member)
        for kind in (
            PasscodeDevice,
            PrintedCodeDevice,
            TOTPDevice,
            WebAuthnCredential,
            WebAuthnUserHandle,
        )
    ]


RULES: Final = (
    Rule(
        "register",
        what="The register entry of a member: number, name, branch, e-mail, mobile",
        where="members: members",
        months=0,
        in_words="while a person is a member, and 24 months more",
        counted_from="",
        why="the duty to keep a register while a person is a member",
        source="1992 Act, s.24",
    ),
    Rule(
        "former-members",
        what="The register entry of a person who has left, and their words sealed in the log",
        where="members: members, appointments, devices; audit: disclosures",
        months=MONTHS,
        counted_from="the day they left",
        why="complaints about votes on whose rolls they stood",
        keeper=FormerMembers(),
    ),
    Rule(
        "contact-details",
        what="E-mail, mobile and sign-in devices of a person who has left and asks",
        where="members: members, devices",
        months=0,
        counted_from="the day a person left",
        why="reaching members while they are members",
        source="UK GDPR Art 17",
        keeper=ContactDetails(),
    ),
    Rule(
        "deliveries",
        what="The delivery log: each message to a member, when, by which channel, what came of it",
        where="members: dispatches, postings",
        months=MONTHS,
        counted_from="the day it was asked for",
        why="complaints about a passcode that did not arrive",
        keeper=Postings(),
    ),
    Rule(
        "delivery",
        what="Delivery of passcodes: when, and by which channel; never an address",
        where="audit: entries, by pseudonym",
        months=None,
        counted_from="",
        why="the log, of which it is part; who the pseudonym was goes with the register entry",
        source=PUBLIC,
    ),
    Rule(
        "contact-changes",
        what="Contact changes: when, and which channel; never an address, old or new",
        where="audit: entries, by pseudonym",
        months=None,
        counted_from="",
        why="the log, of which it is part; who the pseudonym was goes with the register entry",
        source=PUBLIC,
    ),
    Rule(
        "passcodes",
        what="Passcodes: a seal, never the passcode; wiped when used, when the vote closes, "
        "or a day after they run out",
        where="members: passcode devices",
        months=0,
        counted_from="",
        why="opening what they were sent for",
        source=BRIEFLY,
    ),
    Rule(
        "jottings",
        what="What somebody has typed into a form and not yet sent",
        where="members: jottings",
        months=0,
        in_words="until it is sent or thrown away, and 90 days at most",
        counted_from="",
        why="losing nothing of what was typed",
        source=BRIEFLY,
    ),
    Rule(
        "waiting-roll",
        what="A roll file before the decision on it; what the last import replaced, for 30 days",
        where="members: waiting rolls, their pieces, lines and findings; roll undo",
        months=0,
        counted_from="",
        why="importing exactly what was looked at; forgotten after an hour",
        source=BRIEFLY,
    ),
)


def forget_what_ran_out() -> dict[str, int]:
    """Empty the seals of passcodes that ran out a day ago; forget roll files nobody decided on."""
    now = timezone.now()
    seals = PasscodeDevice.objects.exclude(sealed="").filter(expires_at__lt=now - ONE_DAY)
    rolls = rolls_forget_old()
    undo_forget(now - UNDONE_FOR)
    ran_out = seals.update(sealed="")
    # A passcode for one browser has a row of its own, and so does a browser: neither is kept.
    theirs = PasscodeDevice.objects.filter(purpose__startswith=from_browser(""))
    theirs.filter(expires_at__lt=now - ONE_DAY).delete()
    KnownBrowser.objects.filter(seen_at__lt=now - BROWSERS_KEPT).delete()
    return {
        "passcodes that ran out": ran_out,
        "roll files": rolls,
        "jottings": jottings_forget(now),
        "messages of no vote": _old_messages_forget(now),
    }


def _old_messages_forget(now: datetime) -> int:
    """Delete messages to one person that are as old as a batch that may go, unless all is held."""
    if live_holds():
        return 0
    old = Dispatch.objects.filter(posting=None, made_at__lt=months_before(now, MONTHS))
    return old.delete()[0]


add(*RULES, *contact_retention.RULES)
sweepers.append(forget_what_ran_out)
