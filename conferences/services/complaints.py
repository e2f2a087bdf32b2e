"""Complaints: received, the internal procedure, the Certification Officer, closed (guide 2.6).

The days entered here fix the time limit. While a complaint is live, nothing that it is about is
deleted. The log has the days and the rule in clear; who complained, and in what words, it has as
salted digests.
"""

from datetime import date

from audit.recording import OpenEntry
from audit.refusal import Refusal
from audit.services.holds import hold_place, hold_release
from ballots.models import Ballot
from conferences.complaint_clock import ImpossibleDatesError
from conferences.models import Complaint, Conference
from conferences.rules import acting
from conferences.services.numbering import in_words, next_number, not_later_than_today
from members.models import Member


def complaint_receive(
    *,
    conference: Conference,
    actor: Member,
    complainant: str,
    about: str,
    rule: str,
    breach_on: date,
    received_on: date,
    vote: Ballot | None = None,
) -> Complaint:
    """Enter a complaint. From now, nothing that it is about is deleted."""
    with acting(actor, conference, "complaint.receive") as log:
        if not complainant.strip() or not rule.strip():
            raise Refusal("complaint-incomplete", "Say who complains, and of which rule.")
        if breach_on > not_later_than_today(received_on):
            raise Refusal("not-yet", "A complaint is received after what it complains of.")
        complaint = Complaint.objects.create(
            conference=conference,
            number=next_number(conference, Complaint.objects),
            complainant=complainant.strip(),
            about=in_words(about),
            rule=rule.strip(),
            vote=vote,
            breach_on=breach_on,
            received_on=received_on,
        )
        log.record(
            "complaint.received",
            subject=complaint,
            concerns=complaint.concerns,
            breach_on=breach_on.isoformat(),
            received_on=received_on.isoformat(),
            last_day=complaint.clock.last_day.isoformat(),
            personal={
                "complainant": complaint.complainant,
                "about": complaint.about,
                "rule": complaint.rule,
            },
        )
        complaint.hold = hold_place(
            actor=actor,
            subject=complaint.concerns,
            reason=f"{complaint} is live.",
            office=log.office,
        )
        complaint.save(update_fields=["hold"])
    return complaint


def complaint_begin_procedure(*, complaint: Complaint, actor: Member, began_on: date) -> Complaint:
    """Enter the day on which the union's internal procedure began."""
    with acting(actor, complaint.conference, "complaint.begin_procedure") as log:
        complaint = _live(complaint)
        if complaint.procedure_began_on:
            raise Refusal("already-begun", "The internal procedure has begun already.")
        complaint.procedure_began_on = not_later_than_today(began_on)
        _moved(complaint, log, "complaint.procedure_begun", began_on)
    return complaint


def complaint_end_procedure(*, complaint: Complaint, actor: Member, ended_on: date) -> Complaint:
    """Enter the day on which the internal procedure ended."""
    with acting(actor, complaint.conference, "complaint.end_procedure") as log:
        complaint = _live(complaint)
        if complaint.procedure_ended_on:
            raise Refusal("already-ended", "The internal procedure has ended already.")
        complaint.procedure_ended_on = not_later_than_today(ended_on)
        _moved(complaint, log, "complaint.procedure_ended", ended_on)
    return complaint


def complaint_tell_officer(*, complaint: Complaint, actor: Member, told_on: date) -> Complaint:
    """Enter the day on which the complaint reached the Certification Officer."""
    with acting(actor, complaint.conference, "complaint.tell_officer") as log:
        complaint = _live(complaint)
        if complaint.officer_told_on:
            raise Refusal("already-told", "That the Certification Officer was told is entered.")
        if told_on < complaint.breach_on:
            raise Refusal("not-yet", "Nobody is told of a breach before it.")
        complaint.officer_told_on = not_later_than_today(told_on)
        _moved(complaint, log, "complaint.officer_told", told_on)
    return complaint


def complaint_close(
    *, complaint: Complaint, actor: Member, outcome: str, closed_on: date
) -> Complaint:
    """Close a complaint, with its outcome. What it held may be deleted again when it is due."""
    with acting(actor, complaint.conference, "complaint.close") as log:
        complaint = _live(complaint)
        if closed_on < complaint.received_on:
            raise Refusal("not-yet", "A complaint is closed after it is received.")
        complaint.closed_on = not_later_than_today(closed_on)
        complaint.outcome = in_words(outcome)
        complaint.save(update_fields=["closed_on", "outcome"])
        log.record(
            "complaint.closed",
            subject=complaint,
            on=closed_on.isoformat(),
            personal={"outcome": complaint.outcome},
        )
        if complaint.hold:
            hold_release(
                actor=actor,
                hold=complaint.hold,
                reason=f"{complaint} is closed.",
                office=log.office,
            )
    return complaint


def _moved(complaint: Complaint, log: OpenEntry, event: str, on: date) -> None:
    """Save a day that moves the clock, and record where the limit now is."""
    try:
        last_day = complaint.clock.last_day
    except ImpossibleDatesError as error:
        raise Refusal("impossible-dates", str(error), rule="s.108A(6)-(7)") from None
    complaint.save(update_fields=["procedure_began_on", "procedure_ended_on", "officer_told_on"])
    log.record(event, subject=complaint, on=on.isoformat(), last_day=last_day.isoformat())


def _live(complaint: Complaint) -> Complaint:
    found = Complaint.objects.select_related("conference", "vote", "hold")
    complaint = found.select_for_update(of=("self",)).get(pk=complaint.pk)
    if complaint.closed_on:
        raise Refusal("already-closed", f"{complaint} is closed.")
    return complaint
