"""A branch writes: a draft is its own, and nobody else is told of it."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from audit.models import Entry
from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import Majority, VotingForm
from conferences.models import Conference
from conferences.rules import acting
from members.models import Body, Member
from motions.enums import RULE_KINDS, MotionKind
from motions.lodging.entitled import SENT_BY_BRANCHES
from motions.models import Motion, MotionText
from motions.states import MotionState
from motions.steps import AS_DRAFTED_AGAIN, add_text, held_motion, hold_floor, sha256
from motions.texts.checks import refuse_bad_words
from motions.texts.cleaning import tidied

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Paper:
    """What a branch writes. The last two are of an emergency motion only."""

    title: str
    text: str
    kind: MotionKind = MotionKind.ORDINARY
    arose_on: date | None = None
    why_urgent: str = ""


def motion_draft(
    *,
    conference: Conference,
    body: Body,
    paper: Paper,
    actor: Member,
    offered_again: Motion | None = None,
) -> Motion:
    """Begin a draft at a branch.

    `offered_again` is a motion of the branch that came too late, which an emergency motion takes up
    (guide 3.1, LATE): the new one names it.
    """
    with acting(actor, conference, "motion.draft", body=body) as log:
        paper = _read(paper)
        hold_floor(conference)
        if offered_again:
            _refuse_offer(offered_again, body, paper)
        last = conference.motions.order_by("lodged_order").last()
        motion = Motion(
            conference=conference,
            reference=_next_reference(conference, body),
            lodged_by=body,
            state=MotionState.DRAFT,
            nec_position="none",
            lodged_order=last.lodged_order + 1 if last else 1,
            offered_again=offered_again,
        )
        _write(motion, paper)
        MotionText.objects.create(
            motion=motion, version=1, text=paper.text, sha256=sha256(paper.text), why="as drafted"
        )
        again = {"takes_up": offered_again.log_name} if offered_again else {}
        _record(log, "motion.drafted", motion, lodged_by=body.log_name, **again)
    return motion


def motion_redraft(*, motion: Motion, paper: Paper, actor: Member) -> Motion:
    """Write a draft again. Words that were sent once are kept beside the new ones."""
    with acting(actor, motion.conference, "motion.draft", body=motion.lodged_by) as log:
        paper = _read(paper)
        motion = held_motion(motion)
        _refuse_unless_draft(motion)
        if motion.offered_again:
            _refuse_offer(motion.offered_again, motion.lodged_by, paper)
        _write(motion, paper)
        text = motion.substantive
        if text.text != paper.text:
            if motion.approvals.filter(text_sha256=text.sha256).exists():
                add_text(motion, paper.text, why=AS_DRAFTED_AGAIN)
            else:
                text.text, text.sha256 = paper.text, sha256(paper.text)
                text.save(update_fields=["text", "sha256"])
        _record(log, "motion.redrafted", motion)
    return motion


def motion_discard(*, motion: Motion, actor: Member) -> None:
    """Throw a draft away. The log keeps that it was there, and the hash of its words."""
    with acting(actor, motion.conference, "motion.draft", body=motion.lodged_by) as log:
        motion = held_motion(motion)
        _refuse_unless_draft(motion)
        _record(log, "motion.discarded", motion)
        motion.approvals.all().delete()
        motion.texts.all().delete()
        motion.delete()


def _read(paper: Paper) -> Paper:
    """Refuse words that nobody could vote on, and make plain lines of them."""
    title, text = " ".join(paper.title.split()), tidied(paper.text)
    if not title or not text:
        raise Refusal("no-words", "A motion needs a title and a text.")
    if len(title) > LONGEST_TITLE:
        over = len(title) - LONGEST_TITLE
        raise Refusal("title-too-long", f"The title is {over} characters too long.")
    for words in (title, text, paper.why_urgent):
        refuse_bad_words(words)
    if paper.kind not in SENT_BY_BRANCHES:
        raise Refusal("not-for-branches", "A branch does not send motions of this kind.")
    return Paper(title, text, paper.kind, paper.arose_on, paper.why_urgent.strip())


def _write(motion: Motion, paper: Paper) -> None:
    emergency = paper.kind == MotionKind.EMERGENCY
    rules = paper.kind in RULE_KINDS
    motion.title, motion.kind = paper.title, paper.kind
    motion.arose_on = paper.arose_on if emergency else None
    motion.why_urgent = paper.why_urgent if emergency else ""
    motion.majority = Majority.TWO_THIRDS_CAST if rules else Majority.SIMPLE
    motion.form = VotingForm.CARD_VOTE if rules else VotingForm.SHOW_OF_HANDS
    motion.save()


def _refuse_unless_draft(motion: Motion) -> None:
    if motion.standing != MotionState.DRAFT:
        raise Refusal("not-a-draft", f"This is no draft any more: {motion.standing.label.lower()}.")


def _refuse_offer(late: Motion, body: Body, paper: Paper) -> None:
    """Let a motion that came too late be taken up by its own branch, as an emergency motion."""
    if late.standing != MotionState.LATE or late.lodged_by_id != body.pk:
        raise Refusal("not-late", "Only a late motion of the same branch can be offered again.")
    if paper.kind != MotionKind.EMERGENCY:
        raise Refusal("not-an-emergency", "A late motion is offered again as an emergency motion.")


def _record(log: OpenEntry, kind: str, motion: Motion, **facts: Any) -> None:
    text = motion.substantive
    log.record(kind, subject=motion, text_version=text.version, text_sha256=text.sha256, **facts)


def _next_reference(conference: Conference, body: Body) -> str:
    """Name a draft by its branch, B08-3. A name that the log has seen is never given again."""
    stem = f"motion:{conference.code}/{body.code}-"
    begun = Entry.objects.filter(kind="motion.drafted", subject__startswith=stem).count()
    taken = conference.motions.filter(reference__startswith=f"{body.code}-")
    known = set(taken.values_list("reference", flat=True))  # one may have come with a file
    numbers = (number for number in count(begun + 1) if f"{body.code}-{number}" not in known)
    return f"{body.code}-{next(numbers)}"
