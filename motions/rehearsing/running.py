"""One run of a rehearsal, from the doors to the report: alone, or beside a real chair."""

import time
from collections.abc import Callable
from typing import Final

from django.db.models import F
from django.utils import timezone

from audit.recording import entry
from ballots.enums import BallotState, VotingForm
from ballots.models import RollEntry
from conferences.models import Conference, DeviceCheck, Rehearsal
from conferences.readiness.checks import report_on
from conferences.readiness.report import Finding
from conferences.rehearsing.company import Company
from conferences.rehearsing.crowd import Crowd
from conferences.rehearsing.go_no_go import Devices, Rules, judge
from conferences.rehearsing.measures import Measures
from conferences.rehearsing.rehearsals import rehearsal_report
from conferences.selectors import floor_of
from motions.enums import RULE_KINDS
from motions.rehearsing.chairing import SimulatedChair
from motions.states import MotionState

TICK_SECONDS: Final = 0.25
LONGEST_SECONDS: Final = 3 * 60 * 60  # beside a real chair: a session
BETWEEN_VOTES: Final = 240  # seconds of debate between two votes, for who comes and goes when
DELIVERY: Final = frozenset({"reach", "bounces", "channels", "freeze"})  # of the readiness report

Tell = Callable[[str, int], bool]


def run(rehearsal: Rehearsal, *, slack: int | None = None) -> Rehearsal:
    """Run it, measure it, judge it, and keep the report. Called once, outside any request.

    `slack` is how many seconds votes are open beyond their own time at the pace of the run.
    """
    crowd = Crowd.from_document(rehearsal.crowd)
    copy, real = rehearsal.copy, rehearsal.conference
    expected = copy.credentials.filter(may_vote=True).count()
    began = time.monotonic()
    company = Company(
        copy,
        crowd,
        windows=real.orders.window_for,
        length=crowd.votes * (BETWEEN_VOTES if crowd.pace == 1 else real.orders.windows.default),
    )

    def tell(doing: str, done: int) -> bool:
        rows = Rehearsal.objects.filter(pk=rehearsal.pk)
        rows.update(doing=doing[:120], done=done, moved_at=timezone.now())
        return not rows.filter(stop_asked=True).exists()

    if crowd.has_chair:
        slack = 5 + len(company.people) // 10 if slack is None else slack
        chair = SimulatedChair(company, votes=crowd.votes, tell=tell, slack=slack)
        _shorten(copy)
        chair.run()
        rehearsed = chair.rehearsed
    else:
        rehearsed = _beside(company, tell)
    measures = Measures(
        votes=company.measured,
        expected=expected,
        people=company.real,
        fewest=company.fewest or 0,
        fewest_branches=company.fewest_branches,
        late=company.came_late,
        dropped_out=company.dropped_out,
        came_back=company.came_back,
        took_seconds=round(time.monotonic() - began, 1),
        pace=crowd.pace,
        done=sorted(rehearsed),
        missing=unrehearsed(copy, rehearsed),
    )
    rules = Rules(real.orders.quorum, real.orders.technical_failure_trigger)
    findings = judge(measures, rules, devices_of(real), delivery_of(real))
    with entry(actor=None) as log:
        return rehearsal_report(rehearsal=rehearsal, log=log, measures=measures, findings=findings)


def _shorten(copy: Conference) -> None:
    """Let votes be as short as the pace makes them, and no teller be waited for."""
    with entry(actor=None) as log:
        windows = copy.standing_orders.get("windows", {}) | {"minimum": 1}
        alone = {"windows": windows, "tellers_confirm": 0}
        copy.standing_orders = copy.standing_orders | alone
        copy.save(update_fields=["standing_orders"])
        copy.__dict__.pop("orders", None)
        log.record("rehearsal.quickened", subject=copy, minimum_window=1)


def _beside(company: Company, tell: Tell) -> set[str]:
    """Take part in the votes that a real chair opens, until somebody ends the rehearsal."""
    rehearsed: set[str] = set()
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until:
        ballot = floor_of(company.conference).ballot
        if ballot and ballot.state == BallotState.OPEN:
            company.follow(ballot)
        elif company.vote:
            is_card = company.vote.ballot.form == VotingForm.CARD_VOTE
            rehearsed.add("a card vote" if is_card else "a show of hands")
            company.end("")
        company.tick()
        doing = floor_of(company.conference).heading or "Waiting for the chair"
        if not tell(doing, len(company.measured)):
            break
        time.sleep(TICK_SECONDS)
    company.end("")
    company.real += _voters_besides(company)
    return rehearsed


def _voters_besides(company: Company) -> int:
    """Count those who voted in it and were not simulated."""
    simulated = [credential.member_id for _, credential in company.people]
    voted = RollEntry.objects.filter(ballot__in=company.seen, voted=True)
    besides = voted.exclude(voter__in=simulated).values(who=F("voter")).distinct().count()
    return max(0, besides - company.real)


def unrehearsed(copy: Conference, rehearsed: set[str]) -> list[str]:
    """Say what the agenda holds and the rehearsal did not try, and what no rehearsal can."""
    left = copy.motions.filter(state=MotionState.SCHEDULED)
    missing = [
        *(["a show of hands"] if "a show of hands" not in rehearsed else []),
        *(["a card vote"] if "a card vote" not in rehearsed else []),
    ]
    if copy.amendments.exists() and not {"open_amendment", "accept_amendment"} & rehearsed:
        missing.append("an amendment")
    is_rule = copy.motions.filter(kind__in=RULE_KINDS)
    if is_rule.exists() and not is_rule.exclude(state=MotionState.SCHEDULED).exists():
        missing.append("a change of rule, which takes two thirds")
    if count := left.count():
        missing.append(f"{count} of {copy.motions.count()} motions")
    if copy.rehearses and copy.rehearses.orders.steps_up("card_vote"):
        missing.append("the passcode before a card vote, which a rehearsal never sends")
    if copy.rehearses and copy.rehearses.orders.tellers_confirm > copy.orders.tellers_confirm:
        missing.append("the tellers confirming the figures")
    if copy.rehearses and copy.rehearses.posts.exists():
        missing.append("elections: let new delegates try the practice ballot")
    return missing


def devices_of(conference: Conference) -> Devices:
    """Count what delegates tried in the check-in room of the conference or of its rehearsals."""
    family = Conference.objects.filter(pk=conference.pk) | conference.rehearsals.all()
    checks = list(
        DeviceCheck.objects.filter(credential__conference__in=family).select_related("credential")
    )
    return Devices(
        tried=len({check.credential.member_id for check in checks}),
        expected=conference.credentials.filter(may_vote=True).count(),
        trouble=sum(check.has_trouble for check in checks),
        kinds={str(check.get_kind_display()) for check in checks},
    )


def delivery_of(conference: Conference) -> list[Finding]:
    """Take what the readiness report says of reaching delegates."""
    return [one for one in report_on(conference).findings if one.code in DELIVERY]
