"""Every act of the permission table, tried: what `tests/test_permissions.py` has everyone do.

A trial calls the service as its page would. Whoever may not do the act is refused before anything
else is looked at; whoever may gets past that, to do it or to be told what else is wrong.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Final
from uuid import uuid4

from django.utils import timezone

from audit.models import Deletion, Hold
from ballots import services as ballots
from ballots.casting import cast
from ballots.declaring.wording import OfficerStatement
from ballots.enums import Majority, VotingForm
from ballots.guard import Attestation
from ballots.models import Ballot
from ballots.services.disclosing import votes_show
from conferences import services as hall
from conferences.desk.confirming import figures_confirm, figures_dispute
from conferences.enums import AgendaKind
from conferences.models import (
    AgendaItem,
    Complaint,
    Conference,
    Incident,
    Nomination,
    Post,
    RuleDeparture,
    Screen,
    ScrutinyPack,
)
from conferences.quorum import Quorum
from conferences.screens.services import broadcast_set, screen_add, screen_remove, screen_switch
from conferences.setting_up import calling, programme
from members import services as people
from members.enums import BodyKind, Office
from members.models import Appointment, Body, Member
from members.permissions import Where
from members.services import records
from members.services.subject_access import subject_access_give
from motions.committee import rulings
from motions.debate import (
    adopting,
    amending,
    challenging,
    guillotine,
    moving,
    questions,
    secrecy,
    taking_back,
    voting,
)
from motions.enums import ActionState, QuestionKind
from motions.models import Amendment, Motion, PolicyAction, Question, SocReport
from motions.order import scheduling
from motions.packs.packing import pack_ask
from motions.packs.seals import pack_sign
from motions.policy import actions as policy
from motions.policy import certifying, superseding
from tests.factories.conferences import Sitting
from tests.factories.members import make_body, make_member, make_officer
from tests.factories.trials_of_amendments import AMENDMENTS
from tests.factories.trials_of_briefings import BRIEFINGS
from tests.factories.trials_of_committee import COMMITTEE
from tests.factories.trials_of_composites import COMPOSITES
from tests.factories.trials_of_exchange import EXCHANGE
from tests.factories.trials_of_ideas import IDEAS
from tests.factories.trials_of_mandates import MANDATES
from tests.factories.trials_of_meetings import MEETINGS
from tests.factories.trials_of_members import CODES, DELEGATES, page
from tests.factories.trials_of_memberships import MEMBERSHIPS
from tests.factories.trials_of_motions import MOTIONS_DESK
from tests.factories.trials_of_order import ORDER
from tests.factories.trials_of_papers import PAPERS
from tests.factories.trials_of_rehearsing import REHEARSING
from tests.factories.trials_of_running import RUNNING
from tests.factories.trials_of_speaking import FLOOR
from tests.factories.trials_of_trustees import TRUSTEES

REASON: Final = "Said in words, for the record"


@dataclass
class Stage:
    """A sitting conference with one of everything, and somebody in each office, here and there."""

    sitting: Sitting
    branch: Body
    holders: dict[Office, Member]
    of_branch: dict[Office, Member]
    elsewhere: dict[Office, Member]
    nobody: dict[str, Member]
    motion: Motion
    item: AgendaItem
    report: SocReport
    amendment: Amendment
    question: Question
    ballot: Ballot
    post: Post
    nomination: Nomination
    incident: Incident
    screen: Screen
    departure: RuleDeparture
    complaint: Complaint
    pack: ScrutinyPack
    hold: Hold
    deletion: Deletion
    appointment: Appointment
    leaver: Member

    def allowed(self, offices: tuple[Office, ...], where: Where) -> list[Member]:
        """Give who holds these offices where they count."""
        held = self.of_branch if where is Where.BRANCH else self.holders
        return [held[office] for office in offices]

    def denied(self, offices: tuple[Office, ...], where: Where) -> dict[str, Member]:
        """Give everyone else: other offices, these offices of another body, and people of none."""
        right = {office.value for office in offices}
        others = {
            f"{office.value} of the union": member
            for office, member in self.holders.items()
            if where is Where.BRANCH or office.value not in right
        }
        foreign = {f"{office.value} elsewhere": self.elsewhere[office] for office in offices}
        return others | foreign | self.nobody


def _post(conference: Conference, actor: Member, reference: str) -> Post:
    now = timezone.now()
    return hall.post_create(
        conference=conference,
        actor=actor,
        reference=reference,
        title="Tellers 2028",
        duties="Count the votes.",
        seats=1,
        rule="ers97",
        ron=False,
        class_code="NON_S46_OFFICE",
        attestation=Attestation.all_no(),
        guard_basis="They neither sit on the executive nor attend it.",
        nominations_open_at=now - timedelta(hours=1),
        nominations_close_at=now + timedelta(days=2),
    )


def make_stage(sitting: Sitting) -> Stage:
    """Set it all up, by the same services as in life."""
    conference, union = sitting.conference, sitting.conference.body
    officer, clerk, today = sitting.returning_officer, sitting.clerk, timezone.localdate()
    known = {Office(office): member for office, member in sitting.officers.items()}
    holders = {each: known.get(each) or make_officer(each, union, each.label) for each in Office}
    motion = sitting.into_debate("M6")
    branch = motion.lodged_by
    question = questions.motion_put(motion=motion, actor=sitting.chair)
    ballot = sitting.open_vote(question)
    question.refresh_from_db()
    item, report = motion.agenda_item, conference.soc_reports.first()
    assert item
    assert report
    far = make_body("FAR", kind=BodyKind.BRANCH, name="Far Away", parent=union)
    now = timezone.now()
    post = _post(conference, clerk, "E7")
    nominee = make_member("Nell Umber", branch=branch)
    leaver = people.member_suspend(actor=None, member=make_member("Gone Away"))
    deletion = records.erasure_ask(
        actor=officer, membership_number=leaver.membership_number, reason=REASON
    )
    return Stage(
        sitting=sitting,
        branch=branch,
        holders=holders,
        of_branch={each: make_officer(each, branch, f"Branch {each.label}") for each in Office},
        elsewhere={each: make_officer(each, far, f"Far {each.label}") for each in Office},
        nobody={
            "a member of the branch": make_member("Mem Ber", branch=branch),
            "a stranger": make_member("Stran Ger"),
        },
        motion=motion,
        amendment=sitting.amendment("M5.1"),
        question=question,
        ballot=ballot,
        post=post,
        nomination=hall.nomination_make(post=post, nominee=nominee, actor=clerk, branch=branch),
        item=item,
        report=report,
        screen=screen_add(
            conference=conference, actor=sitting.chair, name="Gallery", slug="gallery"
        ),
        incident=hall.incident_open(
            conference=conference, actor=officer, started_at=now, what=REASON, effect=REASON
        ),
        departure=hall.departure_enter(
            conference=conference, actor=officer, rule="C.4", reason=REASON, departed_on=today
        ),
        complaint=hall.complaint_receive(
            conference=conference,
            actor=officer,
            complainant="A. Member",
            about=REASON,
            rule="C.4",
            breach_on=today,
            received_on=today,
        ),
        pack=pack_ask(conference=conference, actor=officer),
        hold=records.everything_hold(actor=officer, reason=REASON),
        deletion=deletion,
        appointment=Appointment.objects.get(member=holders[Office.HELPDESK]),
        leaver=leaver,
    )


Trial = Callable[[Stage, Member], object]


PEOPLE: Final[Mapping[str, Trial]] = {
    "body.create": lambda _, who: people.body_create(
        actor=who, kind=BodyKind.BRANCH, code="NEW", name="New"
    ),
    "appointment.make": lambda stage, who: people.appointment_make(
        actor=who,
        member=stage.nobody["a stranger"],
        office=Office.TELLER,
        body=stage.sitting.conference.body,
    ),
    "appointment.end": lambda stage, who: people.appointment_end(
        actor=who, appointment=stage.appointment
    ),
    "member.enter": lambda _, who: people.member_create(
        actor=who, membership_number="NEW1", name="New"
    ),
    "member.suspend": lambda stage, who: people.member_suspend(
        actor=who, member=stage.nobody["a stranger"]
    ),
    "member.reinstate": lambda stage, who: people.member_reinstate(actor=who, member=stage.leaver),
    "subject_access.give": lambda stage, who: subject_access_give(
        actor=who, member=stage.leaver, why=REASON
    ),
    "officer_key.retire": lambda stage, who: people.officer_key_retire(
        actor=who, member=stage.leaver
    ),
    "officer_key.confirm": lambda _, who: people.officer_key_confirm(actor=who, fingerprint="k"),
    "records.see": lambda _, who: page(who, "/records/"),
    "deletion.ask": lambda stage, who: records.records_ask(
        actor=who, rule="contact-details", subject=stage.leaver.log_name, reason=REASON
    ),
    "erasure.ask": lambda stage, who: records.erasure_ask(
        actor=who, membership_number=stage.leaver.membership_number, reason=REASON
    ),
    "deletion.decline": lambda stage, who: records.records_decline(
        actor=who, deletion=stage.deletion
    ),
    "deletion.confirm": lambda stage, who: records.records_destroy(
        actor=who, deletion=stage.deletion
    ),
    "hold.place": lambda _, who: records.everything_hold(actor=who, reason=REASON),
    "hold.release": lambda stage, who: records.everything_release(
        actor=who, hold=stage.hold, reason=REASON
    ),
}

VOTES: Final[Mapping[str, Trial]] = {
    "ballot.create": lambda stage, who: ballots.ballot_create(
        actor=who,
        body=stage.sitting.conference.body,
        title="A vote",
        question="That this be so",
        class_code="CONF_VOTE",
        attestation=Attestation.all_no(),
        form=VotingForm.SHOW_OF_HANDS,
        majority=Majority.SIMPLE,
        asked_for="motion:NDC27/M9",
        enabling_rule="Sample Rule 12.9",
    ),
    "ballot.approve": lambda stage, who: ballots.ballot_review(
        ballot=stage.ballot, actor=who, approve=True, reason=REASON
    ),
    "ballot.refuse": lambda stage, who: ballots.ballot_review(
        ballot=stage.ballot, actor=who, approve=False, reason=REASON
    ),
    "ballot.open": lambda stage, who: ballots.ballot_open(
        ballot=stage.ballot, actor=who, roll=[], window_seconds=60
    ),
    "ballot.extend": lambda stage, who: ballots.ballot_extend(
        ballot=stage.ballot, actor=who, seconds=30
    ),
    "ballot.announce_close": lambda stage, who: ballots.ballot_announce_close(
        ballot=stage.ballot, actor=who
    ),
    "ballot.close": lambda stage, who: ballots.ballot_close(ballot=stage.ballot, actor=who),
    "ballot.fix_seed": lambda stage, who: ballots.seed_fix(
        ballot=stage.ballot, actor=who, seed="123456", source="Dice"
    ),
    "ballot.withdraw": lambda stage, who: ballots.candidate_withdraw(
        ballot=stage.ballot, actor=who, number=1, reason=REASON
    ),
    "ballot.count": lambda stage, who: ballots.election_count(ballot=stage.ballot, actor=who),
    "ballot.record_lot": lambda stage, who: ballots.lot_record(
        ballot=stage.ballot, actor=who, tied=[1, 2], drawn=1, witness="W. Itness"
    ),
    "ballot.declare": lambda stage, who: ballots.ballot_declare(ballot=stage.ballot, actor=who),
    "ballot.sign": lambda stage, who: ballots.declaration_sign(
        ballot=stage.ballot, actor=who, statement=OfficerStatement(signed_as=who.name)
    ),
    "ballot.recommend_void": lambda stage, who: ballots.ballot_recommend_void(
        ballot=stage.ballot, actor=who, reason=REASON
    ),
    "ballot.void": lambda stage, who: ballots.ballot_void(ballot=stage.ballot, actor=who),
    "ballot.uphold": lambda stage, who: ballots.ballot_uphold(ballot=stage.ballot, actor=who),
    "ballot.cast": lambda stage, who: cast(
        ballot_id=stage.ballot.pk, voter=who, choice="for", request_id=uuid4()
    ),
    "inability.report": lambda stage, who: ballots.unable_report(
        ballot=stage.ballot, voter=who, reason=REASON
    ),
    "more_time.ask": lambda stage, who: ballots.more_time_ask(ballot=stage.ballot, voter=who),
    "votes.see": lambda stage, who: votes_show(actor=who, ballot=stage.ballot),
}

CONFERENCE: Final[Mapping[str, Trial]] = {
    "conference.call": lambda stage, who: calling.conference_call(
        body=stage.sitting.conference.body,
        actor=who,
        code="NDC99",
        title="Another",
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate(),
        quorum=Quorum(2, 1),
    ),
    "standing_orders.set": lambda stage, who: calling.standing_orders_set(
        conference=stage.sitting.conference,
        actor=who,
        settings=stage.sitting.conference.standing_orders,
    ),
    "session.arrange": lambda stage, who: programme.session_arrange(
        conference=stage.sitting.conference, actor=who, held_on=stage.sitting.conference.ends_on
    ),
    "agenda_item.arrange": lambda stage, who: programme.item_arrange(
        session=stage.sitting.conference.sessions.get(number=2),
        actor=who,
        title="Any other business",
        kind=AgendaKind.FORMAL,
        starts_at=time(12),
    ),
    "session.open": lambda stage, who: hall.session_open(
        session=stage.sitting.conference.sessions.get(number=2), actor=who
    ),
    "session.close": lambda stage, who: hall.session_close(
        session=stage.sitting.conference.sessions.get(number=1), actor=who
    ),
    "credential.check_in": lambda stage, who: hall.check_in(
        credential=stage.sitting.credential("B11-1"), actor=who
    ),
    "credential.check_out": lambda stage, who: hall.check_out(
        credential=stage.sitting.credential("B11-1"), actor=who
    ),
    "indicative_vote.open": lambda stage, who: hall.indicative_vote_open(
        ballot=stage.ballot, conference=stage.sitting.conference, actor=who
    ),
    "figures.confirm": lambda stage, who: figures_confirm(
        ballot=stage.ballot, conference=stage.sitting.conference, actor=who
    ),
    "figures.dispute": lambda stage, who: figures_dispute(
        ballot=stage.ballot, conference=stage.sitting.conference, actor=who, reason=REASON
    ),
    "screen.add": lambda stage, who: screen_add(
        conference=stage.sitting.conference, actor=who, name="Foyer", slug="foyer"
    ),
    "screen.switch": lambda stage, who: screen_switch(
        screen=stage.screen, actor=who, shows="message", message=REASON
    ),
    "screen.remove": lambda stage, who: screen_remove(screen=stage.screen, actor=who),
    "broadcast.set": lambda stage, who: broadcast_set(
        conference=stage.sitting.conference, actor=who, note=REASON
    ),
    "incident.open": lambda stage, who: hall.incident_open(
        conference=stage.sitting.conference,
        actor=who,
        started_at=timezone.now(),
        what=REASON,
        effect=REASON,
    ),
    "incident.end": lambda stage, who: hall.incident_end(
        incident=stage.incident, actor=who, ended_at=timezone.now()
    ),
    "incident.decide": lambda stage, who: hall.incident_decide(
        incident=stage.incident, actor=who, decision=REASON
    ),
    "departure.enter": lambda stage, who: hall.departure_enter(
        conference=stage.sitting.conference,
        actor=who,
        rule="C.5",
        reason=REASON,
        departed_on=timezone.localdate(),
    ),
    "departure.tell_officer": lambda stage, who: hall.departure_tell_officer(
        departure=stage.departure, actor=who, told_on=timezone.localdate()
    ),
    "departure.tell_members": lambda stage, who: hall.departure_tell_members(
        departure=stage.departure, actor=who, told_on=timezone.localdate()
    ),
    "departure.enter_reply": lambda stage, who: hall.departure_enter_reply(
        departure=stage.departure, actor=who, reply=REASON, replied_on=timezone.localdate()
    ),
    "complaint.receive": lambda stage, who: hall.complaint_receive(
        conference=stage.sitting.conference,
        actor=who,
        complainant="A. N. Other",
        about=REASON,
        rule="C.6",
        breach_on=timezone.localdate(),
        received_on=timezone.localdate(),
    ),
    "complaint.begin_procedure": lambda stage, who: hall.complaint_begin_procedure(
        complaint=stage.complaint, actor=who, began_on=timezone.localdate()
    ),
    "complaint.end_procedure": lambda stage, who: hall.complaint_end_procedure(
        complaint=stage.complaint, actor=who, ended_on=timezone.localdate()
    ),
    "complaint.tell_officer": lambda stage, who: hall.complaint_tell_officer(
        complaint=stage.complaint, actor=who, told_on=timezone.localdate()
    ),
    "complaint.close": lambda stage, who: hall.complaint_close(
        complaint=stage.complaint, actor=who, outcome=REASON, closed_on=timezone.localdate()
    ),
    "scrutiny_pack.ask_for": lambda stage, who: pack_ask(
        conference=stage.sitting.conference, actor=who
    ),
    "scrutiny_pack.sign": lambda stage, who: pack_sign(pack=stage.pack, actor=who),
    "post.create": lambda stage, who: _post(stage.sitting.conference, who, "E8"),
    "post.review": lambda stage, who: hall.post_review(
        post=stage.post, actor=who, approve=True, reason=REASON
    ),
    "post.ask_later_close": lambda stage, who: hall.post_ask_later_close(
        post=stage.post, actor=who, until=timezone.now() + timedelta(days=9), reason=REASON
    ),
    "post.confirm_later_close": lambda stage, who: hall.post_confirm_later_close(
        post=stage.post, actor=who
    ),
    "post.close_nominations": lambda stage, who: hall.nominations_close(post=stage.post, actor=who),
    "post.declare_unopposed": lambda stage, who: hall.post_declare_unopposed(
        post=stage.post, actor=who
    ),
    "post.put_to_vote": lambda stage, who: hall.post_put_to_vote(post=stage.post, actor=who),
    "post.open_vote": lambda stage, who: hall.post_vote_open(
        post=stage.post, actor=who, window_seconds=600
    ),
    "nomination.make": lambda stage, who: hall.nomination_make(
        post=stage.post, nominee=stage.nobody["a stranger"], actor=who, branch=stage.branch
    ),
    "nomination.rule_on": lambda stage, who: hall.nomination_rule_on(
        nomination=stage.nomination, actor=who, valid=True, reason=REASON
    ),
    "nomination.withdraw": lambda stage, who: hall.nomination_withdraw(
        nomination=stage.nomination, actor=who, reason=REASON
    ),
    "nomination.consent": lambda stage, who: hall.nomination_consent(
        nomination=stage.nomination, actor=who
    ),
    "statement.write": lambda stage, who: hall.statement_write(
        nomination=stage.nomination, actor=who, text=REASON
    ),
}

MOTIONS: Final[Mapping[str, Trial]] = {
    "motion.receive": lambda stage, who: rulings.motion_receive(motion=stage.motion, actor=who),
    "motion.rule": lambda stage, who: rulings.motion_rule_in_order(motion=stage.motion, actor=who),
    "motion.schedule": lambda stage, who: scheduling.motion_schedule(
        motion=stage.motion, actor=who, item=stage.item, place=1
    ),
    "motion.certify": lambda stage, who: certifying.motion_certify(motion=stage.motion, actor=who),
    "motion.adopt_policy": lambda stage, who: certifying.motion_adopt_policy(
        motion=stage.motion, actor=who
    ),
    "motion.supersede": lambda stage, who: superseding.motion_supersede(
        motion=stage.motion, by=stage.motion, actor=who, reason=REASON
    ),
    "policy_action.enter": lambda stage, who: policy.action_enter(
        motion=stage.motion, actor=who, what=REASON, responsible="NEC"
    ),
    "policy_action.report": lambda stage, who: policy.action_report(
        action=PolicyAction(motion=stage.motion), actor=who, text=REASON, state=ActionState.DONE
    ),
    "soc_report.adopt": lambda stage, who: adopting.report_adopt(report=stage.report, actor=who),
    "motion.call": lambda stage, who: moving.motion_call(motion=stage.motion, actor=who),
    "motion.take_back": lambda stage, who: taking_back.motion_take_back(
        motion=stage.motion, actor=who
    ),
    "motion.move": lambda stage, who: moving.motion_move(
        motion=stage.motion, actor=who, mover=stage.sitting.credential("B11-1")
    ),
    "motion.second": lambda stage, who: moving.motion_second(
        motion=stage.motion, actor=who, seconder=stage.sitting.credential("B11-1")
    ),
    "motion.direct": lambda stage, who: moving.motion_shelve(motion=stage.motion, actor=who),
    "motion.guillotine": lambda stage, who: guillotine.motion_guillotine(
        motion=stage.motion, actor=who
    ),
    "motion.put": lambda stage, who: questions.motion_put(motion=stage.motion, actor=who),
    "amendment.accept": lambda stage, who: amending.amendment_accept(
        amendment=stage.amendment, actor=who
    ),
    "amendment.open": lambda stage, who: amending.amendment_open(
        amendment=stage.amendment, actor=who, mover=stage.sitting.credential("B11-1"), seconder=None
    ),
    "amendment.leave_out": lambda stage, who: amending.amendment_not_moved(
        amendment=stage.amendment, actor=who
    ),
    "amendment.put": lambda stage, who: questions.amendment_put(
        amendment=stage.amendment, actor=who
    ),
    "question.put": lambda stage, who: questions.procedural_put(
        conference=stage.sitting.conference, kind=QuestionKind.CLOSURE, actor=who
    ),
    "question.choose_form": lambda stage, who: secrecy.question_choose_form(
        question=stage.question, actor=who, secret=True
    ),
    "question.open_vote": lambda stage, who: voting.question_open_vote(
        question=stage.question, actor=who
    ),
    "question.challenge": lambda stage, who: challenging.question_challenge(
        question=stage.question, actor=who, reason=REASON
    ),
    "question.uphold": lambda stage, who: challenging.question_uphold(
        question=stage.question, actor=who, reason=REASON
    ),
    "question.order_card_vote": lambda stage, who: challenging.question_order_card_vote(
        question=stage.question, actor=who
    ),
    "question.void_technical": lambda stage, who: challenging.question_void_technical(
        question=stage.question, actor=who
    ),
}

TRIALS: Final[Mapping[str, Trial]] = {
    **PEOPLE,
    **CODES,
    **VOTES,
    **CONFERENCE,
    **DELEGATES,
    **REHEARSING,
    **MOTIONS,
    **MOTIONS_DESK,
    **ORDER,
    **RUNNING,
    **PAPERS,
    **EXCHANGE,
    **AMENDMENTS,
    **BRIEFINGS,
    **COMMITTEE,
    **COMPOSITES,
    **MEETINGS,
    **MEMBERSHIPS,
    **IDEAS,
    **MANDATES,
    **FLOOR,
    **TRUSTEES,
}
"""Every act by its name in the table. A room that adds an act adds its trial."""
