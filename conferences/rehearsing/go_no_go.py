"""What a rehearsal says about going ahead: red, amber or green, each with its reason. Pure.

A finding is red where conference could not decide validly, amber where somebody should look, and
green else. Whether to go ahead is the returning officer's decision, on the readiness report, in
which the last rehearsal stands as one of the findings.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Final

from conferences.quorum import Attendance, Quorum, QuorumLevel
from conferences.readiness.report import Finding, State
from conferences.rehearsing.measures import Measures

COMFORTABLE_PERCENT: Final = 75  # of the window, by which 95 in 100 should have voted
SLOW_ANSWER_MS: Final = 500
TOO_SLOW_ANSWER_MS: Final = 2_000  # the house's own floor for a confirmation
KINDS_NEEDED: Final = ("Phone", "Tablet", "Computer")  # guide lessons 18 and 22


@dataclass(frozen=True, slots=True)
class Rules:
    """What the standing orders ask."""

    quorum: Quorum
    trigger: Fraction  # the share unable to vote from which a vote is taken again


@dataclass(frozen=True, slots=True)
class Devices:
    """What delegates tried beforehand: how many devices of each kind, and how many had trouble."""

    tried: int
    expected: int
    trouble: int
    kinds: Collection[str] = ()


def judge(
    measures: Measures, rules: Rules, devices: Devices, delivery: Sequence[Finding]
) -> list[Finding]:
    """Give every finding of a rehearsal, in the order in which a clerk would ask."""
    return [
        *_votes(measures),
        _unable(measures, rules),
        _quorum(measures, rules),
        _devices(devices),
        *delivery,
        _unrehearsed(measures),
        _people(measures),
    ]


def _votes(measures: Measures) -> Iterator[Finding]:
    title = "From the opening of a vote to 95 in 100 cast"
    slowest = measures.slowest
    if slowest is None:
        yield Finding("votes", title, State.STOP, "No vote was taken.")
        return
    percent = slowest.percent_of_window
    says = (
        f"At the slowest {_seconds(slowest.nearly_all_after)} of {slowest.window} "
        f"({slowest.title}): {percent} in 100 of its time."
    )
    state = State.READY if percent <= COMFORTABLE_PERCENT else State.LOOK
    if slowest.nearly_all_after > slowest.window:
        state = State.STOP
    yield Finding("votes", title, state, says)
    yield _recorded(measures)
    took = measures.answer_ms
    state = State.READY if took <= SLOW_ANSWER_MS else State.LOOK
    yield Finding(
        "answers",
        "How long a vote takes to record",
        State.STOP if took > TOO_SLOW_ANSWER_MS else state,
        f"95 in 100 within {took:,.0f} ms, in this machine. The network comes on top of it.",
    )


def _recorded(measures: Measures) -> Finding:
    title = "Votes recorded"
    wrong = measures.lost_or_doubled
    taps = sum(vote.double_taps for vote in measures.votes)
    late = sum(vote.late for vote in measures.votes)
    if wrong:
        says = f"{wrong} of {measures.acknowledged:,} acknowledged votes were lost or doubled."
        return Finding("recorded", title, State.STOP, says)
    says = (
        f"All {measures.acknowledged:,} acknowledged votes were counted once, after {taps:,} "
        f"double taps; {late:,} came after the close and were refused."
    )
    return Finding("recorded", title, State.READY, says)


def _unable(measures: Measures, rules: Rules) -> Finding:
    title = "Unable to vote"
    worst = measures.worst_unable
    if worst is None:
        return Finding("unable", title, State.LOOK, "No vote was taken.")
    trigger = max(1, ceil(rules.trigger * worst.roll))
    says = (
        f"At the worst {worst.unable} of {worst.roll} ({worst.title}); from {trigger} on the vote "
        "is taken again."
    )
    if worst.unable >= trigger:
        return Finding("unable", title, State.STOP, says)
    state = State.LOOK if 2 * worst.unable >= trigger else State.READY
    return Finding("unable", title, state, says)


def _quorum(measures: Measures, rules: Rules) -> Finding:
    title = "Quorum through the day"
    present = Attendance(measures.fewest, measures.fewest_branches)
    states = {QuorumLevel.BELOW: State.STOP, QuorumLevel.NEAR: State.LOOK}
    moved = (
        f"{measures.late:,} came late, {measures.dropped_out:,} dropped out and "
        f"{measures.came_back:,} of them came back"
    )
    says = f"At the fewest: {rules.quorum.reading(present)}. {moved}."
    return Finding("quorum", title, states.get(rules.quorum.level(present), State.READY), says)


def _devices(devices: Devices) -> Finding:
    title = "Devices tried"
    missing = [kind.lower() for kind in KINDS_NEEDED if kind not in devices.kinds]
    says = (
        f"{devices.tried:,} of {devices.expected:,} delegates tried theirs in the check-in room; "
        f"{devices.trouble:,} had trouble."
    )
    if missing:
        says += f" Nobody tried a {' or a '.join(missing)}."
    state = State.LOOK if missing or devices.trouble else State.READY
    return Finding("devices", title, state, says)


def _unrehearsed(measures: Measures) -> Finding:
    title = "Not rehearsed"
    if measures.missing:
        says = f"Never tried: {'; '.join(measures.missing)}."
        return Finding("unrehearsed", title, State.LOOK, says)
    return Finding("unrehearsed", title, State.READY, "Everything on the agenda was tried.")


def _people(measures: Measures) -> Finding:
    title = "Real people"
    if measures.people:
        says = f"{measures.people:,} took part beside the simulated delegates."
        return Finding("people", title, State.READY, says)
    says = "None took part. A rehearsal with delegates on their own devices finds other faults."
    return Finding("people", title, State.LOOK, says)


def _seconds(value: float) -> str:
    return f"{value:,.0f} seconds"
