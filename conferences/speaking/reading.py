"""Asking about speakers and points of order, each in a fixed number of queries.

rostrum_of(conference)             all that the chair and the hall are shown of the debate
speakers_of(conference, subject)   those who wait on a subject, in turn, each with the reason
speaking_now(conference)           who has the floor, or None
balance(conference, subject)       how many spoke for, against and to it
points_waiting(conference)         points of order not ruled on, the first raised first
spoken_count(conference, credential)  how often the holder has spoken at this conference
own_speaking(credential)           what the holder may ask for now, and has asked for
speeches(conference)               every speech that was made, for the minutes
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from django.db.models import Count, Q, QuerySet

from conferences.enums import SpeakingAs, SpeakingSide
from conferences.models import Conference, Credential, Floor, PointOfOrder, Speaker
from conferences.speaking.rules import point_wait_until, why_not_speak
from conferences.speaking.subjects import Subject, subject_named
from conferences.speaking.turns import REPLY, Heard, Waiting, in_turn

_OPENING = (SpeakingAs.MOVER, SpeakingAs.SECONDER)


@dataclass(frozen=True, slots=True)
class InLine:
    """One who waits, where in the order, and why there."""

    place: int
    speaker: Speaker
    because: str


@dataclass(frozen=True, slots=True)
class PartToSpeak:
    """One who speaks without asking, by their part in what is debated, and for how long."""

    speaking_as: SpeakingAs
    credential: Credential
    seconds: int

    @property
    def length_in_words(self) -> str:
        """Say how long the speech may last, as a clock does: 5:00."""
        return f"{self.seconds // 60}:{self.seconds % 60:02}"


@dataclass(frozen=True, slots=True)
class Rostrum:
    """The debate as it stands: who speaks, who is called, who waits, and what was raised.

    `away` are those who asked and are not checked in: they keep their turn and are not next.
    """

    conference: Conference
    subject: Subject | None
    speaking: Speaker | None
    called: Speaker | None
    line: Sequence[InLine]
    away: Sequence[Speaker]
    heard: Heard
    points: Sequence[PointOfOrder]
    ruling: PointOfOrder | None
    parts: Sequence[PartToSpeak] = ()

    @property
    def next(self) -> InLine | None:
        """Give who is next, by the order proposed."""
        return self.line[0] if self.line else None

    @property
    def takes_speakers(self) -> bool:
        """Say whether anybody may be called: not once the vote is open."""
        return bool(self.subject and not (self.subject.over and self.subject.reply_over))

    @property
    def waiting(self) -> dict[str, int]:
        """Count those who wait by side."""
        sides = Counter(one.speaker.side for one in self.line)
        sides.update(one.side for one in self.away)
        return {side.value: sides[side.value] for side in SpeakingSide}

    @property
    def waiting_in_all(self) -> int:
        """Count those who wait."""
        return len(self.line) + len(self.away)

    @property
    def waiting_in_words(self) -> str:
        """Say how many wait, by side: 5 wait to speak: 3 for, 2 against."""
        said = {"for": "for", "against": "against", "to": "to the question"}
        sides = ", ".join(f"{count} {said[side]}" for side, count in self.waiting.items() if count)
        wait = "waits" if self.waiting_in_all == 1 else "wait"
        return f"{self.waiting_in_all} {wait} to speak: {sides}"


@dataclass(frozen=True, slots=True)
class OwnSpeaking:
    """What the holder of a credential may ask for now; `why_not` is why they may not speak."""

    credential: Credential
    subject: Subject | None
    asked: Speaker | None
    place: int
    why_not: str
    point: PointOfOrder | None
    point_why_not: str
    ruling: PointOfOrder | None

    @property
    def place_in_words(self) -> str:
        """Say how many are before one, by the order proposed; the chair may call another."""
        if not self.place:
            return ""
        if self.place == 1:
            return "You are next, unless the chair calls another."
        others = self.place - 1
        return f"About {others} {'speaker' if others == 1 else 'speakers'} before you."


def rostrum_of(conference: Conference, before: str | None = None) -> Rostrum:
    """Give the debate on what is before conference now; who has read the floor says what that is.

    Where nobody waits, nothing is asked of who has spoken how often: it only orders those who do.
    """
    subject = subject_named(conference, _before(conference) if before is None else before)
    name = subject.name if subject else ""
    turns = list(
        conference.speakers.filter(
            Q(subject=name) | Q(began_at__isnull=False, ended_at=None), withdrawn_at=None
        ).select_related("credential__member", "credential__body")
    )
    speaking = next((one for one in turns if one.began_at and not one.ended_at), None)
    on_this = [one for one in turns if one.subject == name]
    to_come = [one for one in turns if one.began_at is None]
    waiting = (
        [] if subject is None or subject.over else [one for one in to_come if not one.called_at]
    )
    heard = _heard(conference, on_this) if waiting else _by_side(on_this)
    points = list(
        conference.points_of_order.filter(
            Q(ruled_at=None, withdrawn_at=None) | Q(ruled_at__isnull=False, subject=name)
        ).select_related("credential__member", "credential__body")
    )
    ruled = [each for each in points if each.ruled_at and name]
    return Rostrum(
        conference=conference,
        subject=subject,
        speaking=speaking,
        called=next((one for one in to_come if one.called_at), None),
        line=_line(waiting, heard),
        away=[one for one in waiting if not one.credential.is_present],
        heard=heard,
        points=[each for each in points if each.ruled_at is None],
        ruling=max(ruled, key=attrgetter("ruled_at"), default=None),
        parts=_parts(conference, subject, on_this),
    )


def speakers_of(conference: Conference, subject: str) -> Sequence[InLine]:
    """List those present who wait to speak on a subject, in turn."""
    turns = _turns_on(conference, subject)
    waiting = [one for one in turns if one.began_at is None and one.called_at is None]
    return _line(waiting, _heard(conference, turns))


def speaking_now(conference: Conference) -> Speaker | None:
    """Give who has the floor."""
    return (
        conference.speakers.filter(began_at__isnull=False, ended_at=None)
        .select_related("credential__member", "credential__body")
        .first()
    )


def balance(conference: Conference, subject: str) -> Heard:
    """Count who spoke on a subject by side. A reply is on none."""
    return _heard(conference, _turns_on(conference, subject))


def points_waiting(conference: Conference) -> QuerySet[PointOfOrder]:
    """List the points of order not yet ruled on, the first raised first."""
    return conference.points_of_order.filter(ruled_at=None, withdrawn_at=None).select_related(
        "credential__member", "credential__body"
    )


def last_ruling(conference: Conference) -> PointOfOrder | None:
    """Give the last ruling on a point: what a challenge would be about."""
    ruled = conference.points_of_order.filter(ruled_at__isnull=False)
    return (
        ruled.select_related("credential__member", "credential__body").order_by("-ruled_at").first()
    )


def spoken_count(conference: Conference, credential: Credential) -> int:
    """Count how often the holder of a credential has spoken at this conference."""
    return conference.speakers.filter(credential=credential, began_at__isnull=False).count()


def has_spoken(credential: Credential, subject: str) -> bool:
    """Say whether the holder of a credential has spoken, or speaks, on a subject."""
    return credential.speeches.filter(subject=subject, began_at__isnull=False).exists()


def own_speaking(
    credential: Credential, subject: str | None = None, rostrum: Rostrum | None = None
) -> OwnSpeaking:
    """Give what a delegate may ask for, on what is before conference or on a named subject.

    A page that shows the rostrum as well gives it, so that nothing is asked for twice.
    """
    conference = credential.conference
    if rostrum and subject is None:
        about = rostrum.subject
        before = about.name if about else ""
    else:
        before = _before(conference)
        about = subject_named(conference, before if subject is None else subject)
    mine = (
        list(
            conference.speakers.filter(credential=credential, subject=about.name, withdrawn_at=None)
        )
        if about
        else []
    )
    asked = next((one for one in mine if one.ended_at is None), None)
    place = 0
    if asked and about and asked.called_at is None and asked.began_at is None:
        line = speakers_of(conference, about.name)
        place = next((one.place for one in line if one.speaker.pk == asked.pk), 0)
    points = list(conference.points_of_order.filter(credential=credential))
    return OwnSpeaking(
        credential=credential,
        subject=about,
        asked=asked,
        place=place,
        why_not=why_not_speak(
            credential,
            about,
            has_spoken=any(one.ended_at for one in mine),
            beforehand=about is not None and about.name != before,
        ),
        point=next((one for one in points if not (one.ruled_at or one.withdrawn_at)), None),
        point_why_not=point_wait_until(credential, points),
        ruling=last_ruling(conference),
    )


def speeches(conference: Conference) -> QuerySet[Speaker]:
    """List every speech that was made, in the order in which they were made."""
    return (
        conference.speakers.filter(began_at__isnull=False)
        .select_related("credential__member", "credential__body")
        .order_by("began_at", "pk")
    )


def _parts(
    conference: Conference, subject: Subject | None, turns: Sequence[Speaker]
) -> list[PartToSpeak]:
    """Give who may move and second before the debate has begun, and who may reply after it has."""
    begun = [one for one in turns if one.began_at]
    taken = {one.speaking_as for one in turns}
    is_open = all(one.speaking_as in _OPENING for one in begun)
    return [
        PartToSpeak(part, who, seconds_for(conference, subject, part))
        for part, who in (subject.parts if subject else ())
        if part not in taken and is_open == (part in _OPENING) and who.is_present
        if subject and not (subject.reply_over if part == SpeakingAs.REPLY else subject.over)
    ]


def seconds_for(conference: Conference, about: Subject | None, speaking_as: SpeakingAs) -> int:
    """Give the speaking time of a part in the debate, by the standing orders."""
    times = conference.orders.speaking_times
    if speaking_as == SpeakingAs.MOVER and about:
        return int(getattr(times, about.mover_time))
    return times.reply if speaking_as == SpeakingAs.REPLY else times.speaker


def _before(conference: Conference) -> str:
    return Floor.objects.values_list("subject", flat=True).get(conference=conference)


def _turns_on(conference: Conference, subject: str) -> list[Speaker]:
    return list(
        conference.speakers.filter(subject=subject, withdrawn_at=None).select_related(
            "credential__member", "credential__body"
        )
    )


def _line(waiting: Iterable[Speaker], heard: Heard) -> list[InLine]:
    here = {one.pk: one for one in waiting if one.credential.is_present}
    order = in_turn([_as_waiting(one) for one in here.values()], heard)
    return [InLine(n, here[turn.who.key], turn.because) for n, turn in enumerate(order, start=1)]


def _as_waiting(one: Speaker) -> Waiting:
    return Waiting(
        key=one.pk,
        person=str(one.credential_id),
        body=str(one.credential.body_id),
        asked_at=one.asked_at,
        side=one.side,
        part=one.speaking_as,
        is_first_time=one.is_first_time,
        place=one.place,
    )


def _heard(conference: Conference, turns: Iterable[Speaker]) -> Heard:
    """Count the speeches on one subject by side, and at the conference by person and by body."""
    people: Counter[str] = Counter()
    bodies: Counter[str] = Counter()
    spoken = (
        conference.speakers.filter(began_at__isnull=False)
        .order_by()
        .values_list("credential_id", "credential__body_id")
        .annotate(times=Count("pk"))
    )
    for person, body, times in spoken:
        people[str(person)] += times
        bodies[str(body)] += times
    return replace(_by_side(turns), by_person=people, by_body=bodies)


def _by_side(turns: Iterable[Speaker]) -> Heard:
    """Count the speeches on one subject by side."""
    on_a_side = sorted(
        (one for one in turns if one.began_at and one.speaking_as != REPLY),
        key=lambda one: (one.began_at, one.pk),
    )
    sides = Counter(one.side for one in on_a_side)
    last = [one.side for one in on_a_side if one.side != SpeakingSide.TO]
    return Heard(
        for_it=sides[SpeakingSide.FOR],
        against=sides[SpeakingSide.AGAINST],
        to_it=sides[SpeakingSide.TO],
        last_side=last[-1] if last else "",
    )
