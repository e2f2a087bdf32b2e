"""Read a conference's minutes from the log, and from the records that it names.

In a fixed number of queries, however long the meeting was.
"""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from audit.formats.leaf import read_leaf
from audit.models import Entry
from ballots.enums import VotingForm
from ballots.models import Ballot
from conferences.models import AgendaItem, Conference, Credential, PointOfOrder
from conferences.running.reading import sessions_planned
from conferences.speaking.reading import speeches
from motions.enums import QuestionKind
from motions.minutes.drafting import draft, kinds
from motions.minutes.lines import (
    ClerkWords,
    LogLine,
    Paragraph,
    Point,
    Record,
    Speech,
    VoteTaken,
)
from motions.models import Amendment, Motion, Question

_ABOUT_TEXT = (QuestionKind.MOTION, QuestionKind.AMENDMENT, QuestionKind.PART)


def minutes_of(conference: Conference) -> list[Paragraph]:
    """Draft the minutes of a conference as the log stands now."""
    asked = conference.questions.select_related("motion", "amendment__motion", "part")
    questions = list(asked.order_by("put_at"))
    ballots = list(Ballot.objects.filter(asked_for__in=[each.log_name for each in questions]))
    named = [each.log_name for each in questions] + [each.log_name for each in ballots]
    lines = list(_lines(conference, named))
    return draft(lines, _record(conference, questions, ballots))


def _lines(conference: Conference, named: Sequence[str]) -> Iterator[LogLine]:
    about = Q(subject__contains=f":{conference.code}/") | Q(subject__in=named)
    found = Entry.objects.filter(about, kind__in=kinds()).order_by("at", "id")
    for key, at, kind, subject, leaf in found.values_list("id", "at", "kind", "subject", "leaf"):
        _kind, _, name = subject.partition(":")
        if "/" in name and name.partition("/")[0] != conference.code:
            continue
        yield LogLine(str(key), timezone.localtime(at), kind, subject, read_leaf(bytes(leaf)))


def _record(
    conference: Conference, questions: Sequence[Question], ballots: Sequence[Ballot]
) -> Record:
    motions = list(conference.motions.prefetch_related("texts"))
    for each in motions:
        each.conference = conference
    return Record(
        title=conference.title,
        union=conference.body.name,
        called=_called(conference, motions, questions),
        people={each.log_name: _person(each) for each in _credentials(conference)},
        speeches=dict(_speeches(conference)),
        points=dict(_points(conference)),
        votes=dict(_votes(questions, ballots)),
        texts={each.log_name: each.substantive.text for each in motions},
        lost=_lost(conference),
        procedural=frozenset(each.log_name for each in questions if each.kind not in _ABOUT_TEXT),
        clerk=[
            ClerkWords(each.pk, str(each.after), each.words)
            for each in conference.minutes_words.filter(struck_at=None)
        ],
        is_sample=conference.is_sample,
        named=conference.named,
    )


def _called(
    conference: Conference, motions: Sequence[Motion], questions: Sequence[Question]
) -> Mapping[str, str]:
    by_key = {each.pk: each for each in motions}
    called = {each.log_name: each.heading for each in motions}
    for amendment in Amendment.objects.filter(conference=conference):
        amendment.conference = conference
        amendment.motion = by_key[amendment.motion_id]
        called[amendment.log_name] = f"{amendment.heading} to {amendment.motion.heading}"
    for session in conference.sessions.all():
        session.conference = conference
        called[session.log_name] = f"Session {session.number}"
    for item in _items(conference):
        called[item.log_name] = item.title
    for report in conference.soc_reports.prefetch_related("paragraphs"):
        report.conference = conference
        called[report.log_name] = str(report)
        for paragraph in report.paragraphs.all():
            paragraph.report = report
            called[paragraph.log_name] = f"Paragraph {paragraph.ref} of {report}"
    for question in questions:
        called[question.log_name] = question.wording
    return called


def _items(conference: Conference) -> Iterator[AgendaItem]:
    for item in AgendaItem.objects.filter(session__conference=conference).select_related("session"):
        item.session.conference = conference
        yield item


def _lost(conference: Conference) -> Mapping[str, Sequence[str]]:
    """Name by session what it closed without having reached."""
    lost = {}
    for planned in sessions_planned(conference):
        planned.session.conference = conference
        lost[planned.session.log_name] = [item.title for item in planned.left_over]
    return lost


def _credentials(conference: Conference) -> Iterator[Credential]:
    for each in conference.credentials.select_related("member", "body"):
        each.conference = conference
        yield each


def _speeches(conference: Conference) -> Iterator[tuple[str, Speech]]:
    for each in speeches(conference):
        each.conference = conference
        spoke = each.ended_at - each.began_at if each.ended_at and each.began_at else None
        seconds = int(spoke.total_seconds()) if spoke is not None else None
        yield each.log_name, Speech(_person(each.credential), each.side, each.speaking_as, seconds)


def _points(conference: Conference) -> Iterator[tuple[str, Point]]:
    """Give the points; in the words of whoever raised one only once the chair has ruled on it.

    The minutes are public while the meeting goes on: nobody publishes in them by raising a point.
    """
    found = PointOfOrder.objects.filter(conference=conference)
    for each in found.select_related("credential__member", "credential__body"):
        each.conference = conference
        yield (
            each.log_name,
            Point(
                each.get_kind_display(),
                _person(each.credential),
                each.words if each.ruled_at else "",
                each.ruling,
                each.rulings,
            ),
        )


def _votes(
    questions: Sequence[Question], ballots: Sequence[Ballot]
) -> Iterator[tuple[str, VoteTaken]]:
    asked = {each.log_name: each for each in questions}
    for each in ballots:
        question = asked[each.asked_for]
        result = (each.result or {}) if each.declared_at else {}
        yield (
            each.log_name,
            VoteTaken(
                wording=question.wording,
                form=each.get_form_display(),
                majority=question.get_majority_display(),
                figures=result.get("figures", {}),
                explanation=result.get("explanation", ""),
                roll=each.roll_size or 0,
                is_again=each.replaces_id is not None,
                is_card=each.form == VotingForm.CARD_VOTE,
                is_advisory=each.is_advisory,
                void_reason=each.void_reason,
            ),
        )


def _person(credential: Credential) -> str:
    return f"{credential.member.name}, {credential.body.name}"


def known_entry(conference: Conference, entry: UUID) -> bool:
    """Say whether an entry is one of those from which a paragraph of the minutes comes."""
    return any(each.entry == str(entry) for each in minutes_of(conference))
