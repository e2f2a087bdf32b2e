"""The priority ballot: the branches say which motions come first (guide 3.0, choosing motions).

Its ballot is one of the ballots room, set out as an election that elects nobody, under the rule
`priority-points`: the first choice of a branch has as many points as there are choices, the next
one fewer. So it is cast in the booth, sealed until its close, counted with a record, declared and
signed like any election. Each branch has one paper, whatever its size, cast by its lead delegate,
or its secretary while it has none. How a branch ranked is secret, as every paper marked with names
is here: that it voted is on the roll, and what it was mandated to say is the branch's own affair.
"""

import hashlib
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from ballots.counting.sheet import json_record
from ballots.election_paper import Nominee
from ballots.enums import BallotState
from ballots.guard import Attestation
from ballots.models import Ballot
from ballots.selectors import count_of, is_withheld
from ballots.services import RollLine, ballot_open, election_create
from conferences.enums import Key
from conferences.key_dates import key_date
from conferences.models import Conference
from conferences.rules import acting
from members.enums import BodyKind, Office
from members.models import Member
from members.selectors import appointments_in_force
from motions.models import Motion, PriorityBallot, PriorityItem
from motions.states import Act, MotionState
from motions.steps import advance, held_motion, hold_floor

RULE = "priority-points"
MOST_RANKS = 20
_OVER = (BallotState.DECLARED, BallotState.VOIDED, BallotState.REFUSED)
_CAN_BE_RANKED = (MotionState.IN_ORDER, MotionState.SCHEDULED)


def priority_ballot_set_up(
    *,
    conference: Conference,
    actor: Member,
    items: Sequence[Sequence[Motion]],
    ranks: int,
    line: int,
) -> PriorityBallot:
    """Set out the paper: which motions are on it, or groups as one item, and how many ranks.

    The first `line` items by the result are ready to be scheduled.
    """
    with acting(actor, conference, "priority_ballot.set_up") as log:
        hold_floor(conference)
        _refuse_paper(conference, items, ranks, line)
        last = conference.priority_ballots.order_by("-number").first()
        made = PriorityBallot.objects.create(
            conference=conference,
            number=last.number + 1 if last else 1,
            ranks=ranks,
            line=line,
        )
        for number, motions in enumerate(items, start=1):
            item = PriorityItem.objects.create(priority_ballot=made, number=number)
            item.motions.set(motions)
        made.ballot = election_create(
            actor=actor,
            body=conference.body,
            title=f"{conference.code}: priority ballot {made.number}",
            question=f"Which motions should conference debate first? Rank up to {ranks}.",
            class_code="PRIORITY",
            attestation=Attestation.all_no(),
            rule=RULE,
            seats=ranks,
            candidates=[Nominee(str(each)) for each in made.items.prefetch_related("motions")],
            ron=False,
            asked_for=made.log_name,
            enabling_rule=conference.orders.enabling_rule,
            steps_up=conference.orders.elections_step_up,
        )
        made.save(update_fields=["ballot"])
        log.record(
            "priority_ballot.set_up",
            subject=made,
            ballot=made.ballot.log_name,
            items=[[each.log_name for each in motions] for motions in items],
            ranks=ranks,
            line=line,
        )
    return made


def priority_ballot_open(*, priority: PriorityBallot, actor: Member) -> Ballot:
    """Open it to the branches, until the day and hour that the timetable has for its close."""
    conference = priority.conference
    with acting(actor, conference, "priority_ballot.open") as log:
        hold_floor(conference)
        opens = key_date(conference, Key.PRIORITY_BALLOT_OPEN)
        closes = key_date(conference, Key.PRIORITY_BALLOT_CLOSE)
        now = timezone.now()
        if closes is None:
            raise Refusal("no-closing-date", "Enter first when the priority ballot closes.")
        if opens and now < opens:
            said = timezone.localtime(opens).strftime("%-d %B %Y, %H:%M")
            raise Refusal("too-early", f"The priority ballot opens on {said}.")
        if now >= closes:
            raise Refusal("too-late", "The time for the priority ballot is over.")
        if priority.ballot is None:
            raise Refusal("no-paper", "The paper has not been set out.")
        roll = branch_roll(conference)
        ballot = ballot_open(
            ballot=priority.ballot,
            actor=actor,
            roll=roll,
            window_seconds=int((closes - now).total_seconds()),
            entitled=len(roll),
        )
        log.record("priority_ballot.opened", subject=priority, branches=len(roll))
    return ballot


def priority_result_keep(ballot: Ballot, actor: Member | None) -> None:
    """Attach a declared result to the motions it is about: places, and points unless withheld."""
    priority = PriorityBallot.objects.select_for_update(of=("self",)).filter(ballot=ballot).first()
    kept = count_of(ballot) if priority else None
    if priority is None or kept is None:
        return
    with entry(actor=actor) as log:
        points = json_record.read(kept.record.encode()).stages[0].votes
        for item in priority.items.all():
            mine = points[item.number - 1]
            item.place = 1 + sum(each > mine for each in points)
            item.points = None if is_withheld(ballot) else mine
            item.save(update_fields=["place", "points"])
        priority.result_sha256 = hashlib.sha256(kept.record.encode()).hexdigest()
        priority.save(update_fields=["result_sha256"])
        log.record(
            "priority_ballot.result_kept",
            subject=priority,
            ballot=ballot.log_name,
            count_sha256=priority.result_sha256,
        )


def priority_ballot_apply(*, priority: PriorityBallot, actor: Member) -> PriorityBallot:
    """Draw the line: what is below it is not prioritised, each motion with its place in the result.

    Items that share the last place above the line are all above it. A composite is on the final
    agenda already and stays there, in whatever place the committee gives it.
    """
    conference = priority.conference
    with acting(actor, conference, "priority_ballot.apply") as log:
        hold_floor(conference)
        priority = conference.priority_ballots.select_for_update().get(pk=priority.pk)
        if not priority.result_sha256:
            raise Refusal("not-declared", "The result of the priority ballot is not declared yet.")
        if priority.applied_at:
            raise Refusal("applied-already", "The line has been drawn already.")
        below = []
        for item in priority.items.filter(place__gt=priority.line).prefetch_related("motions"):
            for each in item.motions.all():
                motion = held_motion(each)
                if motion.standing == MotionState.IN_ORDER:
                    advance(
                        log,
                        motion,
                        Act.NOT_PRIORITISED,
                        priority_ballot=priority.log_name,
                        place=item.place,
                    )
                    below.append(motion.log_name)
        priority.applied_at = timezone.now()
        priority.save(update_fields=["applied_at"])
        log.record(
            "priority_ballot.applied",
            subject=priority,
            line=priority.line,
            below=below,
            count_sha256=priority.result_sha256,
        )
    return priority


def branch_roll(conference: Conference) -> list[RollLine]:
    """Give one voter for each branch: its lead delegate, or else its secretary."""
    leaders = conference.credentials.filter(
        is_leader=True, revoked_at=None, body__kind=BodyKind.BRANCH
    )
    voters = {
        each.body_id: RollLine(each.member, each.body, 1, each.log_name)
        for each in leaders.select_related("conference", "member", "body").order_by("number")
    }
    secretaries = appointments_in_force().filter(
        Q(body__in=conference.motions.order_by().values("lodged_by"))
        | Q(body__in=conference.credentials.order_by().values("body")),
        office=Office.BRANCH_SECRETARY,
        body__kind=BodyKind.BRANCH,
    )
    taken = {line.voter.pk for line in voters.values()}
    for each in secretaries.select_related("member", "body").order_by("pk"):
        if each.body_id not in voters and each.member_id not in taken:
            voters[each.body_id] = RollLine(each.member, each.body, 1, each.body.log_name)
            taken.add(each.member_id)
    return list(voters.values())


def _refuse_paper(
    conference: Conference, items: Sequence[Sequence[Motion]], ranks: int, line: int
) -> None:
    under_way = conference.priority_ballots.exclude(ballot__state__in=_OVER)
    if under_way.exists():
        raise Refusal("under-way", f"Finish this first: {under_way[0]}.")
    if not 1 <= ranks <= MOST_RANKS:
        raise Refusal("ranks", f"A branch ranks from 1 to {MOST_RANKS} items.")
    if len(items) <= ranks:
        raise Refusal(
            "nothing-to-choose", f"To rank {ranks} of them, more than {ranks} items are needed."
        )
    if not 1 <= line < len(items):
        raise Refusal("line", f"The line is drawn after an item from 1 to {len(items) - 1}.")
    chosen = [motion for motions in items for motion in motions]
    if len({motion.pk for motion in chosen}) < len(chosen) or not all(items):
        raise Refusal("named-twice", "Each motion is on the paper once.")
    for motion in chosen:
        if motion.conference_id != conference.pk or motion.standing not in _CAN_BE_RANKED:
            raise Refusal(
                "cannot-be-ranked",
                f"{motion.spoken} cannot be on the paper: {motion.standing.label.lower()}.",
            )
