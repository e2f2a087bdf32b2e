"""A small conference for the tests of the pages: two branches, one motion, officers who sit."""

from dataclasses import dataclass, field
from datetime import date, time

from django.test import Client
from django.utils import timezone

from audit.recording import entry
from ballots.enums import Choice, Majority, VotingForm
from ballots.models import Ballot
from conferences.delegates.entitlement import EntitlementRule
from conferences.enums import AgendaKind, CredentialKind
from conferences.models import AgendaItem, Attendance, Conference, Credential, Floor, Session
from conferences.quorum import Quorum
from conferences.standing_orders import StandingOrders
from members.enums import Office
from members.models import Body, Member
from motions.debate.desk import desk_act
from motions.enums import MotionKind, NecPosition
from motions.models import Motion, MotionText
from motions.states import MotionState
from motions.steps import sha256
from tests.factories.ballots import cast_by
from tests.factories.members import make_body, make_member, make_officer, make_union, signed_in
from tests.retracing import retraced
from tests.snapshots import remembered

TEXT = """Conference notes that shorter hours can be argued for.
Conference instructs the National Executive Council to:
1. publish a model claim; and
2. report the results to Conference 2028."""


@dataclass
class Hall:
    """A conference that sits, and everyone in it."""

    conference: Conference
    motion: Motion
    chair: Member
    teller: Member
    returning_officer: Member
    branches: list[Body] = field(default_factory=list)
    credentials: list[Credential] = field(default_factory=list)

    @property
    def delegate(self) -> Member:
        """The leader of the first delegation."""
        return self.credentials[0].member

    @property
    def ballot(self) -> Ballot:
        """The vote before conference, as it is now."""
        ballot = Floor.objects.select_related("ballot").get(conference=self.conference).ballot
        assert ballot
        return ballot

    def as_(self, member: Member | None, *, enforce_csrf_checks: bool = False) -> Client:
        """A browser in which somebody, or nobody, is signed in."""
        if member is None:
            return Client(enforce_csrf_checks=enforce_csrf_checks)
        return signed_in(member, enforce_csrf_checks=enforce_csrf_checks)

    def press(self, key: str, **given: object) -> None:
        """Press a button of the chair's desk."""
        desk_act(conference=self.conference, actor=self.chair, key=key, **given)

    @retraced
    def put_the_motion(self) -> None:
        """Call, move, second and put the motion."""
        self.press("call")
        self.press("move", mover=self.credentials[0])
        self.press("second", seconder=self.credentials[-1])
        self.press("put_motion")

    @retraced
    def vote_on_the_motion(self, choice: str = Choice.FOR) -> None:
        """Put the motion, have everyone vote alike, and close the vote."""
        self.put_the_motion()
        self.press("open_vote")
        for line in self.ballot.roll.select_related("voter"):
            cast_by(line.voter, self.ballot, choice)
        self.press("close_vote")

    @retraced
    def decide_the_motion(self, choice: str = Choice.FOR) -> None:
        """Vote on the motion and declare the result."""
        self.vote_on_the_motion(choice)
        self.press("declare")


@remembered
def make_hall(
    *, branches: int = 2, delegates: int = 2, motions: int = 1, step_up: str = "none"
) -> Hall:
    union = make_union()
    chair = make_officer(Office.CHAIR, union, "Maureen Ashgrove")
    teller = make_officer(Office.TELLER, union, "Ngozi Farrant")
    returning_officer = make_officer(Office.RETURNING_OFFICER, union, "Tobias Lockwell")
    bodies = [make_body(f"B{n + 1:02}", parent=union) for n in range(branches)]
    orders = StandingOrders(
        quorum=Quorum(delegates=1, branches=1),
        entitlement=EntitlementRule(first=250, step=500),
        enabling_rule="Sample Rule 12.9",
        step_up=step_up,
    )
    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        conference = Conference.objects.create(
            code="NDC27",
            title="National Delegate Conference 2027 (sample)",
            body=union,
            starts_on=date(2027, 6, 15),
            ends_on=date(2027, 6, 17),
            standing_orders=orders.to_document(),
            is_sample=True,
        )
        Floor.objects.create(conference=conference)
        session = Session.objects.create(
            conference=conference, number=1, held_on=date(2027, 6, 15), opened_at=timezone.now()
        )
        items = [
            AgendaItem.objects.create(
                session=session,
                position=n + 1,
                starts_at=time(min(10 + n, 23)),
                title=f"M{n + 1}",
                kind=AgendaKind.MOTION,
            )
            for n in range(motions)
        ]
        all_motions = [_motion(conference, bodies[0], item, n + 1) for n, item in enumerate(items)]
        credentials = [
            _credential(conference, body, number, make_member(f"Delegate {body.code}-{number}"))
            for body in bodies
            for number in range(1, delegates + 1)
        ]
    return Hall(conference, all_motions[0], chair, teller, returning_officer, bodies, credentials)


def _motion(conference: Conference, body: Body, item: AgendaItem, number: int) -> Motion:
    motion = Motion.objects.create(
        conference=conference,
        number=f"M{number}",
        reference=f"M{number}",
        kind=MotionKind.ORDINARY,
        title=f"Shorter working week pilots {number}",
        section="Bargaining",
        lodged_by=body,
        majority=Majority.SIMPLE,
        form=VotingForm.SHOW_OF_HANDS,
        state=MotionState.SCHEDULED,
        nec_position=NecPosition.SUPPORT,
        agenda_item=item,
        lodged_order=number,
        place=number,
    )
    MotionText.objects.create(
        motion=motion, version=1, text=TEXT, sha256=sha256(TEXT), why="As lodged"
    )
    return motion


def _credential(conference: Conference, body: Body, number: int, member: Member) -> Credential:
    now = timezone.now()
    credential = Credential.objects.create(
        conference=conference,
        number=f"{body.code}-{number}",
        member=member,
        body=body,
        kind=CredentialKind.DELEGATE,
        is_leader=number == 1,
        card_strength=2140 if number == 1 else 0,
        admitted_at=now,
    )
    Attendance.objects.create(credential=credential, checked_in_at=now)
    return credential
