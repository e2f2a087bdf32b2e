"""The clerk enters motions from a file, in one act; and undoes that until any has been ruled on.

Each is walked through the table as a motion that was received before the system, from a file: it
ends with the committee, which rules on it as on any other.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from django.db.models import Max, ProtectedError
from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.enums import Majority, VotingForm
from conferences.models import Conference
from conferences.rules import acting, office_held, refused
from members.models import Body, Member
from members.permissions import offices_for
from motions.amendment_life import AmendmentAct, AmendmentState
from motions.amendments.placing import amendments_place
from motions.amendments.steps import advance_amendment
from motions.enums import RULE_KINDS, MotionKind
from motions.exchange.arriving import read_any
from motions.exchange.deciding import PreviewRow, preview
from motions.exchange.incoming import Incoming, UnreadableFile
from motions.models import (
    Amendment,
    ImportedMotion,
    Motion,
    MotionImport,
    MotionText,
    StagedImport,
)
from motions.states import Act, MotionState
from motions.steps import advance, hold_floor, sha256

ACT: Final = "motion.import"
_RECEIVED: Final = ((Act.SUBMIT, ""), (Act.CONFIRM, "on_time"), (Act.RECEIVE, ""))
_AMENDED: Final = (
    (AmendmentAct.SUBMIT, ""), (AmendmentAct.CONFIRM, "on_time"), (AmendmentAct.RECEIVE, ""),
)  # fmt: skip
Choices = Mapping[int, Sequence[Body | None]]
"""By the place of each row to enter: who submits it, and who submits each of its amendments."""


def file_read(content: bytes) -> Incoming:
    """Read a file, or refuse it with the line and what to do about it."""
    try:
        return read_any(content)
    except UnreadableFile as error:
        raise Refusal("unreadable-file", str(error)) from error


def motions_stage(
    *, conference: Conference, actor: Member, name: str, content: bytes, incoming: Incoming
) -> StagedImport:
    """Keep a file that was read until the clerk decides on it. Nothing is entered."""
    if office_held(actor, conference, *offices_for(ACT)) is None:
        raise refused(ACT, conference)
    return StagedImport.objects.create(
        conference=conference,
        sent_by=actor,
        name="".join(each for each in name if each.isprintable())[-120:] or "file",
        sha256=hashlib.sha256(content).hexdigest(),
        kind=incoming.kind,
        label=incoming.label,
        motions=[asdict(each) for each in incoming.motions],
        notes=[asdict(each) for each in incoming.notes],
    )


def motion_import_apply(*, staged: StagedImport, actor: Member, choices: Choices) -> MotionImport:
    """Enter the motions that were chosen, all of them or none."""
    conference = staged.conference
    with acting(actor, conference, ACT) as log:
        hold_floor(conference)
        if not StagedImport.objects.select_for_update().filter(pk=staged.pk).exists():
            raise Refusal("decided-already", "This file has been entered, or was thrown away.")
        rows = preview(conference, staged)
        chosen = [row for row in rows if row.place in choices]
        if not chosen:
            raise Refusal("nothing-chosen", "Tick at least one motion to enter.")
        _refuse_unfit(chosen, choices)
        made = MotionImport.objects.create(
            conference=conference,
            number=_last(conference.motion_imports, "number") + 1,
            name=staged.name,
            sha256=staged.sha256,
            kind=staged.kind,
            motions=len(chosen),
            amendments=sum(len(row.motion.amendments) for row in chosen),
            left_out=len(rows) - len(chosen),
            entered_by=actor,
        )
        log.record(
            "motions.imported",
            subject=made,
            file_sha256=made.sha256,
            came_from=made.kind,
            motions=made.motions,
            amendments=made.amendments,
            left_out=made.left_out,
        )
        order = _last(conference.motions, "lodged_order")
        for place, row in enumerate(chosen, start=1):
            _enter(log, made, row, choices[row.place], order + place)
        staged.delete()
    return made


def motion_import_undo(*, motion_import: MotionImport, actor: Member) -> MotionImport:
    """Take out again what a file brought in, as long as nothing has been done with any of it."""
    conference = motion_import.conference
    with acting(actor, conference, ACT) as log:
        hold_floor(conference)
        held = MotionImport.objects.select_for_update().get(pk=motion_import.pk)
        if objection := undo_objection(held):
            raise Refusal("no-undo-any-more", objection)
        motions = Motion.objects.filter(came_from__motion_import=held)
        held.undone_by, held.undone_at = actor, timezone.now()
        held.save(update_fields=["undone_by", "undone_at"])
        log.record(
            "motions.import_undone",
            subject=held,
            motions=[each.log_name for each in motions.select_related("conference")],
        )
        pks = list(motions.values_list("pk", flat=True))
        try:
            Amendment.objects.filter(motion__in=pks).delete()
            ImportedMotion.objects.filter(motion_import=held).delete()
            MotionText.objects.filter(motion__in=pks).delete()
            Motion.objects.filter(pk__in=pks).delete()
        except ProtectedError:
            raise Refusal("no-undo-any-more", _TOO_LATE) from None
    return held


_TOO_LATE: Final = (
    "Something has been done with a motion of this file since. Withdraw the motions one by one."
)


def undo_objection(made: MotionImport) -> str:
    """Say why an import can no longer be undone; empty if it can."""
    if made.undone_at:
        return "This import was undone already."
    motions = Motion.objects.filter(came_from__motion_import=made)
    touched = (
        motions.exclude(state=MotionState.WITH_SOC)
        | motions.filter(rulings__isnull=False)
        | motions.filter(soc_paragraphs__isnull=False)
        | motions.filter(texts__version__gt=1)
        | motions.filter(amendments__submitted_by__isnull=False)
    )
    return _TOO_LATE if touched.exists() else ""


def _refuse_unfit(chosen: Sequence[PreviewRow], choices: Choices) -> None:
    for row in chosen:
        if not row.can_enter:
            raise Refusal(
                "not-enterable", f"Line {row.motion.line}, {row.motion.title!r}, cannot be entered."
            )
        if len(choices[row.place]) != 1 + len(row.motion.amendments) or None in choices[row.place]:
            raise Refusal(
                "no-submitter",
                f"Choose who submits {row.motion.title!r} (line {row.motion.line}), and each of "
                f"its amendments, or leave it out.",
            )


def _enter(
    log: OpenEntry,
    made: MotionImport,
    row: PreviewRow,
    bodies: Sequence[Body | None],
    order: int,
) -> None:
    incoming, kind = row.motion, MotionKind(row.motion.kind)
    submitter, *movers = [body for body in bodies if body is not None]
    motion = Motion.objects.create(
        conference=made.conference,
        reference=f"I{made.number}-{row.place}",
        number=row.number,
        kind=kind,
        title=incoming.title,
        section=incoming.section,
        lodged_by=submitter,
        majority=Majority.TWO_THIRDS_CAST if kind in RULE_KINDS else Majority.SIMPLE,
        form=VotingForm.CARD_VOTE if kind in RULE_KINDS else VotingForm.SHOW_OF_HANDS,
        nec_position="none",
        state=MotionState.DRAFT,
        lodged_order=order,
    )
    MotionText.objects.create(
        motion=motion,
        version=1,
        text=incoming.text,
        sha256=sha256(incoming.text),
        why="as received, from a file",
    )
    ImportedMotion.objects.create(
        motion=motion, motion_import=made, line=incoming.line, came_as=dict(incoming.came_as)
    )
    facts: dict[str, Any] = {"from_file": True}
    log.record(
        "motion.drafted",
        subject=motion,
        lodged_by=submitter.log_name,
        text_sha256=sha256(incoming.text),
        **facts,
    )
    for act, finding in _RECEIVED:
        advance(log, motion, act, finding=finding, **facts)
    for place, (each, mover) in enumerate(zip(incoming.amendments, movers, strict=True), start=1):
        amendment = Amendment.objects.create(
            conference=made.conference,
            motion=motion,
            reference=f"{motion.reference}.{place}",
            number=f"{motion.number}.{place}",
            lodged_by=mover,
            instruction=each.instruction,
            state=AmendmentState.DRAFT,
            place=place,
        )
        log.record(
            "amendment.drafted",
            subject=amendment,
            to=motion.log_name,
            lodged_by=mover.log_name,
            text_sha256=sha256(each.instruction),
            **facts,
        )
        for step, finding in _AMENDED:
            advance_amendment(log, amendment, step, finding=finding, **facts)
    if movers:
        amendments_place(motion)


def _last(rows: Any, field: str) -> int:
    return rows.aggregate(last=Max(field))["last"] or 0
