"""Casting a vote: the hot path.

On PostgreSQL a vote is one statement: the vote itself, the mark on the roll and the entry in the
log, in one transaction of their own, and the answer comes after the commit. It builds no objects
and asks nothing first. The ballot's row is held in share mode meanwhile, so that a vote on its way
in is either counted before the close or refused after it, never both.

Every request carries an id, which becomes the vote's own: sending it again changes nothing and
gives the same receipt, even where a newer vote of the same voter counts by now. How someone voted
stands in the log as a salted digest only; the salt stays on the vote.
"""

from collections.abc import Mapping
from typing import Any, NoReturn
from uuid import UUID

import psycopg
from django.db import connection, transaction
from django.utils import timezone

from audit.formats.merkle import leaf_hash
from audit.models import Entry
from audit.recording import entry, prepare
from audit.refusal import Refusal
from audit.store.writing import PreparedEntry
from ballots.enums import BallotState
from ballots.models import Ballot, Cast, RollEntry
from ballots.papers import is_key
from ballots.receipts import Receipt, code_of
from members.claims import SessionClaim, claim_holds
from members.models import Member

KIND = "vote.cast"
LATE = "vote.refused"

# The log names the voter by pseudonym, which only the database knows: the entry is prepared with
# this in its place, and the statement puts the pseudonym in. No value of an entry looks like it.
_VOTER = "?"
_BY_VOTER = b'"by":"?"'

_STATEMENT = """
WITH ballot AS (
    SELECT option ->> 'label' AS label
    FROM ballots_ballot b, jsonb_array_elements(b.options) AS option
    WHERE b.id = %(ballot)s AND b.state = 'open' AND b.closes_at > %(at)s
      AND option ->> 'key' = %(choice)s
    FOR SHARE OF b
), voter AS (
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
    UPDATE ballots_rollentry roll SET cast_id = vote.id
    FROM vote WHERE roll.id = vote.roll_entry_id
), log AS (
    INSERT INTO audit_entry (id, at, kind, subject, leaf)
    SELECT %(entry)s, %(at)s, %(kind)s, %(subject)s,
           %(head)s::bytea || convert_to(voter.pseudonym, 'UTF8') || %(tail)s::bytea
    FROM vote JOIN voter ON voter.id = vote.roll_entry_id
)
SELECT voter.pseudonym, voter.label FROM vote JOIN voter ON voter.id = vote.roll_entry_id
"""


# What comes back of a vote that was written: the voter's pseudonym, and the option's name.
Written = tuple[str, str]


def cast(
    *, ballot_id: UUID, voter: Member | SessionClaim, choice: str, request_id: UUID
) -> Receipt:
    """Cast a vote, or change one: the last vote cast before the close counts (guide R26).

    The same request again, at once or much later, gives the same receipt and changes nothing. The
    claim of a session is checked by the statement that casts the vote.
    """
    prepared = prepare(
        KIND, actor=_VOTER, subject=f"ballot:{ballot_id}", personal={"choice": choice}
    )
    write = _in_one_statement if connection.vendor == "postgresql" else _in_one_transaction
    written = write(prepared, ballot_id, voter, choice, request_id) if is_key(choice) else None
    if written is None:
        if isinstance(voter, SessionClaim) and not claim_holds(voter):
            raise Refusal("signed-out", "Your session has ended. Sign in again to vote.")
        return _replayed_or_refused(ballot_id, voter.pk, choice, request_id)
    pseudonym, label = written
    head, tail = _around_voter(prepared.leaf)
    hashed = leaf_hash(head + pseudonym.encode() + tail)
    return Receipt(
        code=code_of(hashed),
        at=prepared.at,
        entry_id=prepared.id,
        ballot_id=ballot_id,
        choice=choice,
        choice_label=label,
        leaf_hash=hashed,
    )


def _in_one_statement(
    prepared: PreparedEntry,
    ballot_id: UUID,
    voter: Member | SessionClaim,
    choice: str,
    request_id: UUID,
) -> Written | None:
    """Write vote, roll mark and log entry in one statement, which PostgreSQL commits by itself.

    It goes to psycopg directly, to be planned once for each connection. A connection found dead is
    replaced and the statement sent again, which the request's id makes safe.
    """
    head, tail = _around_voter(prepared.leaf)
    values = {
        "ballot": ballot_id,
        "voter": voter.pk,
        "epoch": voter.epoch if isinstance(voter, SessionClaim) else None,
        "choice": choice,
        "request": request_id,
        "salt": prepared.salts["choice"],
        "entry": prepared.id,
        "at": prepared.at,
        "kind": KIND,
        "subject": prepared.subject,
        "head": head,
        "tail": tail,
    }
    try:
        return _execute(values)
    except psycopg.OperationalError:
        if connection.in_atomic_block:
            raise
        connection.close()
        return _execute(values)


def _execute(values: Mapping[str, Any]) -> Written | None:
    connection.ensure_connection()
    direct = connection.connection
    direct.prepare_threshold = 1  # only statements sent like this one are ever prepared
    written: Written | None = psycopg.Cursor(direct).execute(_STATEMENT, values).fetchone()
    return written


def _in_one_transaction(
    prepared: PreparedEntry,
    ballot_id: UUID,
    voter: Member | SessionClaim,
    choice: str,
    request_id: UUID,
) -> Written | None:
    """Do the same on SQLite, which writes in one statement at a time: no one else can write now."""
    with transaction.atomic():
        if isinstance(voter, SessionClaim) and not claim_holds(voter):
            return None
        line = (
            RollEntry.objects.filter(
                ballot=ballot_id,
                voter=voter.pk,
                ballot__state=BallotState.OPEN,
                ballot__closes_at__gt=prepared.at,
                voter__is_active=True,
            )
            .values_list("pk", "voter__pseudonym", "ballot__options")
            .first()
        )
        if line is None or Cast.objects.filter(pk=request_id).exists():
            return None
        line_id, pseudonym, paper = line
        label = _label(choice, paper)
        if not label:
            return None
        head, tail = _around_voter(prepared.leaf)
        with entry(actor=None) as log:
            Cast.objects.create(
                id=request_id,
                roll_entry_id=line_id,
                choice=choice,
                salt=prepared.salts["choice"],
                entry_id=prepared.id,
                at=prepared.at,
            )
            RollEntry.objects.filter(pk=line_id).update(cast=request_id)
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


def _label(choice: str, paper: list[dict[str, str]]) -> str:
    return next((option["label"] for option in paper if option["key"] == choice), "")


def _replayed_or_refused(ballot_id: UUID, voter_id: UUID, choice: str, request_id: UUID) -> Receipt:
    """Give the receipt of a request that was already carried out, or say why there is none."""
    vote = Cast.objects.select_related("roll_entry__ballot").filter(pk=request_id).first()
    if vote is None:
        _refuse(ballot_id, voter_id, choice)
    line = vote.roll_entry
    if (line.ballot_id, line.voter_id, vote.choice) != (ballot_id, voter_id, choice):
        raise Refusal(
            "paper-already-used",
            "This paper has been used, and your vote stands. Take a fresh paper to change it.",
        )
    leaf = Entry.objects.values_list("leaf", flat=True).get(pk=vote.entry_id)
    hashed = leaf_hash(bytes(leaf))
    return Receipt(
        code=code_of(hashed),
        at=vote.at,
        entry_id=vote.entry_id,
        ballot_id=ballot_id,
        choice=choice,
        choice_label=_label(choice, line.ballot.options),
        counts=line.cast_id == vote.pk,
        leaf_hash=hashed,
    )


def _refuse(ballot_id: UUID, voter_id: UUID, choice: str) -> NoReturn:
    """Say why a vote was not taken. A voter's first that came too late is in the log, unopened."""
    ballot = Ballot.objects.filter(pk=ballot_id).first()
    if ballot is None:
        raise Refusal("ballot-unknown", "There is no such vote.")
    if ballot.state == BallotState.VOIDED:
        raise Refusal("ballot-voided", "This vote is void. It will be taken again if it has to be.")
    if ballot.opened_at is None or ballot.closes_at is None:
        raise Refusal("ballot-not-open", "This vote is not open yet.")
    line = RollEntry.objects.filter(ballot=ballot, voter=voter_id).select_related("voter").first()
    if line is None or not line.voter.is_active:
        raise Refusal("not-on-the-roll", "You are not on the roll for this vote.")
    if not ballot.is_taking_votes:
        _refuse_late(ballot, line.voter)
    if not _label(choice, ballot.options):
        raise Refusal("option-not-on-the-paper", "That is not an option on the paper.")
    raise Refusal("try-again", "The vote was just being opened. Please press again.")


def _refuse_late(ballot: Ballot, voter: Member) -> NoReturn:
    closed_at = ballot.closed_at or ballot.closes_at or timezone.now()
    at = timezone.localtime(closed_at).strftime("%H:%M:%S")
    is_first = not _was_late_before(ballot, voter)  # the log is for ever: nobody may flood it
    with entry(actor=voter):
        raise Refusal(
            "ballot-closed",
            f"Voting closed at {at}. This came too late and was not counted.",
            record=LATE if is_first else "",
            subject=ballot.log_name,
            facts={"closed_at": closed_at.isoformat(timespec="seconds")},
        )


def _was_late_before(ballot: Ballot, voter: Member) -> bool:
    by_voter = b'"by":"%b"' % voter.pseudonym.encode()
    late = Entry.objects.filter(kind=LATE, subject=ballot.log_name).values_list("leaf", flat=True)
    return any(by_voter in bytes(leaf) for leaf in late)
