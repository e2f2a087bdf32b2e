"""Asking to move a procedural motion: asked for, joined, taken back, declined, or put.

Each waits at the chair above the ordinary speakers (guide 3.4). The chair puts it or declines it
and says why; a challenge to a ruling that enough delegates make has to be put.
"""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from conferences.legible import refuse_illegible
from conferences.models import Conference, Credential
from conferences.rules import acting, acting_for, refuse_unless_present
from conferences.speaking.reading import last_ruling
from members.models import Member
from motions.enums import QuestionKind
from motions.models import Motion, ProcedureAsked, Question
from motions.procedure.lawful import ABOUT_A_DEBATE, procedures, why_not_move
from motions.procedure.reading import Asked, asked_for, waiting_rows
from motions.procedure.rules import procedure_rules
from motions.procedure.showing import show_asked
from motions.selectors import business
from motions.steps import hold_floor

LONGEST = 300
LONGEST_REASON = 500
MOST_ASKED: Final = 5
WITHIN: Final = timedelta(minutes=10)
"""So often in so long may one person ask for the same: the chair hears each time."""


def procedure_ask(
    *, credential: Credential, kind: QuestionKind, actor: Member | None, words: str = ""
) -> ProcedureAsked:
    """Ask to move a procedural motion that is lawful now, or join those who ask for it."""
    conference = credential.conference
    with acting_for(actor, credential, "procedure.ask") as log:
        hold_floor(conference)
        refuse_unless_present(credential, conference)
        if not credential.may_vote:
            raise Refusal("no-vote", "Procedural motions are moved by delegates who vote.")
        now = business(conference)
        if kind == QuestionKind.TEST_VOTE or kind not in procedures(conference, now):
            raise Refusal(
                "not-lawful-now",
                f"{kind.label}: that cannot be moved just now.",
                rule="Procedural motions",
            )
        if why := why_not_move(kind, credential, now):
            raise Refusal("not-yours-to-move", f"{kind.label}: {why}", rule="Procedural motions")
        others = [row for row in waiting_rows(conference) if row.kind == kind]
        if any(row.credential_id == credential.pk for row in others):
            raise Refusal("asked", f"{kind.label}: you have asked for that. It is with the chair.")
        _refuse_flood(credential, kind)
        asked = ProcedureAsked.objects.create(
            conference=conference,
            kind=kind,
            motion=now.motion if kind in ABOUT_A_DEBATE else None,
            credential=credential,
            words=_words(conference, kind, words, others),
            asked_at=timezone.now(),
        )
        log.record(
            "procedure.asked",
            subject=asked,
            question_kind=kind.value,
            credential=credential.log_name,
            joined=len(others),
            personal={"words": asked.words} if asked.words else None,
        )
        show_asked(conference)
    return asked


def procedure_join(
    *, asked: ProcedureAsked, credential: Credential, actor: Member | None
) -> ProcedureAsked:
    """Join those who challenge a ruling, or ask for anything else: as they have worded it."""
    return procedure_ask(
        credential=credential, kind=QuestionKind(asked.kind), actor=actor, words=asked.words
    )


def procedure_withdraw(*, asked: ProcedureAsked, actor: Member | None) -> ProcedureAsked:
    """Take back what one asked for, before it is put."""
    with acting_for(actor, asked.credential, "procedure.ask") as log:
        held = _held_waiting(asked)
        held.withdrawn_at = timezone.now()
        held.save(update_fields=["withdrawn_at"])
        log.record("procedure.withdrawn", subject=held)
        show_asked(held.conference)
    return held


def procedure_decline(*, asked: ProcedureAsked, reason: str, actor: Member) -> Asked:
    """Decline to put it, to everyone who asks for it, and say why."""
    with acting(actor, asked.conference, "procedure.decline") as log:
        group = held_group(asked)
        said = " ".join(reason.split())
        if not said:
            raise Refusal("no-reason", "Say in a few words why it is not put.")
        if len(said) > LONGEST_REASON:
            raise Refusal("too-long", f"Say it in {LONGEST_REASON} letters at most.")
        if group.is_binding:
            raise Refusal(
                "bound-to-put",
                f"{asked.conference.named.counted(group.rule.needed)} challenge the ruling: it is "
                f"put to {asked.conference.named.itself}.",
                rule="Procedural motions: challenge to the chair's ruling",
            )
        now = timezone.now()
        for row in group.rows:
            row.declined_at, row.reason = now, said
            row.save(update_fields=["declined_at", "reason"])
            log.record("procedure.declined", subject=row, personal={"reason": said})
        show_asked(asked.conference)
    return group


def procedure_settled(log: OpenEntry, question: Question) -> int:
    """Note of all who asked for it that it was put. Called inside the act that puts it."""
    rows = [row for row in waiting_rows(question.conference) if row.kind == question.kind]
    for row in rows:
        row.question = question
        row.save(update_fields=["question"])
        log.record("procedure.taken", subject=row, question=question.log_name)
    if rows:
        show_asked(question.conference)
    return len(rows)


def procedures_lapse(log: OpenEntry, motion: Motion) -> None:
    """Let go what was asked for about a motion whose debate has ended."""
    rows = [row for row in waiting_rows(motion.conference) if row.motion_id == motion.pk]
    for row in rows:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        log.record("procedure.lapsed", subject=row, about=motion.log_name)
    if rows:
        show_asked(motion.conference)


def held_group(asked: ProcedureAsked) -> Asked:
    """Read afresh who asks for the same, with the floor locked; refuse if it waits no more."""
    held = _held_waiting(asked)
    return next(group for group in asked_for(held.conference) if group.rule.kind == held.kind)


def _refuse_flood(credential: Credential, kind: QuestionKind) -> None:
    """Let nobody ask, take back and ask again without end, or whatever the chair has answered."""
    since = timezone.now() - WITHIN
    lately = ProcedureAsked.objects.filter(credential=credential, kind=kind, asked_at__gt=since)
    if lately.count() >= MOST_ASKED:
        minutes = int(WITHIN.total_seconds() // 60)
        raise Refusal(
            "asked-often",
            f"{kind.label}: you have asked for that {MOST_ASKED} times in {minutes} minutes. "
            "Others can still ask for it.",
        )


def _held_waiting(asked: ProcedureAsked) -> ProcedureAsked:
    hold_floor(asked.conference)
    held = (
        ProcedureAsked.objects.select_for_update(of=("self",))
        .select_related("conference", "credential__member")
        .get(pk=asked.pk)
    )
    if held.question_id or held.declined_at or held.withdrawn_at:
        raise Refusal("settled", f"{held}: that waits for the chair no more.")
    return held


def _words(
    conference: Conference, kind: QuestionKind, words: str, others: list[ProcedureAsked]
) -> str:
    """Read what has to be said with it; whoever joins others joins in their words."""
    said = " ".join(words.split())
    if len(said) > LONGEST:
        raise Refusal("too-long", f"Say it in {LONGEST} letters at most.")
    refuse_illegible(said)
    if others and kind == QuestionKind.CHALLENGE_RULING:
        return others[0].words
    ruling = last_ruling(conference) if kind == QuestionKind.CHALLENGE_RULING else None
    if ruling and not said:
        return f"The ruling on {str(ruling).lower()}: {ruling.ruling_in_words}"[:LONGEST]
    if procedure_rules(conference, kind).in_words and not said:
        asks = procedure_rules(conference, kind).in_words
        raise Refusal("no-words", f"{kind.label}: say {asks[0].lower()}{asks[1:]}.")
    return said
