"""Asking about conferences: who is here, who of my branch, what comes when.

For pages and API, each in a fixed number of queries:

    conference_by_code(code)        a conference with its body and floor
    conferences_listed()            all conferences, newest first
    sessions_in_order(conference)   the timetable: sessions with their items
    quorum_now(conference)          QuorumNow(present, quorum, level, sentence, entitled)
    credential_of(member, conference)            the member's credential, or None
    delegation(credential, ballot=None)          my branch: who is here, and who has voted (not how)
    voters_present(conference, form)             who would be on the roll of a vote opened now
    credentials_by_branch(conference, ballot=None)  the teller's board: one line a body
    ballots_proposed(conference)    indicative ballots proposed to conference, newest first
    ballots_waiting(conference)     those that wait for a second person, an opening, a declaration
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from ballots.declaring.withholding import withheld
from ballots.enums import BallotState, VotingForm
from ballots.models import Ballot, RollEntry
from ballots.selectors import who_has_voted
from conferences.enums import MeetingKind
from conferences.models import AgendaItem, Conference, Credential, Floor, Rehearsal, Session
from conferences.naming import CONFERENCE, Named
from conferences.quorum import Attendance, Quorum, QuorumLevel
from members.enums import BodyKind
from members.models import Body, Member


@dataclass(frozen=True, slots=True)
class QuorumNow:
    """The quorum as it stands, for the chair's eye."""

    present: Attendance
    quorum: Quorum
    entitled: int
    named: Named = CONFERENCE

    @property
    def is_met(self) -> bool:
        """Say whether conference may decide."""
        return self.quorum.is_met(self.present)

    @property
    def level(self) -> QuorumLevel:
        """Say whether it is safe, near, or not met."""
        return self.quorum.level(self.present)

    @property
    def in_all(self) -> str:
        """Count everybody who could be here."""
        return self.named.counted(self.entitled)

    @property
    def sentence(self) -> str:
        """Say it in words."""
        return self.quorum.reading(self.present, self.named)


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of a delegation: present or not, on the roll of the open vote or not, voted or not."""

    credential: Credential
    on_roll: bool
    has_voted: bool


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One body on the teller's board. How anyone voted is nowhere in it.

    `voted` is None where it is withheld: of a secret ballot, where few of a branch have voted.
    """

    body: Body
    credentials: int
    present: int
    on_roll: int
    voted: int | None


def conferences_listed() -> QuerySet[Conference]:
    """List all conferences, newest first: no rehearsal, and no meeting of a branch or committee."""
    held = Conference.objects.filter(kind=MeetingKind.CONFERENCE, rehearses=None)
    return held.select_related("body")


def conference_by_code(code: str) -> Conference:
    """Find one conference with its body and floor. Raises Conference.DoesNotExist."""
    return Conference.objects.select_related("body", "floor").get(code=code)


def is_cleared(conference: Conference) -> bool:
    """Say whether a conference is the copy of a rehearsal that was cleared away."""
    return Rehearsal.objects.filter(copy=conference, cleared_at__isnull=False).exists()


def floor_of(conference: Conference, *, hold: bool = False) -> Floor:
    """Give what is before conference now, with its item and ballot; with its lock, to show it."""
    floors = Floor.objects.select_for_update(of=("self",)) if hold else Floor.objects
    return floors.select_related("item__session", "ballot", "conference__body").get(
        conference=conference
    )


def sessions_in_order(conference: Conference) -> QuerySet[Session]:
    """Give the timetable: sessions, each with its items."""
    items = AgendaItem.objects.select_related("session")
    return conference.sessions.prefetch_related(Prefetch("items", queryset=items))


def quorum_now(conference: Conference) -> QuorumNow:
    """Count who is admitted and present, in delegates and in branches (guide 3.7)."""
    counts = conference.credentials.filter(may_vote=True).aggregate(
        entitled=Count("id"),
        delegates=Count("id", filter=Q(admitted_at__isnull=False)),
        branches=Count(
            "body",
            distinct=True,
            filter=Q(admitted_at__isnull=False, body__kind=BodyKind.BRANCH),
        ),
    )
    present = Attendance(counts["delegates"], counts["branches"])
    return QuorumNow(present, conference.orders.quorum, counts["entitled"], conference.named)


def credential_of(member: Member, conference: Conference) -> Credential | None:
    """Give the credential a member holds at a conference; one that was revoked is not held."""
    return (
        conference.credentials.filter(member=member, revoked_at=None)
        .select_related("body", "member", "conference")
        .first()
    )


def cards(conference: Conference) -> QuerySet[Credential]:
    """Give the credentials that cast a branch's card: its leader, with its whole strength."""
    return conference.credentials.filter(is_leader=True, card_strength__gt=0, may_vote=True)


def voters_present(conference: Conference, form: str) -> QuerySet[Credential]:
    """Give the credentials that a vote opened now would admit (guide 3.6).

    A show or a secret ballot admits every voting delegate present; a card vote admits the leaders
    present, each of whom casts the branch's whole strength.
    """
    entitled = (
        cards(conference)
        if form == VotingForm.CARD_VOTE
        else conference.credentials.filter(may_vote=True)
    )
    return entitled.filter(admitted_at__isnull=False).select_related("member", "body")


def delegation(credential: Credential, ballot: Ballot | None = None) -> Sequence[Colleague]:
    """Say who of my delegation is here and who has voted. How anyone voted is not asked."""
    colleagues = credential.conference.credentials.filter(
        body=credential.body, revoked_at=None
    ).select_related("member")
    voted = who_has_voted(ballot, credential.body) if ballot else {}
    return [
        Colleague(each, each.member_id in voted, voted.get(each.member_id, False))
        for each in colleagues
    ]


def credentials_by_branch(
    conference: Conference, ballot: Ballot | None = None
) -> Sequence[BodyLine]:
    """Give the teller's board: for each body, who is present, on the roll and has voted."""
    rows = (
        conference.credentials.filter(may_vote=True)
        .values("body")
        .annotate(total=Count("id"), present=Count("id", filter=Q(admitted_at__isnull=False)))
    )
    counts = {row["body"]: row for row in rows}
    rolls = (
        RollEntry.objects.filter(ballot=ballot)
        .values("body")
        .annotate(total=Count("id"), marked=Count("id", filter=Q(voted=True)))
        if ballot
        else []
    )
    voted = {row["body"]: row for row in rolls}
    nothing = {"total": 0, "marked": 0}
    is_secret = ballot is not None and ballot.form == VotingForm.SECRET_BALLOT
    hidden = withheld({body: row["marked"] for body, row in voted.items()}) if is_secret else set()
    return [
        BodyLine(
            body,
            credentials=counts[body.pk]["total"],
            present=counts[body.pk]["present"],
            on_roll=voted.get(body.pk, nothing)["total"],
            voted=None if body.pk in hidden else voted.get(body.pk, nothing)["marked"],
        )
        for body in Body.objects.filter(pk__in=counts)
    ]


def ballots_proposed(conference: Conference) -> QuerySet[Ballot]:
    """Find what was proposed to conference itself. Votes on motions are put by the chair."""
    asked = Ballot.objects.filter(asked_for=conference.log_name)
    return asked.select_related("created_by", "reviewed_by").order_by("-created_at")


def ballots_waiting(conference: Conference) -> QuerySet[Ballot]:
    """Find those of them that wait for somebody."""
    over = (BallotState.REFUSED, BallotState.DECLARED, BallotState.VOIDED)
    return ballots_proposed(conference).exclude(state__in=over)


def vote_unfinished(conference: Conference) -> bool:
    """Say whether a vote is before conference that has not been declared."""
    unfinished = (BallotState.OPEN, BallotState.CLOSED)
    return Floor.objects.filter(conference=conference, ballot__state__in=unfinished).exists()
