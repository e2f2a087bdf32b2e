"""The pay consultation of the sample, held as an indicative ballot: from plan to declaration.

Who is asked is invented, as many as the file says and marked as sample; what is done is done by the
services that the pages and the clock use. The replay is the other side too: it takes every message,
and nothing leaves the machine.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final
from uuid import uuid4

from django.db.models import Exists, OuterRef
from django.utils import timezone

from audit.recording import entry
from ballots.casting import cast
from ballots.enums import BallotState, VotingForm
from ballots.guard import Attestation
from ballots.membership.calendar import usual_reminders
from ballots.membership.duties import memberships_keep
from ballots.membership.mailing import told_of_cast
from ballots.membership.planning import (
    Asked,
    membership_ballot_approve,
    membership_ballot_plan,
)
from ballots.membership.preparing import preparation_of, shares_work
from ballots.membership.roll import electorate_of
from ballots.membership.words import BLANK, paper
from ballots.models import Ballot, MembershipBallot, RollEntry
from ballots.secret.tasks import opening_go_on
from ballots.secret.telling import voters_tell
from ballots.selectors import count, turnout
from ballots.selectors.delivery import delivery_board
from ballots.services import ballot_close, ballot_declare
from ballots.services.booth import booth_open
from ballots.services.posting import ballot_passcodes_post
from conferences.models import Conference
from conferences.reading import Reading, UnreadableDocumentError
from conferences.sample_people import sample_name
from members.delivery.channels import AT_ONCE
from members.delivery.pump import channel_rest
from members.enums import Channel, ContactKind, DispatchState, Office
from members.models import Body, Contact, Dispatch, Member
from members.selectors import officers_of
from members.services.dispatching import passcode_reissue
from motions.loading.loading import file_load, read_json
from motions.replay.clock import StoryClock, story_time
from motions.replay.sealed import Put, sealed_put

SOURCE: Final = "Invented for the sample"
_PLANNED: Final = timedelta(days=6)  # before it opens
_JOINED: Final = date(2020, 1, 1)
_AT_ONCE: Final = 2000
# Which share of all who vote does so in each tenth of the time: early, after reminders, and last.
_TIDE: Final = (22, 9, 6, 5, 4, 15, 8, 5, 12, 14)


@dataclass(frozen=True, slots=True)
class Consultation:
    """What the file says of it: what was asked of whom, and what came of it."""

    title: str
    question: str
    options: Sequence[str]
    recommends: str
    branches: Sequence[str]
    opens_at: datetime
    closes_at: datetime
    expected: dict[str, int | str]


def read_consultation(file: Reading) -> Consultation:
    """Read the indicative ballot of a file; UnreadableDocumentError says what is wrong."""
    row = file["indicative_ballot"]
    said = row["sample_return"]
    wanted = ("passcodes_issued", "not_delivered", "reissued", "votes_cast", "blank")
    options = row.names("options")
    read = Consultation(
        title=row.text("title"),
        question=row.text("question", max_length=1000),
        options=options,
        recommends=row.text("committee_recommendation"),
        branches=row.names("electorate_branches"),
        opens_at=row.instant("opens"),
        closes_at=row.instant("closes"),
        expected={
            "roll": row.whole("electorate", least=1),
            **{name: said.whole(name) for name in wanted},
            **{option.lower(): said.whole(option.lower()) for option in options},
            "turnout": f"{said.value['turnout_percent']:.2f}",
        },
    )
    if file.problems:
        raise UnreadableDocumentError(file.problems)
    return read


@dataclass(slots=True)
class Held:
    """How far it is, and at the end what came of it."""

    plan: MembershipBallot
    obtained: dict[str, int | str]


def consultation_replay(
    content: bytes, form: VotingForm, many: Executor
) -> Iterator[str | tuple[Consultation, Held]]:
    """Hold it; say each step as it is taken, and give what was expected with what came out.

    `many` are processes that make credentials and encrypt ballots, as many browsers would.
    """
    file = Reading(read_json(content))
    told = read_consultation(file)
    with story_time(told.opens_at - _PLANNED) as clock:
        conference = file_load(content=content)
        officers = {each.office: each.member for each in officers_of(conference.body)}
        returning_officer = officers[Office.RETURNING_OFFICER]
        _invent(conference, told)
        plan = _planned(conference.body, told, officers[Office.CLERK], form)
        asked = electorate_of(plan).count()
        yield f"{asked:,} members in {len(told.branches)} branches, {SOURCE.lower()}"
        plan = membership_ballot_approve(plan=plan, actor=returning_officer)
        if plan.ballot.is_sealed:
            yield from _prepared(plan, many)
        clock.forward_to(plan.opens_at)
        _clock_strikes()
        ballot = Ballot.objects.get(pk=plan.pk)
        yield f"opened by the clock on a roll of {ballot.roll_size:,}; notices laid"
        ballot_passcodes_post(ballot=ballot, actor=returning_officer)
        _reissue(ballot, returning_officer, int(told.expected["reissued"]))
        _take_all_messages()
        yield "passcodes posted, and lost ones sent anew"
        plan.ballot = ballot
        yield from _vote(plan, told, clock, many)
        yield f"{turnout(ballot).voted:,} votes cast, with reminders between"
        clock.forward_to(plan.closes_at)
        ballot_close(ballot=ballot, actor=None)
        memberships_keep()
        if ballot.is_sealed:
            voters_tell()
            opening_go_on(ballot.pk)
            yield "closed by the clock; the encrypted ballots added up, and the sum alone opened"
        ballot = ballot_declare(ballot=ballot, actor=returning_officer)
        yield f"declared: {(ballot.result or {})['explanation']}"
        yield told, Held(plan, _obtained(ballot))


def _invent(conference: Conference, told: Consultation) -> None:
    """Enter as many members as each branch has, so many of them with no address at all."""
    sizes = dict(
        conference.branch_entitlements.filter(branch__code__in=told.branches).values_list(
            "branch", "members"
        )
    )
    have = Member.objects.filter(branch__in=sizes, is_active=True)
    silent = int(told.expected["not_delivered"])
    silent -= have.filter(~Exists(Contact.objects.filter(member=OuterRef("pk")))).count()
    now = timezone.now()
    with entry(actor=None) as log:
        members: list[Member] = []
        for body, size in sizes.items():
            for _ in range(size - have.filter(branch=body).count()):
                number = len(members)
                members.append(
                    Member(
                        membership_number=f"S{number:06}",
                        name=sample_name(number),
                        branch_id=body,
                        source=SOURCE,
                        as_at=now.date(),
                        joined_on=_JOINED,
                    )
                )
        Member.objects.bulk_create(members, batch_size=_AT_ONCE)
        Contact.objects.bulk_create(
            (_contact(one, now) for one in members[max(0, silent) :]), batch_size=_AT_ONCE
        )
        log.record("sample.invented", subject=conference, members=len(members), source=SOURCE)


def _contact(member: Member, now: datetime) -> Contact:
    contact = Contact(member=member, kind=ContactKind.EMAIL, changed_at=now)
    contact.hold(f"{member.membership_number.lower()}@example.org")
    return contact


def _planned(body: Body, told: Consultation, clerk: Member, form: VotingForm) -> MembershipBallot:
    opens, closes = (timezone.localtime(at) for at in (told.opens_at, told.closes_at))
    return membership_ballot_plan(
        actor=clerk,
        body=body,
        title=told.title,
        question=told.question,
        options=paper(told.options, blank=True),
        class_code="PAY_CONSULT",
        form=form,
        attestation=Attestation.all_no(),
        asked=Asked(
            qualifying_on=timezone.localdate(),
            opens_at=told.opens_at,
            closes_at=told.closes_at,
            rule="The members whom the offer covers (sample)",
            reminders=usual_reminders(opens, closes),
            parts=told.branches,
            recommended_by="The negotiating committee (sample)",
            recommendation=f"The committee recommends: {told.recommends}.",
        ),
    )


def _clock_strikes() -> None:
    """Let the clock do what is due; the channels rest, for nothing leaves the machine."""
    for channel in AT_ONCE:
        channel_rest(channel, timedelta(minutes=10))
    voters_tell()
    memberships_keep()
    _take_all_messages()


def _take_all_messages() -> None:
    """Be the mail server: take everything that waits."""
    now = timezone.now()
    Dispatch.objects.filter(state=DispatchState.WAITING).update(
        state=DispatchState.SENT, sent_at=now, tries=1
    )


def _reissue(ballot: Ballot, officer: Member, many: int) -> None:
    """Send so many a passcode anew, who say that theirs did not come."""
    _take_all_messages()
    reached = Dispatch.objects.filter(purpose=ballot.log_name, state=DispatchState.SENT)
    members = Member.objects.filter(pk__in=reached.values("member")).order_by("pk")
    for member in members[:many]:
        passcode_reissue(
            actor=officer, member=member, purpose=ballot.log_name, reason="It did not come."
        )


def _prepared(plan: MembershipBallot, many: Executor) -> Iterator[str]:
    """Be the workers that make the voters' credentials before it opens."""
    shares_work(plan.pk, makers=many)
    if so_far := preparation_of(plan):
        yield f"{so_far.made:,} of {so_far.of:,} credentials made beforehand"


def _vote(
    plan: MembershipBallot, told: Consultation, clock: StoryClock, many: Executor
) -> Iterator[str]:
    """Let them vote as the file says, in the tides of such a ballot; the clock reminds between."""
    wishes = _wishes(told)
    put = sealed_put(plan, many) if plan.ballot.is_sealed else _recorded_put(plan)
    lines = RollEntry.objects.filter(ballot=plan.pk, voter__is_active=True).select_related("voter")
    reached = Dispatch.objects.filter(member=OuterRef("voter"), state=DispatchState.SENT)
    voters = iter(lines.filter(Exists(reached)).order_by("admitted"))
    span = (plan.closes_at - plan.opens_at) / len(_TIDE)
    for tenth, share in enumerate(_TIDE, start=1):
        is_last = tenth == len(_TIDE)
        wanted = len(wishes) if is_last else int(told.expected["votes_cast"]) * share // 100
        now = list(islice(voters, min(wanted, len(wishes))))
        put([(line, wishes.pop()) for line in now])
        yield f"{len(now):,} votes in tenth {tenth} of its time"
        if not is_last:
            clock.forward_to(plan.opens_at + span * tenth)
            _clock_strikes()


def _recorded_put(plan: MembershipBallot) -> Put:
    """Cast as from the page of a ballot whose votes are recorded."""

    def put(choices: Iterable[tuple[RollEntry, str]]) -> None:
        for line, choice in choices:
            held = booth_open(ballot=plan.ballot, voter=line.voter, channel=Channel.EMAIL)
            cast(
                ballot_id=plan.pk,
                voter=line.voter,
                choice=choice,
                request_id=uuid4(),
                booth_pass=held,
            )
            told_of_cast(plan=plan, voter=line.voter)

    return put


def _wishes(told: Consultation) -> list[str]:
    """Give every vote of the file, spread evenly, so that no branch votes alike."""
    options = paper(told.options, blank=True)
    named = {option.label.lower(): option.key for option in options} | {"blank": BLANK.key}
    left = {
        named[name]: int(told.expected[name]) for name in (*map(str.lower, told.options), "blank")
    }
    whole = dict(left)
    wishes = []
    while any(left.values()):
        key = max(left, key=lambda each: left[each] / whole[each])
        left[key] -= 1
        wishes.append(key)
    return wishes


def _obtained(ballot: Ballot) -> dict[str, int | str]:
    votes, figures = turnout(ballot), count(ballot)
    board = delivery_board(ballot).total.figures
    named = {option.key: option.label.lower() for option in ballot.paper} | {BLANK.key: "blank"}
    if ballot.state != BallotState.DECLARED:
        raise ValueError("What came of it is told once it is declared.")
    return {
        "roll": votes.roll,
        "passcodes_issued": board.issued,
        "not_delivered": board.lost,
        "reissued": board.reissued,
        "votes_cast": votes.voted,
        **{named[key]: papers for key, papers in figures.papers.items()},
        "turnout": votes.percent,
    }
