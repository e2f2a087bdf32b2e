"""The stage: the sample conference as it stands when a visitor walks in.

The morning is played through the services, as the replay does: checked in, reports adopted, four
votes taken with the figures of the file, and two elections held beside them. The next motion is
then in debate, an election is open, nominations for another post are, a branch waits for its second
officer, and the rest is up to the visitor.
"""

from datetime import date, timedelta

from django.utils import timezone

from audit.store.sequencer import sequence_all
from ballots.declaring.wording import OfficerStatement
from ballots.guard import Attestation
from ballots.services import declaration_sign
from conferences.document import read_conference
from conferences.enums import PaperOrder, WhoNominates
from conferences.models import Conference
from conferences.reading import Reading
from conferences.services import (
    nomination_consent,
    nomination_make,
    post_create,
    registration_enter,
    statement_write,
)
from config.demo.briefing import DAYS, announce_briefing
from config.demo.motions_desk import EARLIER, NEXT, call_next, furnish_motions_desk
from config.demo.pens import hand_pen_to
from members.enums import Office
from members.models import Member
from members.services import appointment_make, member_create
from motions.debate.chair import movers, seconders
from motions.debate.desk import desk_act
from motions.loading.document import read_motions
from motions.loading.loading import file_load, read_json
from motions.management.commands.load_conference import SAMPLE
from motions.replay.clock import story_time
from motions.replay.elections import Elections
from motions.replay.hall import Hall
from motions.replay.story import Story
from motions.replay.votes import read_votes
from motions.selectors import business

# A reference back, a show of hands, and two card votes of which one is lost by eight members.
VOTES_TAKEN = 4
# Their windows last thirteen minutes together; the morning must end before now.
MORNING_BEGAN = timedelta(minutes=25)

REGISTERS = "B12"  # a branch of two delegates, of whom one is replaced
# The file of the sample names nobody for these. A vote by telephone takes two of them.
HIRED = (
    (Office.HELPDESK, "HELP-1", "Ottoline Brackenbury"),
    (Office.ACCESS_OFFICER, "HELP-2", "Cadoc Merriweather"),
    (Office.SCRUTINEER, "SCRUT-1", "Philippa Underhay"),
)

ELECTED = ("E1", "E3")  # by transfers, and by confirming the one who stands
STILL_OPEN = ("E2",)
ELECTION_WINDOW_SECONDS = 30 * 60
NOMINATIONS_LAST = timedelta(minutes=30)
DIARY_STATEMENT = (
    "I took the minutes of my branch for nine years, and nobody fell asleep over them."
)


def sample_conference() -> Conference | None:
    """Find the conference of an earlier demo: the one that sits, of those that it has."""
    sample = Conference.objects.filter(is_sample=True).exclude(code__in=(NEXT, EARLIER))
    return sample.select_related("body").first()


def set_the_stage() -> Conference:
    """Load the sample, play the morning, and leave a motion in debate."""
    content = SAMPLE.read_bytes()
    file = Reading(read_json(content))
    document = read_conference(file)
    motions = read_motions(file, document)
    votes = read_votes(file, document, motions)
    morning = timezone.now() - MORNING_BEGAN
    with story_time(morning - timedelta(days=len(DAYS))) as clock:
        conference = file_load(content=content)
        announce_briefing(conference, clock)
        furnish_motions_desk(conference)
        clock.forward_to(morning)
        hall = Hall(conference, clock)
        for officer in (hall.chair, hall.returning_officer):
            hand_pen_to(officer)
        hall.assemble(votes)
        elections = Elections(conference, hall)
        held = elections.open(ELECTED)
        for ballot in held:
            elections.vote(ballot)
        expected = {row.number: row.expected for row in motions.amendments}
        story = Story(conference, hall, votes, expected)
        for row in votes[:VOTES_TAKEN]:
            story.take(row)
        for ballot in held:
            elections.finish(ballot)
        sequence_all()
        for ballot in held:
            declaration_sign(
                ballot=ballot,
                actor=hall.returning_officer,
                statement=OfficerStatement(hall.returning_officer.name),
            )
    elections.open(STILL_OPEN, window_seconds=ELECTION_WINDOW_SECONDS)
    open_nominations(conference, hall)
    open_debate(conference, hall.chair)
    appoint_membership_officer(conference)
    appoint_those_outside(conference)
    let_a_branch_register(conference)
    call_next(conference)
    sequence_all()
    return conference


def open_nominations(conference: Conference, hall: Hall) -> None:
    """Announce a post that delegates nominate for; the first on the sheet has been nominated."""
    now = timezone.now()
    post = post_create(
        conference=conference,
        actor=hall.returning_officer,
        reference="E4",
        title="Conference Diary Editor 2027-28 (sample)",
        duties="Edits the daily news sheet of conference. It gives no seat on any committee.",
        seats=1,
        rule="av",
        ron=True,
        class_code="NON_S46_OFFICE",
        attestation=Attestation.all_no(),
        guard_basis="Not a section 46 position: the editor is no member of the executive.",
        nominated_by=WhoNominates.DELEGATE,
        nominations_open_at=now,
        nominations_close_at=now + NOMINATIONS_LAST,
        order=PaperOrder.LOT,
        order_seed="6 4 1 2 5 5 3 1",
    )
    asha, *others = hall.several(4)
    for nominee, nominator in ((asha, others[0]), (others[1], others[2])):
        nomination_make(post=post, nominee=nominee.member, actor=nominator.member)
    second = post.nominations.get(nominee=others[1].member)
    nomination_consent(nomination=second, actor=others[1].member)
    statement_write(nomination=second, actor=others[1].member, text=DIARY_STATEMENT)


def appoint_membership_officer(conference: Conference) -> None:
    """Let a visitor try the membership roll: the file of the sample names no such officer."""
    held = {"appointments__body": conference.body, "appointments__office": Office.EXECUTIVE}
    member = Member.objects.filter(**held).earliest("membership_number")
    appointment_make(
        actor=None, member=member, office=Office.MEMBERSHIP_OFFICER, body=conference.body
    )


def appoint_those_outside(conference: Conference) -> None:
    """Let a visitor try the helpdesk, a vote by telephone with two officers, and the scrutiny."""
    for office, number, name in HIRED:
        member = member_create(
            actor=None,
            membership_number=number,
            name=name,
            email=f"{number}@example.org".lower(),
            source=f"sample conference file {conference.code}",
        )
        appointment_make(actor=None, member=member, office=office, body=conference.body)


def let_a_branch_register(conference: Conference) -> None:
    """Have a branch enter a substitute: a visitor, as its chair, is the second officer."""
    leader, replaced = conference.credentials.filter(body__code=REGISTERS).select_related(
        "body", "member"
    )
    branch, source = leader.body, f"sample conference file {conference.code}"
    chair, substitute = (
        member_create(
            actor=None,
            membership_number=f"{REGISTERS}-{seat}",
            name=name,
            branch=branch,
            email=f"{REGISTERS}-{seat}@example.org".lower(),
            source=source,
            joined_on=date(2019, 5, 1),
        )
        for seat, name in (("CHAIR", "Rowena Thackeray"), ("SUB", "Osric Pendlebury"))
    )
    for member, office in ((leader.member, Office.BRANCH_SECRETARY), (chair, Office.CHAIR)):
        appointment_make(actor=None, member=member, office=office, body=branch)
    registration_enter(
        conference=conference,
        branch=branch,
        actor=leader.member,
        membership_number=substitute.membership_number,
        replaces=replaced,
    )


def open_debate(conference: Conference, chair: Member) -> None:
    """Call the next motion, and have it moved and seconded."""
    desk_act(conference=conference, actor=chair, key="call")
    for key, given, offered in (("move", "mover", movers), ("second", "seconder", seconders)):
        motion = business(conference).motion
        people = {given: offered(motion).first()} if motion else {}
        desk_act(conference=conference, actor=chair, key=key, **people)
