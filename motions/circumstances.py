"""What the declaration of a vote says of the motion, its text, and the reports adopted by then."""

from uuid import UUID

from django.utils import timezone

from ballots.declaring.circumstances import Circumstances
from ballots.models import Ballot
from conferences.circumstances import at_conference
from conferences.models import AgendaItem
from motions.models import Question, SocReport


def of_question(ballot: Ballot) -> Circumstances | None:
    """Tell of a vote on a question that was put to conference."""
    asking, _, number = ballot.asked_for.partition(":")
    if asking != "question":
        return None
    questions = Question.objects.select_related(
        "conference__body", "motion__agenda_item__session", "amendment__motion"
    )
    question = questions.filter(pk=UUID(number)).first()
    if question is None:
        return None
    motion = question.motion
    return at_conference(
        question.conference,
        ballot,
        agenda=_agenda(motion.agenda_item) if motion and motion.agenda_item else "",
        subject=_subject(question),
        text_version=question.text_version,
        adopted=_adopted(question, ballot),
    )


def _subject(question: Question) -> str:
    if question.amendment:
        return f"{question.amendment.heading} to {question.amendment.motion.heading}"
    return question.motion.heading if question.motion else str(question.get_kind_display())


def _agenda(item: AgendaItem) -> str:
    return f"session {item.session.number}, {item.starts_at:%H:%M}: {item.title}"


def _adopted(question: Question, ballot: Ballot) -> tuple[str, ...]:
    """List the reports of the Standing Orders Committee that conference had adopted by then."""
    reports = SocReport.objects.filter(
        conference=question.conference, adopted_at__lte=ballot.opened_at
    )
    return tuple(
        f"{report}, {timezone.localtime(report.adopted_at):%-d %B %Y}"
        for report in reports.order_by("number")
    )
