"""What a declaration says before any figure: what was put, to whom, when, and on which roll."""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from audit.keys import log_key
from audit.models import Position
from audit.selectors import newest_head
from ballots.counting.named import RULES
from ballots.declaring.circumstances import Circumstances
from ballots.declaring.counts import Logged, written_at
from ballots.declaring.wording import SEAL
from ballots.enums import BallotState, Choice, Majority, VotingForm
from ballots.majority import THRESHOLDS, Base
from ballots.models import Ballot

Document = dict[str, Any]

_SUMS = {Majority.SIMPLE: "F > A", Majority.UNANIMOUS: "A = 0 and B = 0", Majority.NONE: ""}


def what_was_put(ballot: Ballot, around: Circumstances) -> Document:
    """Name the vote, its class with the banners, its question, its text and its test."""
    of = ballot.ballot_class
    return {
        "union": around.union,
        "electorate": around.electorate,
        "agenda": around.agenda,
        "title": ballot.title,
        "class": {"code": ballot.class_code, "what": of.what, "law": of.law},
        "banners": ballot.banners,
        "is_advisory": ballot.is_advisory,
        "is_indicative": ballot.majority == Majority.NONE and not ballot.is_election,
        "is_test": ballot.is_test,
        "subject": around.subject,
        "question": ballot.question,
        "text": {"version": around.text_version, "sha256": ballot.text_sha256},
        "form": {"key": ballot.form, "words": VotingForm(ballot.form).label},
        "permitted_by": ballot.enabling_rule,
        "adopted": list(around.adopted),
        "majority": rule_of(ballot)
        if ballot.is_election
        else majority_test(Majority(ballot.majority)),
    }


def rule_of(ballot: Ballot) -> dict[str, str]:
    """Name the rule that an election is counted by, in the place of a majority test."""
    rule, _count = RULES[ballot.election.rule]
    return {"key": rule.code, "words": rule.name, "sum": ""}


def majority_test(rule: Majority) -> dict[str, str]:
    """Say a test in words and as the sum that is done (guide 3.5).

    F is for, A against, B abstaining and P present; nothing is divided.
    """
    if share := THRESHOLDS.get(rule):
        side = "A" if share.side is Choice.AGAINST else "F"
        base = "P" if share.of is Base.PRESENT else "(F + A)"
        done = f"{share.denominator}{side} ≥ {share.numerator}{base}"
    else:
        done = _SUMS[rule]
    return {"key": str(rule), "words": rule.label, "sum": done}


def when(log: Logged) -> Document:
    """Give the times of the vote by the log, with each extension."""
    return {
        "opened": moment(written_at(log.opened)),
        "extended": [
            {
                "from": moment(datetime.fromisoformat(leaf["before"])),
                "to": moment(datetime.fromisoformat(leaf["closes_at"])),
            }
            for leaf in log.extended
        ],
        "closed": moment(written_at(log.closed)),
        "declared": moment(written_at(log.declared)),
    }


def moment(at: datetime | None) -> dict[str, str] | None:
    """Write a time as the clock on the wall shows it, and in UTC."""
    if at is None:
        return None
    local = timezone.localtime(at)
    return {
        "local": f"{local.day} {local:%B %Y, %H:%M:%S %Z}",
        "utc": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def roll(ballot: Ballot, log: Logged) -> Document:
    """Give the size of the roll as it was frozen at the opening, with its hash from the log."""
    return {
        "frozen": moment(written_at(log.opened)),
        "size": ballot.roll_size,
        "strength": ballot.roll_weight,
        "entitled": ballot.entitled,
        "admitted": ballot.roll_size,
        "unit": "members" if ballot.is_card_vote else "votes",
        "sha256": log.opened.get("roll_sha256", ""),
    }


def votes_before(ballot: Ballot) -> list[Document]:
    """List the votes that this one took the place of, the latest first. Their figures stay out."""
    found, before = [], ballot.replaces
    while before is not None:
        is_void = before.state == BallotState.VOIDED
        found.append(
            {
                "ballot": str(before.pk),
                "reference": short(before),
                "title": before.title,
                "form": VotingForm(before.form).label,
                "closed": moment(before.closed_at),
                "state": "void" if is_void else "replaced before it was declared",
            }
        )
        before = before.replaces
    return found


def short(ballot: Ballot) -> str:
    """Give the short name that people read out: the first eight letters of the ballot's id."""
    letters = ballot.pk.hex.upper()
    return f"{letters[:4]}-{letters[4:8]}"


def seal(ballot: Ballot) -> Document | None:
    """Give the newest head of the log, and the entry beneath it that ended the vote."""
    head = newest_head()
    if head is None:
        return None
    kind = "ballot.voided" if ballot.state == BallotState.VOIDED else "ballot.declared"
    place = Position.objects.filter(
        entry__kind=kind, entry__subject=ballot.log_name, seq__lt=head.size
    ).first()
    return {
        "origin": log_key().name,
        "size": head.size,
        "root": bytes(head.root).hex(),
        "entry": str(place.entry_id) if place else None,
        "index": place.seq if place else None,
        "words": SEAL,
    }
