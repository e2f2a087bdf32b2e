"""Load a whole conference file: all of it, or nothing and a list of what is wrong with it."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone

from audit.recording import OpenEntry, entry
from conferences.document import ConferenceDocument, read_conference
from conferences.models import Conference
from conferences.reading import Problem, Reading, UnreadableDocumentError
from conferences.services.loading import conference_load
from members.models import Body
from motions.amendment_life import AmendmentAct, AmendmentState
from motions.amendments.placing import amendments_place
from motions.amendments.steps import advance_amendment
from motions.committee.reports import words_of
from motions.committee.rulings import ruling_keep
from motions.committee.taking_part import Parting
from motions.composites.from_file import composite_from_file
from motions.enums import Decision, ReasonCode
from motions.loading.document import (
    AmendmentRow,
    MotionRow,
    MotionsDocument,
    numbers_on_agenda,
    read_motions,
)
from motions.models import (
    Amendment,
    AmendmentConsequence,
    Motion,
    MotionConsequence,
    MotionText,
    SocParagraph,
    SocReport,
)
from motions.states import Act, MotionState
from motions.steps import advance, sha256

LARGEST_FILE = 8 * 1024 * 1024
_LODGED = (
    (Act.SUBMIT, ""),
    (Act.CONFIRM, "on_time"),
    (Act.RECEIVE, ""),
)
PATHS = {
    "in_order": (*_LODGED, (Act.RULE_IN_ORDER, "")),
    "not_in_order": (*_LODGED, (Act.RULE_NOT_IN_ORDER, "")),
    "not_emergency": (*_LODGED, (Act.RULE_NOT_IN_ORDER, "")),
    "late": ((Act.SUBMIT, ""), (Act.CONFIRM, "late")),
}
"""How a motion in a file came to the ruling that the file gives: each step is recorded."""

RULINGS = {
    "in_order": (Decision.IN_ORDER, ""),
    "not_in_order": (Decision.NOT_IN_ORDER, ""),
    "not_emergency": (Decision.NOT_IN_ORDER, ReasonCode.NOT_EMERGENCY),
}
"""What the committee decided, in the words of a file."""


def read_file(content: bytes) -> tuple[ConferenceDocument, MotionsDocument]:
    """Read a conference file, or say everything that is wrong with it."""
    file = Reading(read_json(content))
    conference = read_conference(file)
    motions = read_motions(file, conference)
    if file.problems:
        raise UnreadableDocumentError(file.problems)
    return conference, motions


def file_load(*, content: bytes) -> Conference:
    """Enter a conference with its motions from the content of a file."""
    document, motions = read_file(content)
    with entry(actor=None) as log:
        digest = hashlib.sha256(content).hexdigest()
        conference = conference_load(document=document, file_sha256=digest)
        bodies = {body.code: body for body in Body.objects.filter(code__in=document.bodies)}
        loading = _Loading(log, conference, bodies)
        for order, row in enumerate(motions.motions, start=1):
            loading.motion(row, order)
        loading.place_on_agenda()
        for order, amendment in enumerate(motions.amendments, start=1):
            loading.amendment(
                amendment, order, withdrawn=amendment.number in motions.withdrawn_amendments
            )
        loading.place_amendments()
        for row in motions.motions:
            if row.kind == "composite":
                loading.composite(row, motions.amendments)
        loading.reports(motions)
        log.record(
            "motions.loaded",
            subject=conference,
            motions=len(motions.motions),
            amendments=len(motions.amendments),
        )
    return conference


def read_json(content: bytes) -> Any:
    """Read strict JSON of a bearable size."""
    if len(content) > LARGEST_FILE:
        raise UnreadableDocumentError([Problem("the file", "is larger than 8 MB")])
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        problem = f"is not UTF-8 text: byte {error.start} cannot be read"
    except json.JSONDecodeError as error:
        problem = f"is not JSON: line {error.lineno}, column {error.colno}: {error.msg}"
    except RecursionError:
        problem = "is nested too deeply"
    except ValueError as error:
        problem = f"is not JSON: {error}"
    raise UnreadableDocumentError([Problem("the file", problem)])


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number of JSON")


def _path(row: AmendmentRow, *, withdrawn: bool) -> Iterator[tuple[AmendmentAct, str]]:
    """Say how an amendment in a file came to where the file says it is."""
    yield from (
        (AmendmentAct.SUBMIT, ""),
        (AmendmentAct.CONFIRM, "on_time"),
        (AmendmentAct.RECEIVE, ""),
    )
    if row.ruling == "not_in_order":
        yield AmendmentAct.RULE_NOT_IN_ORDER, ""
        return
    yield AmendmentAct.RULE_IN_ORDER, ""
    if row.mover_accepts is not None:
        answer = AmendmentAct.ACCEPT_BEFOREHAND if row.mover_accepts else AmendmentAct.DECLINE
        yield answer, ""
    if withdrawn:
        yield AmendmentAct.WITHDRAW, ""
    elif row.composite:
        yield AmendmentAct.COMPOSITE, ""


class _Loading:
    """One load under way: the log, the conference, its bodies, and what has been entered."""

    def __init__(self, log: OpenEntry, conference: Conference, bodies: dict[str, Body]) -> None:
        self.log = log
        self.conference = conference
        self.bodies = bodies
        self.motions: dict[str, Motion] = {}
        self.amendments: dict[str, Amendment] = {}

    def motion(self, row: MotionRow, order: int) -> None:
        """Enter a motion as a draft and walk it through the table to where the file says it is."""
        is_composite = row.kind == "composite"
        motion = Motion.objects.create(
            conference=self.conference,
            reference=row.number,
            number=row.number,
            kind=row.kind,
            title=row.title,
            section=row.section,
            lodged_by=self.bodies[row.lodged_by],
            seconding_body=self.bodies.get(row.seconding_body),
            majority=row.majority,
            form=row.form,
            nec_position=row.nec_position,
            nec_note=row.nec_note,
            ruling_reason=row.ruling_reason,
            lodged_order=order,
            # a composite is its own record, which starts on the agenda (guide 3.1)
            state=MotionState.SCHEDULED if is_composite else MotionState.DRAFT,
        )
        why = "as agreed by its branches" if is_composite else "as lodged"
        MotionText.objects.create(
            motion=motion, version=1, text=row.text, sha256=sha256(row.text), why=why
        )
        self.log.record(
            "motion.composed" if is_composite else "motion.drafted",
            subject=motion,
            lodged_by=motion.lodged_by.log_name,
            text_sha256=sha256(row.text),
            sources=list(row.sources),
        )
        self.motions[row.number] = motion
        for act, finding in () if is_composite else PATHS[row.ruling]:
            self._walk(motion, act, finding)
        if not is_composite:
            self._ruling(motion, row.ruling, row.ruling_reason, sha256(row.text))
        for number in row.sources:
            source = self.motions[number]
            source.composite = motion
            self._walk(source, Act.PROPOSE_COMPOSITE)
            self._walk(source, Act.AGREE)

    def place_on_agenda(self) -> None:
        """Schedule the motions that the timetable names, in the order in which it names them."""
        place = 0
        for session in self.conference.sessions.prefetch_related("items"):
            for item in session.items.all():
                for number in numbers_on_agenda(item.title):
                    motion = self.motions.get(number)
                    if motion is None or motion.place:
                        continue
                    place += 1
                    motion.agenda_item, motion.place = item, place
                    if motion.standing == MotionState.IN_ORDER:
                        self._walk(motion, Act.SCHEDULE)
                    else:
                        motion.save(update_fields=["agenda_item", "place"])

    def amendment(self, row: AmendmentRow, order: int, *, withdrawn: bool) -> None:
        """Enter an amendment with what the committee ruled and the mover has said."""
        amendment = Amendment.objects.create(
            conference=self.conference,
            motion=self.motions[row.motion],
            reference=row.number,
            number=row.number,
            lodged_by=self.bodies[row.lodged_by],
            operation=row.operation,
            instruction=row.instruction,
            mover_accepts=row.mover_accepts,
            ruling_reason=row.ruling_reason,
            state=AmendmentState.DRAFT,
            place=order,
        )
        self.amendments[row.number] = amendment
        self.log.record(
            "amendment.drafted",
            subject=amendment,
            to=amendment.motion.log_name,
            lodged_by=amendment.lodged_by.log_name,
            text_sha256=sha256(row.instruction),
        )
        for act, finding in _path(row, withdrawn=withdrawn):
            advance_amendment(self.log, amendment, act, finding=finding, from_file=True)
        self._ruling(amendment, row.ruling, row.ruling_reason, sha256(row.instruction))

    def composite(self, row: MotionRow, amendments: Sequence[AmendmentRow]) -> None:
        """Enter what a composite was made from, and that its branches agreed."""
        composite_from_file(
            self.log,
            self.motions[row.number],
            sources=[self.motions[number] for number in row.sources],
            amendments=[
                self.amendments[each.number] for each in amendments if each.composite == row.number
            ],
            provenance=row.provenance,
        )

    def place_amendments(self) -> None:
        """Place the amendments of each motion in the order of the text that they touch."""
        for motion in {each.motion_id: each.motion for each in self.amendments.values()}.values():
            amendments_place(motion)

    def reports(self, motions: MotionsDocument) -> None:
        """Enter the committee's reports, and the consequences that they list."""
        paragraphs = {}
        for row in motions.reports:
            report = SocReport.objects.create(
                conference=self.conference,
                number=row.number,
                dated_on=row.dated_on,
                published_at=timezone.now(),
                drawn_up_at=timezone.now(),
            )
            for place, paragraph in enumerate(row.paragraphs, start=1):
                entered = SocParagraph.objects.create(
                    report=report,
                    ref=paragraph.ref,
                    place=place,
                    kind=paragraph.kind,
                    text=paragraph.text,
                )
                named = paragraph.numbers
                entered.motions.set(self.motions[each] for each in named if each in self.motions)
                entered.amendments.set(
                    self.amendments[each] for each in named if each in self.amendments
                )
                paragraphs[paragraph.ref] = entered
            report.sha256 = sha256(words_of(report))
            report.save(update_fields=["sha256"])
            self.log.record(
                "soc_report.published",
                subject=report,
                paragraphs=len(row.paragraphs),
                text_sha256=report.sha256,
            )
        for (carried, fallen), ref in motions.consequences.items():
            if carried in self.motions:
                MotionConsequence.objects.create(
                    carried=self.motions[carried],
                    fallen=self.motions[fallen],
                    paragraph=paragraphs[ref],
                )
            else:
                AmendmentConsequence.objects.create(
                    carried=self.amendments[carried],
                    fallen=self.amendments[fallen],
                    paragraph=paragraphs[ref],
                )

    def _ruling(self, about: Motion | Amendment, said: str, reason: str, digest: str) -> None:
        """Keep what the file says the committee ruled; lateness is no ruling."""
        if said in RULINGS:
            decision, code = RULINGS[said]
            ruling_keep(
                about,
                decision,
                Parting(None, (), ()),
                actor=None,
                text_sha256=digest,
                reason=reason,
                code=code,
            )

    def _walk(self, motion: Motion, act: Act, finding: str = "") -> None:
        advance(self.log, motion, act, finding=finding, from_file=True)
