"""What the motions give to a scrutiny pack: which votes were taken, on which words, and why."""

from collections.abc import Iterator
from datetime import tzinfo

from django.db.models import Q

from audit.pack.documents import Document
from audit.pack.tables import Table
from ballots.models import Ballot
from conferences.models import Conference
from motions.models import MotionText, Question
from motions.selectors import reports_in_order
from motions.steps import sha256


def votes_of(conference: Conference) -> list[Ballot]:
    """Find every vote that was opened at a conference, in that order; void ones too."""
    asking = [
        conference.log_name,
        *(f"question:{pk}" for pk in conference.questions.values_list("pk", flat=True)),
        *(post.log_name for post in conference.posts.select_related("conference")),
        *(each.log_name for each in conference.priority_ballots.select_related("conference")),
    ]
    held = Ballot.objects.filter(asked_for__in=asking, opened_at__isnull=False)
    return list(held.select_related("body", "replaces", "declared_by").order_by("opened_at"))


def documents(conference: Conference, zone: tzinfo) -> Iterator[Document]:
    """Give the files of this room that are about the whole conference."""
    for report in reports_in_order(conference):
        adopted = (
            f"adopted {report.adopted_at.astimezone(zone):%-d %B %Y, %H:%M %Z}"
            if report.adopted_at
            else "not adopted"
        )
        said = [f"{report}, dated {report.dated_on.isoformat()}, {adopted}", ""]
        for paragraph in report.paragraphs.all():
            said += [f"{paragraph.ref}  {paragraph.get_kind_display()}", paragraph.text, ""]
        yield Document(
            f"rules/soc_report_{report.number}.txt",
            f"{report} of the Standing Orders Committee, {adopted}: what may be voted on, in what "
            "order and with what consequences.",
            "\n".join(said).encode(),
            (1, 4, 5),
        )
    yield Document(
        "questions.csv",
        "Every question put to conference: its words, its test, its vote and what was decided.",
        questions(conference).to_csv(zone),
        (4, 5, 7),
    )


def questions(conference: Conference) -> Table:
    """List the questions in the order in which they were put."""
    found = conference.questions.select_related("motion", "amendment", "ballot")
    return Table(
        (
            "question",
            "put_at",
            "kind",
            "motion",
            "amendment",
            "wording",
            "majority",
            "form",
            "text_version",
            "text_sha256",
            "vote",
            "outcome",
            "decided_at",
        ),
        [
            (
                each.log_name,
                each.put_at,
                each.get_kind_display(),
                each.motion.number if each.motion else "",
                each.amendment.number if each.amendment else "",
                each.wording,
                each.get_majority_display(),
                each.get_form_display(),
                each.text_version,
                each.text_sha256,
                each.ballot.log_name if each.ballot else "",
                each.outcome,
                each.decided_at,
            )
            for each in found
        ],
    )


def text_voted_on(ballot: Ballot, folder: str) -> Iterator[Document]:
    """Give the exact words of a vote: the text whose SHA-256 the log has from before it opened."""
    if not ballot.text_sha256:
        return
    question = Question.objects.filter(Q(ballot=ballot) | Q(pk=_question(ballot))).first()
    words = _words(question, ballot.text_sha256) if question else None
    if words is not None:
        yield Document(
            f"{folder}/text.txt",
            f"The exact words. Their SHA-256 is in the log: {ballot.text_sha256}.",
            words.encode(),
            (5,),
            ballot.title,
        )


def _question(ballot: Ballot) -> str | None:
    asking, _, number = ballot.asked_for.partition(":")
    return number if asking == "question" else None


def _words(question: Question, hashed: str) -> str | None:
    """Find the words with this hash: a version of the motion, the amendment, or the question."""
    candidates = [question.wording]
    if question.motion:
        texts = MotionText.objects.filter(motion=question.motion, sha256=hashed)
        candidates += texts.values_list("text", flat=True)
    if question.amendment:
        candidates.append(question.amendment.instruction)
    return next((words for words in candidates if sha256(words) == hashed), None)
