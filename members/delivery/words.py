"""The words of a message, by channel: neutral, and the same whatever a passcode is for.

A message on a shared screen must not give away that its reader belongs to a union (guide 2.7), so
none names a union or a vote unless TELLERS_MESSAGE_NAME does; the subject never holds the passcode,
which a locked phone would show.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from members import passcodes
from members.delivery.rows import LIFETIME, useful_until
from members.delivery.speech import figures_apart, spoken
from members.delivery.text_message import plain, text_message
from members.enums import Channel
from members.models import Dispatch
from members.models.dispatches import PASSCODE

SUBJECT: Final = "Your passcode"
LONGEST_NOTICE: Final = 459  # three text messages in one


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says: as text, and for a call as phrases with a pause after each."""

    subject: str
    text: str
    phrases: tuple[str, ...] = ()


def words_of(dispatch: Dispatch, passcode: str) -> Words:
    """Write a message for the channel it goes by."""
    member = dispatch.member
    about = {"first_name": member.first_name, "number_ends": member.membership_number[-3:]}
    if dispatch.what == PASSCODE:
        return _passcode(dispatch, passcode, about)
    return _notice(dispatch, about)


def _passcode(dispatch: Dispatch, passcode: str, about: dict[str, str]) -> Words:
    shown, until, name = passcodes.spaced(passcode), in_words(dispatch), settings.MESSAGE_NAME
    if dispatch.channel == Channel.SMS:
        return Words("", text_message(passcode=shown, until=until, name=name, **about))
    if dispatch.channel == Channel.VOICE:
        phrases = spoken(passcode=passcode, until=until, name=name, **about)
        return Words("", " ".join(phrases), tuple(phrases))
    told = {**about, "passcode": shown, "until": until, "name": name}
    return Words(SUBJECT, render_to_string("members/mail/passcode.txt", told))


def _notice(dispatch: Dispatch, about: dict[str, str]) -> Words:
    if dispatch.channel == Channel.VOICE:
        about = {**about, "number_ends": figures_apart(about["number_ends"])}
    written = render_to_string(f"members/notices/{dispatch.what}.txt", {**dispatch.facts, **about})
    subject, _, text = written.strip().partition("\n")
    if dispatch.channel == Channel.EMAIL:
        return Words(subject.strip(), text.strip() + "\n")
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    if dispatch.channel == Channel.VOICE:
        return Words("", " ".join(paragraphs), (*paragraphs, "Once more.", *paragraphs))
    return Words("", plain(" ".join(paragraphs))[:LONGEST_NOTICE])


def in_words(dispatch: Dispatch) -> str:
    """Say how long a passcode works: some minutes, or until a time that is named."""
    if dispatch.lifetime is None or dispatch.lifetime <= LIFETIME:
        return f"in the next {int(LIFETIME.total_seconds() // 60)} minutes"
    return f"until {_day_and_time(useful_until(dispatch))}"


def _day_and_time(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), r"H:i \o\n j F")
