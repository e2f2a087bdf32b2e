"""Writing a vote, the mark on the roll and the entry in the log: all three, or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction

from audit.formats.merkle import leaf_hash
from audit.models import Entry
from audit.recording import entry, prepare
from audit.store.writing import PreparedEntry
from ballots.booth_pass import BoothPass
from ballots.enums import BallotState, VotingForm
from ballots.models import Cast, RollEntry
from members.claims import SessionClaim, claim_holds
from members.models import Member

KIND = "vote.cast"

# The log names the voter by pseudonym, which only the database knows: the entry is prepared with
# this in its place, and the statement puts the pseudonym in. No value of an entry looks like it.
_VOTER = "?"
_BY_VOTER = b'"by":"?"'

_OPTION_ON_THE_PAPER = """
    SELECT option ->> 'label' AS label
    FROM ballots_ballot b, jsonb_array_elements(b.options) AS option
    WHERE b.id = %(ballot)s AND b.state = 'open' AND b.closes_at > %(at)s
      AND b.form <> 'election' AND NOT b.is_sealed AND option ->> 'key' = %(choice)s
      AND (NOT b.steps_up OR %(in_booth)s)
    FOR SHARE OF b
"""

_OPEN_ELECTION = """
    SELECT '' AS label FROM ballots_ballot b
    WHERE b.id = %(ballot)s AND b.state = 'open' AND b.closes_at > %(at)s AND b.form = 'election'
      AND NOT b.is_sealed
      AND (NOT b.steps_up OR %(in_booth)s)
    FOR SHARE OF b
"""

_STATEMENT = """
WITH ballot AS ({ballot}), voter AS (
    SELECT roll.id, member.pseudonym, ballot.label
    FROM ballot
    JOIN ballots_rollentry roll ON roll.ballot_id = %(ballot)s AND roll.voter_id = %(voter)s
    JOIN members_member member ON member.id = roll.voter_id AND member.is_active
    LEFT JOIN members_sessionepoch session ON session.member_id = member.id
    WHERE (%(epoch)s::int IS NULL OR %(epoch)s::int = COALESCE(session.epoch, 0))
), vote AS (
    INSERT INTO ballots_cast (id, roll_entry_id, choice, salt, entry_id, at)
    SELECT %(request)s, voter.id, %(choice)s, %(salt)s, %(entry)s, %(at)s FROM voter
    ON CONFLICT (id) DO NOTHING
    RETURNING id, roll_entry_id
), mark AS (
    UPDATE ballots_rollentry roll SET cast_id = vote.id, voted = true
    FROM vote WHERE roll.id = vote.roll_entry_id
), log AS (
    INSERT INTO audit_entry (id, at, kind, subject, leaf)
    SELECT %(entry)s, %(at)s, %(kind)s, %(subject)s,
           %(head)s::bytea || convert_to(voter.pseudonym, 'UTF8') || %(tail)s::bytea
    FROM vote JOIN voter ON voter.id = vote.roll_entry_id
)
SELECT voter.pseudonym, voter.label FROM vote JOIN voter ON voter.id = vote.roll_entry_id
"""

_CAST_VOTE = _STATEMENT.format(ballot=_OPTION_ON_THE_PAPER)
_CAST_PAPER = _STATEMENT.format(ballot=_OPEN_ELECTION)


@dataclass(frozen=True, slots=True)
class Vote:
    """One request to vote. `choice` is as it is kept: an option's key, or a sealed paper."""

    ballot_id: UUID
    voter: Member | SessionClaim
    choice: str
    request_id: UUID
    is_paper: bool = False
    booth_pass: BoothPass | None = None

    @property
    def epoch(self) -> int | None:
        """Give the epoch of sessions that must not have moved on, where one is relied on."""
        if isinstance(self.voter, SessionClaim):
            return self.voter.epoch
        return self.booth_pass.epoch if self.booth_pass else None

    @property
    def is_in_booth(self) -> bool:
        """Say whether there is a pass, and it is this voter's, of this ballot and epoch."""
        held = self.booth_pass
        return held is not None and held.admits(self.ballot_id, self.voter.pk, self.epoch)


@dataclass(frozen=True, slots=True)
class Written:
    """A vote that was written: its entry with the entry's hash, and the option's name, if any."""

    entry: PreparedEntry
    leaf_hash: bytes
    label: str


def write(vote: Vote) -> Written | None:
    """Write a vote, if the ballot takes it from this voter now, and it was not written before."""
    prepared = prepare(
        KIND, actor=_VOTER, subject=f"ballot:{vote.ballot_id}", personal={"choice": vote.choice}
    )
    by_statement = connection.vendor == "postgresql"
    write = _in_one_statement if by_statement else _in_one_transaction
    found = write(prepared, vote)
    if found is None:
        return None
    pseudonym, label = found
    head, tail = _around_voter(prepared.leaf)
    return Written(prepared, leaf_hash(head + pseudonym.encode() + tail), label)


def label_of(choice: str, paper: list[dict[str, str]]) -> str:
    """Name an option of a paper; empty where it has none of this key."""
    return next((option["label"] for option in paper if option["key"] == choice), "")


def _in_one_statement(prepared: PreparedEntry, vote: Vote) -> tuple[str, str] | None:
    """Write vote, roll mark and log entry in one statement, which PostgreSQL commits by itself."""
    head, tail = _around_voter(prepared.leaf)
    found: tuple[str, str] | None = directly(
        _CAST_PAPER if vote.is_paper else _CAST_VOTE,
        {
            "ballot": vote.ballot_id,
            "voter": vote.voter.pk,
            "epoch": vote.epoch,
            "in_booth": vote.is_in_booth,
            "choice": vote.choice,
            "request": vote.request_id,
            "salt": prepared.salts["choice"],
            "entry": prepared.id,
            "at": prepared.at,
            "kind": KIND,
            "subject": prepared.subject,
            "head": head,
            "tail": tail,
        },
    )
    return found


def directly(statement: str, values: Mapping[str, Any]) -> Any:
    """Send a statement to psycopg itself, to be planned once for each connection; give one row.

    A connection found dead is replaced and the statement sent again: it has to be one that may be.
    """
    try:
        return _execute(statement, values)
    except psycopg.OperationalError:
        if connection.in_atomic_block:
            raise
        connection.close()
        return _execute(statement, values)


def _execute(statement: str, values: Mapping[str, Any]) -> Any:
    connection.ensure_connection()
    direct = connection.connection
    direct.prepare_threshold = 1  # only statements sent like this one are ever prepared
    return psycopg.Cursor(direct).execute(statement, values).fetchone()


def _in_one_transaction(prepared: PreparedEntry, vote: Vote) -> tuple[str, str] | None:
    """Do the same on SQLite, which writes in one statement at a time: no one else can write now."""
    with transaction.atomic():
        if vote.epoch is not None and not claim_holds(SessionClaim(vote.voter.pk, vote.epoch)):
            return None
        found = (
            RollEntry.objects.filter(
                ballot=vote.ballot_id,
                voter=vote.voter.pk,
                ballot__state=BallotState.OPEN,
                ballot__closes_at__gt=prepared.at,
                ballot__is_sealed=False,
                voter__is_active=True,
            )
            .values_list(
                "pk", "voter__pseudonym", "ballot__options", "ballot__form", "ballot__steps_up"
            )
            .first()
        )
        if found is None or Cast.objects.filter(pk=vote.request_id).exists():
            return None
        line_id, pseudonym, paper, form, steps_up = found
        if steps_up and not vote.is_in_booth:
            return None
        label = "" if vote.is_paper else label_of(vote.choice, paper)
        if (form == VotingForm.ELECTION) is not vote.is_paper or not (label or vote.is_paper):
            return None
        head, tail = _around_voter(prepared.leaf)
        with entry(actor=None) as log:
            Cast.objects.create(
                id=vote.request_id,
                roll_entry_id=line_id,
                choice=vote.choice,
                salt=prepared.salts["choice"],
                entry_id=prepared.id,
                at=prepared.at,
            )
            RollEntry.objects.filter(pk=line_id).update(cast=vote.request_id, voted=True)
            Entry.objects.create(
                id=prepared.id,
                at=prepared.at,
                kind=KIND,
                subject=prepared.subject,
                leaf=head + pseudonym.encode() + tail,
            )
            log.recorded.append(prepared.id)
    return pseudonym, label


def _around_voter(leaf: bytes) -> tuple[bytes, bytes]:
    """Divide a prepared leaf before and after the place of the voter's pseudonym."""
    head, tail = leaf.split(_BY_VOTER)
    return head + b'"by":"', b'"' + tail
