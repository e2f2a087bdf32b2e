"""Reference back: a branch asks conference to send a paragraph of a report back (guide 3.2, 3.4).

Asked for by officers of a branch in good time, it is on the chair's list and on the report's page.
Conference decides it by a vote (motions.debate); if it is carried the committee must report again.
"""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from conferences.enums import Key
from conferences.key_dates import key_date, open_now
from conferences.models import Conference
from conferences.rules import acting
from members.models import Body, Member
from motions.amendment_life import AmendmentAct, AmendmentState
from motions.amendments.steps import advance_amendment
from motions.models import Motion, Question, ReferenceBack, SocParagraph
from motions.states import Act, MotionState
from motions.steps import advance, held_amendment, held_motion

LONGEST_REASON = 2_000


def reference_back_ask(
    *, paragraph: SocParagraph, body: Body, actor: Member, reason: str, motion: Motion | None = None
) -> ReferenceBack:
    """Ask for reference back of a paragraph, as an officer of a branch.

    Where the paragraph names several motions the branch may say which one it is about.
    """
    conference = paragraph.report.conference
    with acting(actor, conference, "reference_back.ask", body=body) as log:
        _refuse_unless_open(conference)
        refuse_unless_referable(paragraph)
        if not reason.strip():
            raise Refusal("no-reason", "Say in words why the committee should look again.")
        if len(reason) > LONGEST_REASON:
            raise Refusal("too-long", f"Say it in at most {LONGEST_REASON:,} characters.")
        if motion and not paragraph.motions.filter(pk=motion.pk).exists():
            raise Refusal("not-named", f"Paragraph {paragraph.ref} does not name {motion.number}.")
        asked = paragraph.references_back.filter(body=body, withdrawn_at__isnull=True)
        if asked.exists():
            raise Refusal("asked-already", f"{body.name} has asked for that already.")
        reference = ReferenceBack.objects.create(
            paragraph=paragraph, motion=motion, body=body, reason=reason.strip(), asked_by=actor
        )
        log.record(
            "reference_back.asked",
            subject=paragraph,
            asked_for=body.log_name,
            about=motion.log_name if motion else None,
            personal={"reason": reference.reason},
        )
    return reference


def reference_back_withdraw(*, reference: ReferenceBack, actor: Member) -> ReferenceBack:
    """Take it back, before it is put to conference."""
    conference = reference.paragraph.report.conference
    with acting(actor, conference, "reference_back.ask", body=reference.body) as log:
        if reference.withdrawn_at:
            raise Refusal("withdrawn-already", "That has been taken back already.")
        if reference.paragraph.questions.exists():
            raise Refusal("put-already", "It has been put to conference.")
        reference.withdrawn_at = timezone.now()
        reference.save(update_fields=["withdrawn_at"])
        log.record(
            "reference_back.withdrawn",
            subject=reference.paragraph,
            asked_for=reference.body.log_name,
        )
    return reference


def refuse_unless_referable(paragraph: SocParagraph) -> None:
    """Refuse reference back of what is not published, is settled, or has been referred back."""
    if paragraph.report.published_at is None:
        raise Refusal("not-published", "There is no such paragraph in a published report.")
    if paragraph.referred_back_at:
        raise Refusal("referred-back", f"Paragraph {paragraph.ref} has been referred back already.")
    if paragraph.report.adopted_at:
        raise Refusal(
            "already-adopted",
            f"Conference has adopted {paragraph.report}: its paragraphs stand.",
            rule="Procedural motions: reference back",
        )


def referable(conference: Conference) -> QuerySet[SocParagraph]:
    """List the paragraphs that may be referred back now, those that branches ask for first."""
    asked = ReferenceBack.objects.filter(withdrawn_at__isnull=True).select_related("body")
    return (
        SocParagraph.objects.filter(
            report__conference=conference,
            report__published_at__isnull=False,
            report__adopted_at__isnull=True,
            referred_back_at__isnull=True,
        )
        .select_related("report__conference")
        .prefetch_related(Prefetch("references_back", asked))
        .annotate(asked=Exists(asked.filter(paragraph=OuterRef("pk"))))
        .order_by("-asked", "report__number", "place", "id")
    )


def paragraph_about(motion: Motion) -> SocParagraph | None:
    """Find the paragraph by which the committee last reported on a motion."""
    told = motion.soc_paragraphs.filter(report__published_at__isnull=False)
    return told.select_related("report__conference").order_by("report__number", "place").last()


def paragraph_referred_back(log: OpenEntry, question: Question) -> None:
    """Do what a carried reference back says, inside the act that decides it.

    What the paragraph says no longer binds. Of the motions and amendments named in it, those that
    stand ruled out go back to the committee: the one motion the question was about, or all.
    """
    paragraph = question.paragraph
    if paragraph:
        paragraph.referred_back_at = timezone.now()
        paragraph.save(update_fields=["referred_back_at"])
        log.record("soc_paragraph.referred_back", subject=paragraph, agreed=question.log_name)
    for motion in [question.motion] if question.motion else _ruled_out(paragraph):
        advance(log, held_motion(motion), Act.REFERENCE_BACK_CARRIED, agreed=question.log_name)
    if paragraph and not question.motion:
        for amendment in paragraph.amendments.filter(state=AmendmentState.NOT_IN_ORDER):
            advance_amendment(
                log,
                held_amendment(amendment),
                AmendmentAct.REFER_BACK,
                agreed=question.log_name,
            )


def references_open(conference: Conference) -> bool:
    """Say whether branches may still ask."""
    return open_now(conference, None, Key.REFERENCES_BACK_CLOSE)


def _ruled_out(paragraph: SocParagraph | None) -> list[Motion]:
    if paragraph is None:
        return []
    return list(paragraph.motions.filter(state=MotionState.NOT_IN_ORDER))


def _refuse_unless_open(conference: Conference) -> None:
    if not references_open(conference):
        closed = key_date(conference, Key.REFERENCES_BACK_CLOSE)
        when = f" on {timezone.localtime(closed):%-d %B %Y at %H:%M}" if closed else ""
        raise Refusal(
            "references-back-closed",
            f"Asking for reference back closed{when}. A delegate may still move it at conference, "
            "if the chair allows.",
            rule="Key dates",
        )
