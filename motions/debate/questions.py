"""Putting a question to conference: on the motion, on an amendment, or on procedure (guide 3.4)."""

from collections.abc import Sequence

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import Majority, VotingForm
from conferences.models import Conference, Credential
from conferences.rules import acting, refuse_unless_present
from conferences.speaking.reading import has_spoken
from members.models import Member
from motions.amendment_life import UNDER_WAY, AmendmentAct, AmendmentState
from motions.amendments.steps import advance_amendment
from motions.committee.references_back import paragraph_about, refuse_unless_referable
from motions.debate.amending import would_read_sha256
from motions.debate.floor import refuse_if_question_is_open, show_question
from motions.debate.moving import refuse_while_amendments_wait
from motions.debate.parts import parts_proposed, refuse_while_parts_wait
from motions.enums import ABOUT_THE_CHAIR, QuestionKind
from motions.models import Amendment, Motion, Question, SocParagraph
from motions.procedure.asking import procedure_settled
from motions.procedure.lawful import (
    ABOUT_A_DEBATE,
    NOT_FROM_MOVER,
    PUTS_THE_MOTION,
    procedural_majority,
)
from motions.states import Act, MotionState
from motions.steps import (
    advance,
    held_amendment,
    held_motion,
    hold_floor,
    sha256,
)


def motion_put(*, motion: Motion, actor: Member, mover_replied: bool = True) -> Question:
    """Close the debate and put the motion. Its words are locked and hashed from here on.

    The mover's reply has been taken or waived, and no admitted amendment is left waiting.
    """
    with acting(actor, motion.conference, "motion.put") as log:
        hold_floor(motion.conference)
        question = put_motion(log, held_motion(motion), mover_replied=mover_replied)
        show_question(question)
    return question


def put_motion(log: OpenEntry, motion: Motion, *, mover_replied: bool) -> Question:
    """Put a motion inside an act under way: the chair's, or a closure that was carried."""
    refuse_if_question_is_open(motion.conference)
    refuse_while_amendments_wait(motion)
    refuse_while_parts_wait(motion)
    text = motion.substantive
    question = Question.objects.create(
        conference=motion.conference,
        kind=QuestionKind.MOTION,
        motion=motion,
        wording=f"That {_lower_first(motion.heading)}{_as_amended(text.version)} be carried",
        majority=motion.majority,
        form=motion.form,
        text_version=text.version,
        text_sha256=sha256(text.text),
    )
    advance(log, motion, Act.CLOSE_DEBATE, question=question.log_name, mover_replied=mover_replied)
    return question


def amendment_put(*, amendment: Amendment, actor: Member) -> Question:
    """Put the amendment in debate to the vote. Its words are hashed; the mover has no reply."""
    with acting(actor, amendment.motion.conference, "amendment.put") as log:
        hold_floor(amendment.motion.conference)
        question = put_amendment(log, held_amendment(amendment))
        show_question(question)
    return question


def put_amendment(log: OpenEntry, amendment: Amendment) -> Question:
    """Put an amendment inside an act under way."""
    motion = amendment.motion
    refuse_if_question_is_open(motion.conference)
    if amendment.state != AmendmentState.IN_DEBATE:
        raise Refusal("not-in-debate", f"{amendment.heading} is not in debate.")
    question = Question.objects.create(
        conference=motion.conference,
        kind=QuestionKind.AMENDMENT,
        amendment=amendment,
        wording=f"That {_lower_first(amendment.heading)} be made",
        majority=Majority.SIMPLE,
        form=VotingForm.SHOW_OF_HANDS,
        text_version=motion.substantive.version,
        text_sha256=sha256(amendment.words),
    )
    advance_amendment(
        log,
        amendment,
        AmendmentAct.PUT,
        question=question.log_name,
        would_read_sha256=would_read_sha256(amendment),
    )
    return question


def procedural_put(
    *,
    conference: Conference,
    kind: QuestionKind,
    actor: Member,
    moved_by: Credential | None = None,
    motion: Motion | None = None,
    paragraph: SocParagraph | None = None,
    wording: str = "",
    challengers: Sequence[Credential] = (),
    mover_agrees: bool = False,
    division: str = "",
    of_chair: Member | None = None,
) -> Question:
    """Put a procedural motion, under its own rule on who may move it and by what majority.

    While conference decides on a ruling, or on confidence in the chair, whoever it is about leaves
    the chair: `of_chair`, and if nobody is named, whoever puts it. A reference back is of a
    paragraph of a report; or of a motion, and then of the paragraph by which the committee last
    reported on it, so far as that is about the motion.
    """
    with acting(actor, conference, "question.put") as log:
        hold_floor(conference)
        return put_procedural(
            log,
            conference,
            kind,
            moved_by=moved_by,
            motion=motion,
            paragraph=paragraph,
            wording=wording,
            challengers=challengers,
            mover_agrees=mover_agrees,
            division=division,
            of_chair=of_chair or actor,
        )


def put_procedural(
    log: OpenEntry,
    conference: Conference,
    kind: QuestionKind,
    *,
    of_chair: Member,
    moved_by: Credential | None = None,
    motion: Motion | None = None,
    paragraph: SocParagraph | None = None,
    wording: str = "",
    challengers: Sequence[Credential] = (),
    mover_agrees: bool = False,
    division: str = "",
) -> Question:
    """Put a procedural motion inside an act under way, the floor held."""
    refuse_if_question_is_open(conference)
    about = held_motion(motion) if motion else None
    if moved_by:
        refuse_unless_present(moved_by, conference)
    if kind == QuestionKind.REFERENCE_BACK:
        paragraph = _referable(conference, paragraph, about)
    _check_procedure(conference, kind, about, moved_by, challengers, mover_agrees=mover_agrees)
    words = wording or _procedural_wording(conference, kind, about, paragraph)
    if kind == QuestionKind.TAKE_IN_PARTS and about:
        words = f"{words}: {parts_proposed(about, division)}"
    question = Question.objects.create(
        conference=conference,
        kind=kind,
        motion=about,
        paragraph=paragraph,
        moved_by=moved_by,
        of_chair=of_chair if kind in ABOUT_THE_CHAIR else None,
        wording=words,
        majority=procedural_majority(conference, kind),
        form=VotingForm.SHOW_OF_HANDS,
        text_version=about.substantive.version if about else 0,
        text_sha256=sha256(words),
    )
    log.record(
        "question.put",
        subject=question,
        question_kind=kind.value,
        personal={"wording": question.wording},
        majority=question.majority,
        moved_by=moved_by.log_name if moved_by else None,
        about=about.log_name if about else None,
        paragraph=paragraph.log_name if paragraph else None,
        challengers=[each.log_name for each in challengers],
        left_the_chair=question.of_chair.log_name if question.of_chair else None,
    )
    procedure_settled(log, question)
    show_question(question)
    return question


def _check_procedure(
    conference: Conference,
    kind: QuestionKind,
    motion: Motion | None,
    moved_by: Credential | None,
    challengers: Sequence[Credential],
    *,
    mover_agrees: bool,
) -> None:
    if kind in (QuestionKind.MOTION, QuestionKind.AMENDMENT, QuestionKind.PART):
        raise Refusal("not-procedural", "A motion or an amendment is put by closing its debate.")
    in_debate = (MotionState.IN_DEBATE, MotionState.AMENDMENT_IN_DEBATE)
    if kind in ABOUT_A_DEBATE and (motion is None or motion.standing not in in_debate):
        raise Refusal("no-debate", f"{kind.label}: there is no motion in debate.")
    if kind not in (QuestionKind.CLOSURE, QuestionKind.REFERENCE_BACK) and (
        motion and motion.standing == MotionState.AMENDMENT_IN_DEBATE
    ):
        raise Refusal("amendment-in-debate", "Decide the amendment in debate first.")
    if kind == QuestionKind.REFERENCE_BACK and (
        motion and motion.standing != MotionState.NOT_IN_ORDER
    ):
        raise Refusal("not-ruled-out", "Only a motion ruled not in order can be referred back.")
    if kind == QuestionKind.RESCIND:
        _refuse_unless_in_force(conference, motion)
    if kind == QuestionKind.REMIT and not mover_agrees:
        raise Refusal("mover-does-not-agree", "A motion is remitted only if its mover agrees.")
    if kind in NOT_FROM_MOVER and motion and moved_by and _has_spoken(moved_by, motion):
        raise Refusal(
            "has-spoken", f"{kind.label}: it is moved by one who has not spoken in the debate."
        )
    if kind in PUTS_THE_MOTION and motion and motion.standing == MotionState.IN_DEBATE:
        refuse_while_amendments_wait(motion)
        refuse_while_parts_wait(motion)
    needed = conference.orders.ruling_challengers
    present = {each.pk for each in challengers if each.is_present}
    if kind == QuestionKind.CHALLENGE_RULING and len(present) < needed:
        raise Refusal(
            "too-few-challengers",
            f"{needed} delegates are needed to challenge a ruling; there are {len(present)}.",
            rule="Procedural motions: challenge to the chair's ruling",
        )


def _has_spoken(mover: Credential, motion: Motion) -> bool:
    """Say whether somebody moved, seconded or spoke in the debate that is to be cut short."""
    about = motion.amendments.filter(state__in=UNDER_WAY).first() or motion
    if mover.pk in (motion.mover_id, motion.seconder_id, about.mover_id, about.seconder_id):
        return True
    return has_spoken(mover, about.log_name)


def _referable(
    conference: Conference, paragraph: SocParagraph | None, motion: Motion | None
) -> SocParagraph | None:
    if paragraph is None and motion is not None:
        paragraph = paragraph_about(motion)
    elif paragraph is None:
        raise Refusal("no-paragraph", "Say which paragraph is to be referred back.")
    if paragraph:
        if paragraph.report.conference_id != conference.pk:
            raise Refusal("foreign-report", "That report is to another conference.")
        refuse_unless_referable(paragraph)
    return paragraph


def _refuse_unless_in_force(conference: Conference, motion: Motion | None) -> None:
    if motion is None:
        raise Refusal("no-resolution", "Say which resolution is to be rescinded.")
    if conference.rehearses_id:  # policy is in force outside the rehearsal
        raise Refusal("only-a-rehearsal", "Policy is not rescinded in a rehearsal: it would last.")
    if motion.conference.body_id != conference.body_id:
        raise Refusal("foreign-motion", "That resolution is another body's.")
    if motion.standing != MotionState.POLICY:
        raise Refusal("not-in-force", "Only a resolution that is policy can be rescinded.")


def _procedural_wording(
    conference: Conference,
    kind: QuestionKind,
    motion: Motion | None,
    paragraph: SocParagraph | None,
) -> str:
    name = _lower_first(motion.heading) if motion else "this business"
    they = conference.named.itself
    of_report = f" {paragraph.ref} of {paragraph.report}" if paragraph else ""
    on = f" on {name}" if motion or not paragraph else ""
    return {
        QuestionKind.REFERENCE_BACK: f"That paragraph{of_report}{on} be referred back",
        QuestionKind.CHALLENGE_RULING: conference.orders.ruling_question,
        QuestionKind.CLOSURE: "That the question be now put",
        QuestionKind.PREVIOUS_QUESTION: f"That the question on {name} be not now put",
        QuestionKind.NO_CONFIDENCE: f"That {they} has no confidence in the chair",
        QuestionKind.NEXT_BUSINESS: f"That {they} pass to next business",
        QuestionKind.ADJOURN_DEBATE: f"That the debate on {name} be adjourned",
        QuestionKind.REMIT: f"That {name} be remitted to the executive",
        QuestionKind.LEAVE_TO_WITHDRAW: f"That leave be given to withdraw {name}",
        QuestionKind.TAKE_IN_PARTS: f"That {name} be taken in parts",
        QuestionKind.RESCIND: f"That {name} be rescinded",
        QuestionKind.SUSPEND_STANDING_ORDERS: "That standing orders be suspended",
        QuestionKind.TEST_VOTE: "Test vote: can you see and use this paper?",
    }[kind]


def _lower_first(heading: str) -> str:
    return heading[:1].lower() + heading[1:]


def _as_amended(version: int) -> str:
    return ", as amended," if version > 1 else ""
