"""The words of a mailed passcode: neutral, and the same whatever it is for.

A message on a shared screen must not give away that its reader belongs to a union (guide 2.7), so
it names neither union nor vote; the subject never holds the passcode, which a locked phone would
show.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from members import passcodes
from members.models import Member
from members.services.passcodes import LIFETIME


def send_passcode(member: Member, passcode: str) -> None:
    """Send a member their passcode; people who share an address can tell whose it is."""
    _send(
        member.email,
        "Your passcode",
        render_to_string(
            "members/mail/passcode.txt",
            {
                "first_name": member.first_name,
                "number_ends": member.membership_number[-3:],
                "passcode": passcodes.spaced(passcode),
                "minutes": int(LIFETIME.total_seconds() // 60),
            },
        ),
    )


def send_shared_address(address: str) -> None:
    """Tell people who share an address to give their own number instead."""
    _send(address, "Signing in", render_to_string("members/mail/shared_address.txt"))


def _send(to: str, subject: str, body: str) -> None:
    EmailMessage(
        subject,
        body,
        settings.DEFAULT_FROM_EMAIL,
        [to],
        # Asks mail programs not to answer by themselves (RFC 3834).
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
