"""Working out what a roll would do, in the database: nothing of it passes through memory.

Both the lines and the register hold the marks of contact details, so whether an address would
change is seen without opening any (`members.contacts.seals`).
"""

import hashlib
import json
from typing import Final

from django.db import connection, transaction

from members.models import Body, RollFinding, RollState, WaitingRoll
from members.roll.entries import DETAILS
from members.services.rolls import sql, suspicions
from members.services.rolls.working import sign_of_life, step_tell

MOST_KEPT: Final = 10_000
MEMORY: Final = "SET LOCAL work_mem = '64MB'"

_FINDING: Final = (
    "INSERT INTO members_rollfinding (roll_id, kind, line, number, what, words, member_key) "
)
_TWICE = f"""
{_FINDING}
SELECT line.roll_id, 'problem', line.line, line.number, 'membership number',
    'The same number is on line ' || CAST(CASE WHEN line.line = same.first THEN
        (SELECT min(other.line) FROM members_rollline other
         WHERE other.roll_id = %(roll)s AND other.number = line.number AND other.line > same.first)
        ELSE same.first END AS varchar(12)) || '.', NULL
FROM members_rollline line
JOIN (SELECT number, min(line) AS first FROM members_rollline
      WHERE roll_id = %(roll)s AND number <> '' GROUP BY number HAVING count(*) > 1) same
    ON same.number = line.number
WHERE line.roll_id = %(roll)s ORDER BY line.line LIMIT {MOST_KEPT}
"""  # noqa: S608 - no word of it from outside
_LEAVE_OUT_TWICE = """
UPDATE members_rollline SET is_good = %(no)s
WHERE roll_id = %(roll)s AND number IN (
    SELECT number FROM members_rollline
    WHERE roll_id = %(roll)s AND number <> '' GROUP BY number HAVING count(*) > 1)
"""
_CHANGED = """
{finding}
SELECT %(roll)s, CASE WHEN pair.details = '' THEN 'changed' ELSE 'contact' END,
    pair.line, pair.number, pair.entry || pair.details, '', pair.id
FROM (
    SELECT line.line, line.number, member.id,
        CASE WHEN member.name <> line.name THEN 'name ' ELSE '' END
        || CASE WHEN member.branch_id IS NULL OR member.branch_id <> line.branch_id
            THEN 'branch ' ELSE '' END
        || CASE WHEN line.joined_on IS NOT NULL
            AND (member.joined_on IS NULL OR member.joined_on <> line.joined_on)
            THEN 'joined_on ' ELSE '' END AS entry,
        {details} AS details
    FROM members_rollline line
    JOIN members_member member ON member.membership_number = line.number
    {contacts}
    WHERE line.roll_id = %(roll)s AND line.is_good AND member.erased_at IS NULL
) pair
WHERE pair.entry <> '' OR pair.details <> '' ORDER BY pair.line
"""
_DETAIL = """CASE WHEN ({kind}.mark IS NULL) <> (line.{kind}_mark IS NULL)
    OR {kind}.mark <> line.{kind}_mark THEN '{kind} ' ELSE '' END"""
_CONTACT = """LEFT JOIN members_contact {kind}
    ON {kind}.member_id = member.id AND {kind}.kind = '{kind}'"""
_NEW = f"""
{_FINDING}
SELECT %(roll)s, 'new', line.line, line.number, '', '', NULL
FROM members_rollline line
WHERE line.roll_id = %(roll)s AND line.is_good AND NOT EXISTS (
    SELECT 1 FROM members_member member WHERE member.membership_number = line.number)
ORDER BY line.line LIMIT {MOST_KEPT}
"""  # noqa: S608
_GONE = """
FROM members_member member
WHERE member.erased_at IS NULL AND member.is_active AND NOT EXISTS (
    SELECT 1 FROM members_rollline line
    WHERE line.roll_id = %(roll)s AND line.number = member.membership_number)
"""
_GONE_KEPT = f"""
{_FINDING}
SELECT %(roll)s, 'gone', NULL, member.membership_number, '', '', member.id
{_GONE} ORDER BY member.membership_number LIMIT {MOST_KEPT}
"""
_MATCHED = """
SELECT count(*) FROM members_rollline line
JOIN members_member member ON member.membership_number = line.number
WHERE line.roll_id = %(roll)s AND line.is_good AND member.erased_at IS NULL
"""


def roll_compare(roll: WaitingRoll) -> None:
    """Find what a roll would do and what is suspicious in it; it is then ready, under its print."""
    with transaction.atomic():
        sql.only_on_postgresql(MEMORY)
        found = RollFinding.objects.filter(roll=roll)
        found.exclude(kind=RollFinding.Kind.PROBLEM).delete()
        step_tell(roll, 1, 3, "Looking for numbers that come twice")
        if not roll.counts:
            sql.execute(_TWICE, roll=roll.pk)
            sql.execute(_LEAVE_OUT_TWICE, roll=roll.pk, no=False)
        step_tell(roll, 2, 3, "Comparing with the register")
        _changed(roll)
        sql.execute(_NEW, roll=roll.pk)
        sql.execute(_GONE_KEPT, roll=roll.pk)
        sql.analysed("members_rollfinding")
        counts = _counts(roll)
        step_tell(roll, 3, 3, "Looking for what is suspicious")
        counts |= suspicions.found(roll)
        sign_of_life(
            roll,
            state=RollState.READY,
            counts=counts,
            fingerprint=_fingerprint(roll, counts),
        )


def kinds_in(roll: WaitingRoll) -> list[str]:
    """Name the kinds of contact detail that a file has columns for."""
    return [str(DETAILS[m]) for m in dict.fromkeys(roll.meanings) if m in DETAILS]


def register_version() -> str:
    """Sum up the register as it stands: another sum means that something in it has changed."""
    if connection.vendor == "postgresql":
        found = sql.rows(
            "SELECT count(*), sum(hashtextextended(concat_ws(chr(31), id, membership_number, name, "
            "branch_id, is_active, joined_on), 0)::numeric) FROM members_member "
            "UNION ALL SELECT count(*), sum(hashtextextended(concat_ws(chr(31), member_id, kind, "
            "encode(mark, 'hex')), 0)::numeric) FROM members_contact"
        )
        return str(found)
    found = sql.rows(
        "SELECT id, membership_number, name, branch_id, is_active, joined_on "
        "FROM members_member ORDER BY id"
    )
    details = sql.rows("SELECT member_id, kind, mark FROM members_contact ORDER BY member_id, kind")
    return hashlib.sha256(repr((found, details)).encode()).hexdigest()


def _changed(roll: WaitingRoll) -> None:
    kinds = kinds_in(roll)
    details = " || ".join(_DETAIL.format(kind=kind) for kind in kinds) or "''"
    contacts = "\n".join(_CONTACT.format(kind=kind) for kind in kinds)
    statement = _CHANGED.format(finding=_FINDING, details=details, contacts=contacts)
    sql.execute(statement, roll=roll.pk)


def _counts(roll: WaitingRoll) -> dict[str, int]:
    lines = "SELECT count(*) FROM members_rollline WHERE roll_id = %(roll)s AND "
    good = sql.one(f"{lines} is_good", roll=roll.pk)
    matched = sql.one(_MATCHED, roll=roll.pk)
    found = RollFinding.objects.filter(roll=roll)
    contact = found.filter(kind=RollFinding.Kind.CONTACT).count()
    changed = found.filter(kind=RollFinding.Kind.CHANGED).count() + contact
    return {
        "good": good,
        "left_out": sql.one(f"{lines} NOT is_good", roll=roll.pk),
        "new": good - matched,
        "changed": changed,
        "contact_changes": contact,
        "unchanged": matched - changed,
        "gone": sql.one(f"SELECT count(*) {_GONE}", roll=roll.pk),
        "register": sql.one("SELECT count(*) FROM members_member WHERE is_active"),
    }


def _fingerprint(roll: WaitingRoll, counts: dict[str, int]) -> str:
    """Name this file, read in this way, with this effect on the register as it stands."""
    branches = list(Body.objects.order_by("code").values_list("code", "name"))
    seen = [roll.sha256, roll.meanings, counts, register_version(), branches]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def fingerprint_now(roll: WaitingRoll) -> str:
    """Give the fingerprint that the roll would have if it were compared again now."""
    return _fingerprint(roll, roll.counts)
