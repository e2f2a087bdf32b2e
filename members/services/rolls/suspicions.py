"""What is worth a second look in a roll before it is imported.

On one list of 500, forty e-mail addresses were changed and some thirty votes cast without their
members' knowledge (guide 4, L27); addresses shared by many go to the returning officer (L28). All
of it is found by marks, in the database, and shown before anything is decided.
"""

from typing import Final

from members.models import WaitingRoll
from members.services.rolls import sql

SHARED_ABOVE: Final = 3
CLUSTER_OF_ADDRESS: Final = 3
CLUSTER_OF_BRANCH: Final = 10
SHARE_OF_BRANCH: Final = 10  # one in ten of its members
LARGE_FALL: Final = 20  # one in twenty of the register: 5 per cent
MOST_KEPT: Final = 10_000

_FINDING: Final = (
    "INSERT INTO members_rollfinding (roll_id, kind, line, number, what, words, member_key) "
)
_SAME_PERSON = """
{finding}
SELECT %(roll)s, 'twice', line.line, line.number, '{kind}', 'The same name and {words} are on line '
    || CAST(same.last AS varchar(12))
    || CASE WHEN same.branches > 1 THEN ', in another branch.' ELSE '.' END, NULL
FROM (
    SELECT min(line) AS first, max(line) AS last, count(DISTINCT branch_id) AS branches
    FROM members_rollline
    WHERE roll_id = %(roll)s AND is_good AND {kind}_mark IS NOT NULL
    GROUP BY lower(name), {kind}_mark HAVING count(*) > 1
) same
JOIN members_rollline line ON line.roll_id = %(roll)s AND line.line = same.first
WHERE NOT EXISTS (SELECT 1 FROM members_rollfinding known
    WHERE known.roll_id = %(roll)s AND known.kind = 'twice' AND known.line = line.line)
ORDER BY line.line
"""
_SHARED = f"""
{_FINDING}
SELECT %(roll)s, 'shared', line.line, line.number, 'email',
    CAST(same.many AS varchar(12)) || ' members share this e-mail address.', NULL
FROM (
    SELECT min(line) AS first, count(*) AS many FROM members_rollline
    WHERE roll_id = %(roll)s AND is_good AND email_mark IS NOT NULL
    GROUP BY email_mark HAVING count(*) > {SHARED_ABOVE}
) same
JOIN members_rollline line ON line.roll_id = %(roll)s AND line.line = same.first
ORDER BY same.many DESC, line.line LIMIT {MOST_KEPT}
"""  # noqa: S608 - no word of it from outside
_SHARED_AT_ALL = """
SELECT count(*) FROM (
    SELECT 1 FROM members_rollline WHERE roll_id = %(roll)s AND is_good AND email_mark IS NOT NULL
    GROUP BY email_mark HAVING count(*) > 1) same
"""
_TO_ONE_ADDRESS = """
{finding}
SELECT %(roll)s, 'cluster', line.line, line.number, '{kind}',
    CAST(same.many AS varchar(12)) || ' members would be given this same {words}.', NULL
FROM (
    SELECT min(line.line) AS first, count(*) AS many
    FROM members_rollfinding found
    JOIN members_rollline line ON line.roll_id = %(roll)s AND line.line = found.line
    WHERE found.roll_id = %(roll)s AND found.kind = 'contact' AND found.what LIKE %(like)s
        AND line.{kind}_mark IS NOT NULL
    GROUP BY line.{kind}_mark HAVING count(*) >= {most}
) same
JOIN members_rollline line ON line.roll_id = %(roll)s AND line.line = same.first
ORDER BY same.many DESC
"""
_IN_ONE_BRANCH = f"""
{_FINDING}
SELECT %(roll)s, 'cluster', NULL, '', 'branch',
    CAST(same.many AS varchar(12)) || ' of ' || CAST(same.members AS varchar(12))
    || ' members of ' || body.name || ' would get another address.', NULL
FROM (
    SELECT line.branch_id, count(*) AS many, (
        SELECT count(*) FROM members_rollline every
        WHERE every.roll_id = %(roll)s AND every.is_good AND every.branch_id = line.branch_id
    ) AS members
    FROM members_rollfinding found
    JOIN members_rollline line ON line.roll_id = %(roll)s AND line.line = found.line
    WHERE found.roll_id = %(roll)s AND found.kind = 'contact'
    GROUP BY line.branch_id HAVING count(*) >= {CLUSTER_OF_BRANCH}
) same
JOIN members_body body ON body.id = same.branch_id
WHERE same.many * {SHARE_OF_BRANCH} >= same.members
ORDER BY same.many DESC
"""  # noqa: S608
_AT_WORK = f"""
{_FINDING}
SELECT %(roll)s, 'work', line, number, 'email', 'An employer''s address: nothing is sent there.',
    NULL
FROM members_rollline WHERE roll_id = %(roll)s AND is_good AND is_work
ORDER BY line LIMIT {MOST_KEPT}
"""  # noqa: S608
_LEFT = f"""
{_FINDING}
SELECT %(roll)s, 'left', line.line, line.number, '',
    'Left, by the register. The import does not let them back in.', member.id
FROM members_rollline line
JOIN members_member member ON member.membership_number = line.number
WHERE line.roll_id = %(roll)s AND line.is_good AND NOT member.is_active
ORDER BY line.line LIMIT {MOST_KEPT}
"""  # noqa: S608
_BY_KIND = "SELECT kind, count(*) FROM members_rollfinding WHERE roll_id = %(roll)s GROUP BY kind"
_AT_WORK_IN_ALL = (
    "SELECT count(*) FROM members_rollline WHERE roll_id = %(roll)s AND is_good AND is_work"
)
_WORDS: Final = {"email": "e-mail address", "mobile": "mobile number"}


def found(roll: WaitingRoll) -> dict[str, int]:
    """Note what is suspicious, and count it by kind."""
    for kind, words in _WORDS.items():
        statement = _SAME_PERSON.format(finding=_FINDING, kind=kind, words=words)
        sql.execute(statement, roll=roll.pk)
        statement = _TO_ONE_ADDRESS.format(
            finding=_FINDING, kind=kind, words=words, most=CLUSTER_OF_ADDRESS
        )
        sql.execute(statement, roll=roll.pk, like=f"%{kind}%")
    for statement in (_SHARED, _IN_ONE_BRANCH, _AT_WORK, _LEFT):
        sql.execute(statement, roll=roll.pk)
    kinds = dict(sql.rows(_BY_KIND, roll=roll.pk))
    return {
        "twice": kinds.get("twice", 0),
        "shared": kinds.get("shared", 0),
        "cluster": kinds.get("cluster", 0),
        "left": kinds.get("left", 0),
        "shared_at_all": sql.one(_SHARED_AT_ALL, roll=roll.pk),
        "work": sql.one(_AT_WORK_IN_ALL, roll=roll.pk),
    }


def is_large_fall(counts: dict[str, int]) -> bool:
    """Tell whether more members are missing from the file than leave in a usual year."""
    return counts["gone"] * LARGE_FALL > counts["register"]
