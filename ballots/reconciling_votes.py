"""Whether each vote that counts is in the log as it was cast, and is the voter's last there.

PostgreSQL passes over the lines of the roll that plainly agree, a million of them in seconds: it
writes the digest of each vote anew and holds it against an entry of the very form that casting
writes. Whatever it cannot vouch for is looked at here, exactly; on SQLite that is every line.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from audit.formats.disclosure import salted_digest
from audit.selectors import leaves
from ballots.casting import KIND
from ballots.models import Ballot, RollEntry
from ballots.planning import planned

_ON_THEIR_WAY: Final = timedelta(minutes=1)
"""Two votes of one voter, sent one right after the other, may arrive the other way round."""

Leaf = Mapping[str, Any]

_SAID: Final = r"""
WITH entry AS (
    SELECT id, leaf, convert_to(
        '","id":"' || id || '","of":"' || subject || '","t":"' || kind || '","v":1}', 'UTF8'
    ) AS tail
    FROM audit_entry WHERE kind = %(kind)s AND subject = %(subject)s
    OFFSET 0  -- or the tail would be written anew wherever it is named
), part AS (
    SELECT id, encode(substr(leaf, 10, 43), 'escape') AS digest,
           encode(substr(leaf, 62, 20), 'escape') COLLATE "C" AS at,
           encode(substr(leaf, 90, greatest(0, length(leaf) - length(tail) - 89)), 'escape') AS by,
           substr(leaf, 1, 9) = '{"_sd":["' AND substr(leaf, 53, 9) = '"],"at":"'
           AND substr(leaf, 82, 8) = '","by":"' AND substr(leaf, length(leaf) - length(tail) + 1)
           = tail AS is_framed
    FROM entry
    OFFSET 0
), said AS MATERIALIZED (
    SELECT id, digest, at, by, is_framed AND at LIKE '____-__-__T__:__:__Z'
           AND translate(at, '0123456789', '') = '--T::Z' AS is_plain
    FROM part
)
"""
_IN_DOUBT: Final = (
    _SAID  # noqa: S608 - nothing but these texts
    + r"""
, last AS (SELECT by, max(at) AS at FROM said WHERE is_plain GROUP BY by)
, line AS (
    SELECT roll.id, roll.voted, roll.cast_id, vote.entry_id, member.pseudonym,
    rtrim(replace(replace(
        encode(sha256(convert_to(rtrim(replace(replace(replace(encode(convert_to(
            '["' || vote.salt || '","choice",' || to_json(vote.choice)::text || ']', 'UTF8'
        ), 'base64'), E'\n', ''), '+', '-'), '/', '_'), '='), 'UTF8')), 'base64'),
    '+', '-'), '/', '_'), '=') AS digest
    FROM ballots_rollentry roll
    JOIN members_member member ON member.id = roll.voter_id
    LEFT JOIN ballots_cast vote ON vote.id = roll.cast_id
    WHERE roll.ballot_id = %(ballot)s
)
SELECT line.id, NULL
FROM line
LEFT JOIN said ON said.id = line.entry_id AND said.is_plain
LEFT JOIN last ON last.by = line.pseudonym
WHERE line.voted <> (line.cast_id IS NOT NULL) OR CASE
    WHEN line.cast_id IS NULL THEN last.by IS NOT NULL
    ELSE (said.by, said.digest, said.at) IS DISTINCT FROM (line.pseudonym, line.digest, last.at)
END
UNION ALL
SELECT NULL, id FROM said WHERE NOT is_plain
"""
)
_OF_VOTERS: Final = _SAID + "SELECT id FROM said WHERE by = ANY(%(voters)s)"  # noqa: S608
_LOGGED: Final = (
    _SAID
    + """
SELECT count(*), count(DISTINCT by), count(*) FILTER (
    WHERE NOT is_plain OR by !~ '^p_[A-Za-z0-9_-]+$' OR digest !~ '^[A-Za-z0-9_-]+$'
)
FROM said
"""
)
_MANY: Final = 10_000  # more lines than these are not asked for by number


def not_as_logged(ballot: Ballot) -> Iterator[str]:
    """Name the credential of each line whose vote is not the voter's last in the log, or differs.

    A line without a vote is as it should be where the log has none of that voter.
    """
    roll = RollEntry.objects.filter(ballot=ballot).select_related("voter", "cast").order_by("pk")
    if connection.vendor != "postgresql":
        yield from _differing(roll, leaves(KIND, subject=ballot.log_name))
        return
    asked: dict[str, Any] = {"kind": KIND, "subject": ballot.log_name, "ballot": ballot.pk}
    lines, strange = _in_doubt(asked)
    read = [*leaves(KIND, subject=ballot.log_name, entries=strange)] if strange else []
    if not lines and not read:
        return
    if len(lines) <= _MANY:
        roll = roll.filter(Q(pk__in=lines) | Q(voter__pseudonym__in={leaf["by"] for leaf in read}))
    voters = list(roll.values_list("voter__pseudonym", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_OF_VOTERS, {**asked, "voters": voters})
        theirs = {entry for (entry,) in cursor.fetchall()} | set(strange)
    yield from _differing(roll, leaves(KIND, subject=ballot.log_name, entries=theirs))


def votes_logged(ballot: Ballot) -> tuple[int, int]:
    """Count the votes in the log, and the voters who cast them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_LOGGED, {"kind": KIND, "subject": ballot.log_name})
            votes, voters, strange = cursor.fetchone()
        if not strange:
            return votes, voters
    by = Counter(leaf["by"] for leaf in leaves(KIND, subject=ballot.log_name))
    return by.total(), len(by)


def _in_doubt(asked: Mapping[str, Any]) -> tuple[list[int], list[UUID]]:
    """Give the lines that the database cannot vouch for, and the entries of another form."""
    # The planner cannot know how many are of this form: guessing few, it would look each up.
    with planned(work_mem="128MB", enable_nestloop="off", jit="off") as cursor:
        cursor.execute(_IN_DOUBT, asked)
        found = cursor.fetchall()
    lines = [line for line, _entry in found if line is not None]
    return lines, [entry for _line, entry in found if entry is not None]


def _differing(roll: QuerySet[RollEntry], said: Iterable[Leaf]) -> Iterator[str]:
    votes = {leaf["id"]: leaf for leaf in said}
    last = {leaf["by"]: leaf for leaf in votes.values()}
    for line in roll.iterator():
        if not _agrees(line, votes, last):
            yield line.admitted


def _agrees(line: RollEntry, votes: Mapping[Any, Leaf], last: Mapping[str, Leaf]) -> bool:
    """Say whether the vote that counts is the voter's last in the log, and says what it said."""
    vote, newest = line.cast, last.get(line.voter.pseudonym)
    if line.voted is not (vote is not None):
        return False
    if vote is None or newest is None:
        return vote is None and newest is None
    leaf = votes.get(str(vote.entry_id), {})
    digest = salted_digest(vote.salt, "choice", vote.choice)
    if leaf.get("by") != line.voter.pseudonym or leaf.get("_sd") != [digest]:
        return False
    return _moment(newest) - _moment(leaf) < _ON_THEIR_WAY


def _moment(leaf: Leaf) -> datetime:
    return datetime.fromisoformat(leaf["at"])
