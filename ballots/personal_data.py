"""What the ballots room holds of a person, told to them: rolls, votes, reports, acts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from audit.models import Entry
from audit.personal_data import Part, Row, add, place_of
from ballots.models import (
    Assistance,
    Ballot,
    Cast,
    CountRecord,
    Declaration,
    Election,
    LeftOff,
    Lot,
    MembershipBallot,
    NoReminders,
    RollEntry,
    Trustee,
    TrusteeBoard,
    TurnedAway,
)


def _votes(person: Any) -> list[Row]:
    lines = (
        RollEntry.objects.filter(voter=person)
        .select_related("ballot", "body", "unable")
        .prefetch_related("casts", "times_asked")
        .order_by("ballot__created_at")
    )
    casts = [cast for line in lines for cast in line.casts.all()]
    entries = Entry.objects.select_related("position").in_bulk([cast.entry_id for cast in casts])
    return [
        {
            "vote": line.ballot.title,
            "in the log": line.ballot.log_name,
            "on the roll as": line.admitted,
            "for": line.body.name if line.body else None,
            "weight": line.weight,
            "voted": line.voted,
            "votes cast": [
                _cast(cast, line, place_of(entries.get(cast.entry_id)))
                for cast in sorted(line.casts.all(), key=lambda cast: cast.at)
            ],
            "had more time at": [asked.at for asked in line.times_asked.all()] or None,
            "could not vote because": line.unable.reason if hasattr(line, "unable") else None,
        }
        for line in lines
    ]


def _turned_away(person: Any) -> list[Row]:
    found = TurnedAway.objects.filter(voter=person).select_related("ballot").order_by("at")
    return [
        {"vote": one.ballot.title, "when": one.at, "why": one.get_reason_display()} for one in found
    ]


def _cast(cast: Cast, line: RollEntry, number: int | None) -> Row:
    if line.ballot.is_election:
        # That they voted and when; never how: whoever stands over them could ask to see it.
        return {"number": number, "when": cast.at, "counts": line.cast_id == cast.pk}
    labels = {option.key: option.label for option in line.ballot.paper}
    return {
        "number": number,
        "when": cast.at,
        "choice": labels.get(cast.choice, cast.choice),
        "key": cast.choice,
        "salt": cast.salt,
        "counts": line.cast_id == cast.pk,
    }


def _acts(person: Any) -> list[Row]:
    roles = {
        "created_by": "asked for it",
        "reviewed_by": "reviewed it",
        "extension_asked_by": "asked for more time for it",
        "void_recommended_by": "recommended that it is void",
        "declared_by": "declared it",
    }
    mine = Ballot.objects.filter(
        Q(created_by=person)
        | Q(reviewed_by=person)
        | Q(extension_asked_by=person)
        | Q(void_recommended_by=person)
        | Q(declared_by=person)
    )
    acts: list[Row] = [
        {"vote": ballot.title, "in the log": ballot.log_name, "I": done}
        for ballot in mine.order_by("created_at")
        for role, done in roles.items()
        if getattr(ballot, f"{role}_id") == person.pk
    ]
    signed = Declaration.objects.filter(signed_by=person).select_related("ballot")
    acts += [
        {"vote": ballot.title, "in the log": ballot.log_name, "I": done, "when": when}
        for ballot, done, when in _of_elections(person)
    ]
    return acts + [
        {
            "vote": one.ballot.title,
            "in the log": one.ballot.log_name,
            "I": f"signed declaration {one.number}",
            "when": one.signed_at,
        }
        for one in signed
    ]


def _of_elections(person: Any) -> Iterator[tuple[Ballot, str, datetime | None]]:
    for election in Election.objects.filter(seed_fixed_by=person).select_related("ballot"):
        yield election.ballot, "fixed the seed for lots", election.seed_fixed_at
    for count in CountRecord.objects.filter(counted_by=person).select_related("ballot"):
        yield count.ballot, f"made count {count.number}", count.counted_at
    for lot in Lot.objects.filter(recorded_by=person).select_related("ballot"):
        yield lot.ballot, f"recorded lot {lot.number}", lot.recorded_at


def _by_telephone(person: Any) -> list[Row]:
    calls = Assistance.objects.filter(
        Q(member=person) | Q(opened_by=person) | Q(confirmed_by=person)
    )
    return [
        {
            "vote": call.ballot.title,
            "in the log": call.ballot.log_name,
            "I": "rang" if call.member_id == person.pk else "helped",
            "opened": call.opened_at,
            "confirmed": call.confirmed_at,
            "voted": call.voted_at,
        }
        for call in calls.select_related("ballot")
    ]


def _trusted(person: Any) -> list[Row]:
    """Say which boards somebody sits on or asked for; the messages of a key name nobody."""
    seats = Trustee.objects.filter(member=person).select_related("board").order_by("pk")
    asked = TrusteeBoard.objects.filter(created_by=person)
    rows: list[Row] = [
        {
            "board": seat.board.name,
            "in the log": seat.board.log_name,
            "I": f"am trustee {seat.number}",
            "my key is": seat.get_way_display(),
            "checked": seat.checked_at,
        }
        for seat in seats
    ]
    return rows + [
        {"board": board.name, "in the log": board.log_name, "I": "asked for it"} for board in asked
    ]


def _left_off(person: Any) -> list[Row]:
    found = LeftOff.objects.filter(member=person).select_related("plan__ballot")
    return [
        {"vote": one.plan.ballot.title, "in the log": one.plan.log_name, "why": str(why)}
        for one in found
        for why in [one.get_reason_display()]
    ]


def _no_reminders(person: Any) -> list[Row]:
    return [
        {"I want no reminders since": one.at} for one in NoReminders.objects.filter(member=person)
    ]


def _approved(person: Any) -> list[Row]:
    found = MembershipBallot.objects.filter(approved_by=person).select_related("ballot")
    return [
        {"vote": one.ballot.title, "in the log": one.log_name, "approved": one.approved_at}
        for one in found
    ]


def _standing(person: Any) -> list[Row]:
    return [
        {
            "election": election.ballot.title,
            "in the log": election.ballot.log_name,
            "candidate": each["number"],
            "on the paper": {name: each[name] for name in ("name", "about", "tags", "statement")},
            "withdrawn": each["withdrawn"] or None,
        }
        for election in Election.objects.select_related("ballot").order_by("ballot__created_at")
        for each in election.candidates
        if each["person"] == str(person.pk)
    ]


add(
    Part(
        "candidatures",
        "Elections I stand or stood in",
        "results",
        frozenset(),
        _standing,
    ),
    Part(
        "votes",
        "Rolls I stand on, and my votes",
        "ballot-records",
        frozenset(
            {
                "ballots.RollEntry.voter",
                "ballots.Cast.roll_entry",
                "ballots.UnableReport.roll_entry",
                "ballots.TimeAsked.roll_entry",
            }
        ),
        _votes,
    ),
    Part(
        "rolls-left-off",
        "Ballots of members whose roll a rule left me off, and why",
        "ballot-records",
        frozenset({"ballots.LeftOff.member"}),
        _left_off,
    ),
    Part(
        "no-reminders",
        "That I want no reminders of ballots",
        "no-reminders",
        frozenset({"ballots.NoReminders.member"}),
        _no_reminders,
    ),
    Part(
        "membership-ballots-approved",
        "Ballots of members that I approved as returning officer",
        "results",
        frozenset({"ballots.MembershipBallot.approved_by"}),
        _approved,
    ),
    Part(
        "votes-turned-away",
        "Votes of mine that were turned away, and why; never what I chose",
        "ballot-records",
        frozenset({"ballots.TurnedAway.voter"}),
        _turned_away,
    ),
    Part(
        "votes-by-telephone",
        "Votes taken by telephone: mine, and those that I helped with",
        "ballot-records",
        frozenset(
            {
                "ballots.Assistance.member",
                "ballots.Assistance.opened_by",
                "ballots.Assistance.confirmed_by",
            }
        ),
        _by_telephone,
    ),
    Part(
        "trusteeships",
        "Boards that open sealed votes: those I sit on, and those I asked for",
        "results",
        frozenset({"ballots.Trustee.member", "ballots.TrusteeBoard.created_by"}),
        _trusted,
    ),
    Part(
        "acts-on-votes",
        "What I did for votes as an officer",
        "results",
        frozenset(
            {
                "ballots.Ballot.created_by",
                "ballots.Ballot.reviewed_by",
                "ballots.Ballot.declared_by",
                "ballots.Ballot.extension_asked_by",
                "ballots.Ballot.void_recommended_by",
                "ballots.Declaration.signed_by",
                "ballots.Election.seed_fixed_by",
                "ballots.CountRecord.counted_by",
                "ballots.Lot.recorded_by",
            }
        ),
        _acts,
    ),
)
