"""The motions desk of the demo: a conference over, one sitting, and one that takes motions in.

Beside the sample conference, which sits, a visitor finds a later one whose branches are writing and
whose committee has something to rule on; the papers of the one that sits, issued; and two
resolutions of an earlier one, with what came of them. Everything is done by the services, except
that the earlier conference is entered as from its minutes. Nobody and nothing in it is real.
"""

from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from audit.recording import entry
from conferences.enums import Key
from conferences.models import Conference, Floor
from conferences.services.key_dates import When, key_date_set, timetable_publish
from conferences.setting_up.calling import conference_call
from members.enums import Office
from members.models import Appointment, Body, Member
from members.selectors import officers_of
from members.services import appointment_make
from motions.committee.meetings import meeting_enter
from motions.committee.rulings import motion_query, motion_receive, motion_rule_in_order
from motions.enums import ActionState, PaperKind
from motions.lodging.approval import Certificate
from motions.lodging.drafting import Paper, motion_draft
from motions.lodging.sending import motion_confirm, motion_submit
from motions.models import Motion, MotionText
from motions.papers.issuing import paper_issue
from motions.policy.actions import action_enter, action_report
from motions.policy.certifying import motion_adopt_policy, motion_certify
from motions.states import Act, MotionState
from motions.steps import advance, sha256

NEXT, EARLIER = "NDC28", "NDC26"
WRITES = "B12"  # two delegates: one is secretary, and a visitor is its chair
SENT = "B08"
A_DAY = timedelta(days=1)

TIMETABLE: Final = (  # days from today, and whether it is a whole day
    (Key.MOTIONS_OPEN, -10, False),
    (Key.MOTIONS_CLOSE, 12, False),
    (Key.PRELIMINARY_AGENDA, 33, True),
    (Key.AMENDMENTS_CLOSE, 61, False),
    (Key.PRIORITY_BALLOT_OPEN, 68, False),
    (Key.COMPOSITING_MEETING, 70, True),
    (Key.PRIORITY_BALLOT_CLOSE, 75, False),
    (Key.FINAL_AGENDA, 82, True),
)

NIGHT_BUSES = Paper(
    "Night buses for night shifts (sample)",
    "Conference notes that the last bus leaves before the late shift ends.\n"
    "Conference instructs the executive:\n"
    "1. to press every employer for a lift home after 22:00; and\n"
    "2. to report to next conference what each has answered.",
)
QUIET_ROOMS = Paper(
    "A quiet room in every workplace (sample)",
    "Conference believes that everyone needs ten minutes of quiet in a day's work.\n"
    "Conference calls for a quiet room in every workplace of more than fifty.",
)
TAKEN_IN: Final = (
    Paper(
        "Bicycle sheds (sample)",
        "Conference calls on employers to put up covered sheds for bicycles, with a lock.",
    ),
    Paper(
        "Rest breaks in hot weather (sample)",
        "Conference notes three summers of record heat.\n"
        "Conference demands paid rest of ten minutes an hour above 27 degrees.",
    ),
    Paper(
        "The union's archive (sample)",
        "Conference instructs that the archive be put in order, and open to members.",
    ),
    Paper(
        "Hearing loops at branch meetings (sample)",
        "Conference instructs the executive to lend every branch a portable hearing loop.",
    ),
)
RESOLVED: Final = (
    (
        "M4",
        "Branch meetings that anyone can join (sample)",
        "Organisation",
        (
            "Conference instructs the executive to let every branch hold meetings in the room and "
            "online at once, and to pay for what that needs."
        ),
    ),
    (
        "M7",
        "An hour a week to learn (sample)",
        "Learning",
        (
            "Conference resolves that the union shall seek an hour a week of paid time to learn, "
            "in every agreement that is renewed."
        ),
    ),
)


def furnish_motions_desk(conference: Conference) -> None:
    """Enter the earlier conference, issue papers of this one, and call the next."""
    clerk, soc_chair = (_officer(conference, each) for each in (Office.CLERK, Office.SOC_CHAIR))
    _enter_earlier(conference, clerk, soc_chair)
    for kind in (PaperKind.PRELIMINARY_AGENDA, PaperKind.FINAL_AGENDA, PaperKind.ORDER_OF_BUSINESS):
        paper_issue(conference=conference, kind=kind, actor=clerk)
    for report in conference.soc_reports.filter(published_at__isnull=False).order_by("number"):
        paper_issue(
            conference=conference, kind=PaperKind.SOC_REPORT, actor=clerk, report=report.number
        )


def call_next(sitting: Conference) -> Conference:
    """Call the next conference, in whose timetable motions are open, and let branches write."""
    clerk, soc_chair = (_officer(sitting, each) for each in (Office.CLERK, Office.SOC_CHAIR))
    starts_on = max(sitting.starts_on + 364 * A_DAY, timezone.localdate() + 200 * A_DAY)
    called = conference_call(
        body=sitting.body,
        actor=clerk,
        code=NEXT,
        title="The next National Delegate Conference (sample)",
        starts_on=starts_on,
        ends_on=starts_on + 2 * A_DAY,
        quorum=sitting.orders.quorum,
        is_sample=True,
    )
    for key, days, is_day in TIMETABLE:
        key_date_set(conference=called, actor=clerk, key=key, when=_when(days, is_day=is_day))
    timetable_publish(conference=called, actor=soc_chair)
    _let_branches_write(called, sitting)
    return called


def _enter_earlier(sitting: Conference, clerk: Member, soc_chair: Member) -> None:
    held_on = sitting.starts_on - 364 * A_DAY
    lodged_by = Body.objects.get(code=SENT)
    with entry(actor=None) as log:
        earlier = Conference.objects.create(
            code=EARLIER,
            title="National Delegate Conference 2026 (sample)",
            body=sitting.body,
            starts_on=held_on,
            ends_on=held_on + 2 * A_DAY,
            standing_orders=sitting.standing_orders,
            is_sample=True,
        )
        Floor.objects.create(conference=earlier)
        log.record("conference.loaded", subject=earlier, from_minutes=True)
        carried = []
        for order, (number, title, section, text) in enumerate(RESOLVED, start=1):
            motion = Motion.objects.create(
                conference=earlier,
                reference=number,
                number=number,
                kind="ordinary",
                title=title,
                section=section,
                lodged_by=lodged_by,
                majority="simple",
                form="show_of_hands",
                nec_position="none",
                lodged_order=order,
                state=MotionState.COUNTED,
            )
            MotionText.objects.create(
                motion=motion, version=1, text=text, sha256=sha256(text), why="as in the minutes"
            )
            carried.append(advance(log, motion, Act.DECLARE, finding="carried", from_minutes=True))
    for motion in carried:
        motion_certify(motion=motion, actor=soc_chair)
        motion_adopt_policy(motion=motion, actor=clerk)
    _follow_up(carried[0], clerk, due_on=held_on + 180 * A_DAY)


def _follow_up(motion: Motion, clerk: Member, due_on: date) -> None:
    wrote, pays = (
        action_enter(motion=motion, actor=clerk, what=what, responsible=responsible, due_on=due_on)
        for what, responsible in (
            ("Write a guide to meetings in the room and online", "Organising Committee"),
            ("Pay for a microphone and a camera in every branch", "Finance Committee"),
        )
    )
    for action, state, text in (
        (wrote, ActionState.DONE, "The guide is out; forty branches have asked for it."),
        (pays, ActionState.UNDER_WAY, "Paid for in eleven branches of sixteen so far."),
    ):
        action_report(action=action, actor=clerk, text=text, state=state)


def _let_branches_write(called: Conference, sitting: Conference) -> None:
    """Have one branch be in the middle of it, and another have sent what the committee rules on."""
    clerk = _officer(called, Office.CLERK)
    drafting, waiting = Body.objects.get(code=WRITES), Body.objects.get(code=SENT)
    first, second = _two_officers(drafting, sitting)
    sender, confirmer = _two_officers(waiting, sitting)
    motion_draft(conference=called, body=drafting, paper=QUIET_ROOMS, actor=first)
    sent = motion_draft(conference=called, body=drafting, paper=NIGHT_BUSES, actor=first)
    motion_submit(motion=sent, actor=first, certificate=_approved())
    lodged = []
    for number, paper in enumerate(TAKEN_IN):
        body, one, other = (waiting, sender, confirmer) if number else (drafting, first, second)
        motion = motion_draft(conference=called, body=body, paper=paper, actor=one)
        motion = motion_submit(motion=motion, actor=one, certificate=_approved())
        lodged.append(motion_confirm(motion=motion, actor=other))
    _let_committee_meet(called, clerk, lodged[1:])


def _let_committee_meet(called: Conference, clerk: Member, lodged: list[Motion]) -> None:
    """Take motions in, and rule on all but one of them at a meeting."""
    present = Member.objects.filter(
        appointments__body=called.body,
        appointments__office__in=(Office.SOC_CHAIR, Office.SOC_MEMBER),
    ).distinct()
    now = timezone.now()
    meeting_enter(conference=called, actor=clerk, held_at=now - A_DAY, present=list(present))
    _, queried, in_order = (motion_receive(motion=each, actor=clerk) for each in lodged)
    motion_query(
        motion=queried,
        actor=clerk,
        question="Which archive is meant: the union's own, or the one that the library keeps?",
        reply_by=now + 7 * A_DAY,
    )
    motion_rule_in_order(motion=in_order, actor=clerk)


def _two_officers(branch: Body, sitting: Conference) -> tuple[Member, Member]:
    """Give a branch's secretary and chair; where it has none, its first two delegates are."""
    offices = (Office.BRANCH_SECRETARY, Office.CHAIR)
    held = {each.office: each.member for each in officers_of(branch)}
    if not held:
        delegates = sitting.credentials.filter(body=branch).select_related("member")[:2]
        for office, each in zip(offices, delegates, strict=True):
            appointment_make(actor=None, member=each.member, office=office, body=branch)
            held[office] = each.member
    return held[Office.BRANCH_SECRETARY], held[Office.CHAIR]


def _approved() -> Certificate:
    return Certificate(held_on=timezone.localdate() - 5 * A_DAY, present=14, quorum=10)


def _when(days: int, *, is_day: bool) -> When:
    day = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + days * A_DAY
    return When(day.replace(hour=0) if is_day else day, is_day=is_day)


def _officer(conference: Conference, office: Office) -> Member:
    held = Appointment.objects.filter(body=conference.body, office=office)
    return held.select_related("member").earliest("member__membership_number").member
