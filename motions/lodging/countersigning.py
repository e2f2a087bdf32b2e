"""After a motion is lodged its branch still acts by two officers: one asks, a second signs too.

So it answers a query of the committee (guide 3.2, QUERY: "branch officers (two)") and withdraws
(guide 3.2, withdraw: "submitting branch (two officers)").
"""

from typing import Any

from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from conferences.rules import acting
from members.models import Member
from motions.enums import BranchAct
from motions.lifecycle import line_for
from motions.lodging.entitled import refuse_too_long
from motions.lodging.sending import refuse_same_person
from motions.lodging.telling import SECOND_OFFICER, officers_told
from motions.models import Countersignature, Motion
from motions.states import Act
from motions.steps import add_text, advance, held_motion, sha256
from motions.texts.checks import refuse_bad_words
from motions.texts.cleaning import tidied

_ACTS = {BranchAct.REPLY: Act.REPLY, BranchAct.WITHDRAW: Act.WITHDRAW}


def motion_reply(*, motion: Motion, actor: Member, text: str, note: str = "") -> Countersignature:
    """Ask that the committee's query be answered: with new words, a note beside them, or both."""
    with acting(actor, motion.conference, "motion.reply", body=motion.lodged_by) as log:
        motion = held_motion(motion)
        text, note = tidied(text), note.strip()
        refuse_too_long(motion.conference, text)
        refuse_bad_words(note)
        if not text:
            raise Refusal("no-words", "A motion cannot be left without words.")
        if text == motion.substantive.text and not note:
            raise Refusal("nothing-answered", "Change the words, or say why they should stand.")
        return _ask(log, motion, actor, BranchAct.REPLY, text=text, note=note)


def motion_withdraw(*, motion: Motion, actor: Member) -> Countersignature:
    """Ask that a motion be withdrawn, before the first report on the agenda is adopted."""
    with acting(actor, motion.conference, "motion.withdraw", body=motion.lodged_by) as log:
        motion = held_motion(motion)
        _refuse_once_adopted(motion)
        return _ask(log, motion, actor, BranchAct.WITHDRAW)


def motion_countersign(*, asked: Countersignature, actor: Member) -> Motion:
    """Sign what another officer asked for: it is done."""
    motion = asked.motion
    with acting(actor, motion.conference, "motion.countersign", body=motion.lodged_by) as log:
        motion = held_motion(motion)
        asked = _held(asked)
        refuse_same_person(asked.asked_by, actor, motion)
        _decide(asked, actor, confirmed=True)
        if asked.act == BranchAct.WITHDRAW:
            _refuse_once_adopted(motion)
            return advance(log, motion, Act.WITHDRAW)
        if asked.text != motion.substantive.text:
            add_text(motion, asked.text, why="reworded by the branch")
        motion.reply_by = None
        personal = {"note": asked.note} if asked.note else {}
        return advance(log, motion, Act.REPLY, personal=personal)


def motion_leave_as_is(*, asked: Countersignature, actor: Member) -> Countersignature:
    """Decline to sign, or take back what one asked for: the motion stays as it is."""
    motion = asked.motion
    with acting(actor, motion.conference, "motion.countersign", body=motion.lodged_by) as log:
        motion = held_motion(motion)
        asked = _held(asked)
        _decide(asked, actor, confirmed=False)
        log.record(
            "motion.left_as_is",
            subject=motion,
            asked=str(asked.act),
            taken_back=asked.asked_by_id == actor.pk,
        )
    return asked


def _ask(
    log: OpenEntry, motion: Motion, actor: Member, act: BranchAct, *, text: str = "", note: str = ""
) -> Countersignature:
    line_for(motion.standing, _ACTS[act])  # refused where the table has no such line
    if motion.countersignatures.filter(decided_at=None).exists():
        raise Refusal("already-asked", "Something waits for a second officer already.")
    asked = Countersignature.objects.create(
        motion=motion, act=act, text=text, note=note, asked_by=actor, asked_at=timezone.now()
    )
    words: dict[str, Any] = {"text_sha256": sha256(text)} if text else {}
    log.record(
        "motion.reply_asked" if act == BranchAct.REPLY else "motion.withdrawal_asked",
        subject=motion,
        **words,
    )
    officers_told(motion.conference, motion.lodged_by, SECOND_OFFICER, but=actor, by="")
    return asked


def _held(asked: Countersignature) -> Countersignature:
    found = Countersignature.objects.select_for_update(of=("self",)).select_related("asked_by")
    held = found.get(pk=asked.pk)
    if held.decided_at:
        raise Refusal("already-decided", "Another officer has decided this. You need do nothing.")
    return held


def _decide(asked: Countersignature, actor: Member, *, confirmed: bool) -> None:
    asked.decided_by, asked.decided_at = actor, timezone.now()
    asked.is_confirmed = confirmed
    asked.save(update_fields=["decided_by", "decided_at", "is_confirmed"])


def _refuse_once_adopted(motion: Motion) -> None:
    if motion.conference.soc_reports.filter(adopted_at__isnull=False).exists():
        raise Refusal(
            "agenda-adopted",
            "The agenda is adopted: a motion is withdrawn with the leave of conference only.",
            rule="Motion lifecycle: withdraw",
        )
