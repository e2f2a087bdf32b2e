"""What the hall needs before the first vote: the broadcast, breaks, the rules said, a rehearsal.

Sources: guide lessons 5 (proportionality before the decision), 7 (a rehearsal), 10 (a break each
hour), 14 (the enabling rule first) and 15 (what happens when technology fails, said before).
"""

from datetime import timedelta
from typing import Final

from django.utils import formats, timezone
from django.utils.translation import ngettext

from conferences.delegates.delegations import branch_lines
from conferences.models import Broadcast, Conference
from conferences.readiness.report import Finding, Report, State
from conferences.running.plan import minutes
from conferences.running.reading import sessions_planned

STALE_REHEARSAL: Final = timedelta(days=14)


def breaks(conference: Conference) -> Finding:
    """Look for an hour before a screen without a break (guide L10)."""
    title = "Breaks each hour"
    planned = [each for each in sessions_planned(conference) if each.session.closed_at is None]
    if not any(each.plan for each in planned):
        return Finding("breaks", title, State.LOOK, "The programme has no items yet.")
    long = [(each.session, one) for each in planned if each.plan for one in each.plan.stretches]
    if not long:
        says = "Nobody sits before a screen for more than an hour without a break."
        return Finding("breaks", title, State.READY, says)
    session, worst = max(long, key=lambda pair: pair[1].ends - pair[1].begins)
    count = ngettext("%d stretch", "%d stretches", len(long)) % len(long)
    says = (
        f"{count} of more than an hour; the longest is {minutes(worst.ends - worst.begins)} "
        f"minutes, in session {session.number} from "
        f"{formats.date_format(timezone.localtime(worst.begins), 'H:i')}."
    )
    return Finding("breaks", title, State.LOOK, says)


def broadcast(conference: Conference) -> Finding:
    """Look for where the hall is seen and heard from, and whether captions are with it."""
    title = "Where to watch and hear"
    found = Broadcast.objects.filter(conference=conference).first()
    if found is None or not (found.stream_url or found.joining_url):
        says = (
            "No stream and no meeting to join is entered: whoever is not in the hall hears nothing."
        )
        return Finding("broadcast", title, State.LOOK, says)
    without = [
        words
        for words, url in (
            ("live captions", found.captions_url),
            ("a BSL interpreter", found.interpreter_url),
        )
        if not url
    ]
    if without:
        says = f"Entered, without {' and without '.join(without)}."
        return Finding("broadcast", title, State.LOOK, says)
    says = "Entered, with live captions and a BSL interpreter."
    return Finding("broadcast", title, State.READY, says)


def screens(conference: Conference) -> Finding:
    """Count the screens on the wall with content of their own."""
    named = conference.screens.count()
    if not named:
        says = "None is set up: any screen follows the floor. Enough where nobody meets in a hall."
        return Finding("screens", "Hall screens", State.READY, says)
    says = ngettext("%d screen is set up.", "%d screens are set up.", named) % named
    return Finding("screens", "Hall screens", State.READY, says)


def rules_told(conference: Conference) -> Finding:
    """Say what delegates are told before they vote, and how the enabling rule was adopted."""
    orders = conference.orders
    says = (
        f"The check-in room, open {orders.check_in_minutes} minutes before a session, says that a "
        f"vote is taken again if {orders.technical_failure_trigger} could not vote, what a quorum "
        "is, and that a chat is not the record."
    )
    if not orders.check_in_minutes:
        says = (
            "The check-in room opens with the session: nobody is told before the first vote what "
            "happens if voting fails."
        )
        return Finding("told", "Rules told before the vote", State.LOOK, says)
    return Finding("told", "Rules told before the vote", State.READY, says)


def proportionality(conference: Conference) -> Finding:
    """Set the seats that branches have designated beside the fairness duties (guide L5)."""
    title = "Proportionality"
    short = sum(any(not duty.is_met for duty in each.duties) for each in branch_lines(conference))
    if not short:
        says = "Every delegation that owes designated seats has them, as far as figures are known."
        return Finding("fairness", title, State.READY, says)
    says = (
        ngettext("%d delegation has", "%d delegations have", short) % short
        + " fewer designated seats than the duties ask for. It is reported, and stops nobody."
    )
    return Finding("fairness", title, State.LOOK, says)


def rehearsed(conference: Conference) -> Finding:
    """Look at the last rehearsal: whether there was one lately, and what it found."""
    title = "Rehearsal"
    last = conference.rehearsals_held.filter(reported_at__isnull=False).first()
    if last is None or last.reported_at is None:
        says = "Nothing has been rehearsed. A week before is usual."
        return Finding("rehearsal", title, State.LOOK, says)
    report = Report([Finding(**row | {"state": State(row["state"])}) for row in last.findings])
    day = formats.date_format(timezone.localtime(last.reported_at), "j F Y")
    says = f"Rehearsal {last.number}, {day}. {report.sentence}"
    is_old = timezone.now() - last.reported_at > STALE_REHEARSAL
    state = State.LOOK if is_old and report.state is State.READY else report.state
    return Finding("rehearsal", title, state, says)


def tested(conference: Conference) -> Finding:
    """Look at the last test vote."""
    title = "Test vote"
    last = conference.test_votes.filter(concluded_at__isnull=False).first()
    if last is None:
        says = "None has been concluded: open one in the check-in room before the first session."
        return Finding("test", title, State.LOOK, says)
    says = f"{last.figures['managed']} of {last.figures['here']} delegates here managed to vote."
    if last.was_successful:
        return Finding("test", title, State.READY, f"Successful. {says}")
    return Finding("test", title, State.STOP, f"Not successful. {says}")


ALL: Final = (proportionality, breaks, broadcast, screens, rules_told, tested, rehearsed)
