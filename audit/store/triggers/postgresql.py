"""The guards on PostgreSQL. They fire in replication mode too (`ENABLE ALWAYS`).

Each function sets its schema, with the session's temporary tables last: a table of the same name
that somebody made for the occasion is not looked at. The one that lets an entry wait runs with its
owner's rights, and in every act: to set the schema would take longer than its insert. So it names
it in the statement, where there is nothing else to be looked up, no operator and no function.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from audit.store.append_only import MONTHS, KeptTable
from audit.store.triggers.refusing import (
    MESSAGE,
    NO_FORETELLING,
    NO_GAP,
    NO_OTHER_LENGTH,
    NO_TURN_LOST,
    NOT_YET,
)

_REFUSE = f"""
    RAISE EXCEPTION '{MESSAGE}: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
"""

_AWAIT = """
    INSERT INTO {schema}.audit_unplaced (entry_id) VALUES (NEW.id);
    RETURN NULL;
"""

_CHECK_PLACES = f"""
    IF EXISTS (SELECT FROM placed) AND (
        SELECT min(seq) <> coalesce((SELECT max(seq) + 1 FROM audit_position
                                     WHERE seq < (SELECT min(seq) FROM placed)), 0)
            OR max(seq) - min(seq) + 1 <> count(*)
        FROM placed
    ) OR EXISTS (
        SELECT FROM placed JOIN audit_entry ON audit_entry.id = placed.entry_id
        WHERE placed.leaf_hash <> sha256('\\x00'::bytea || audit_entry.leaf)
    ) THEN
        RAISE EXCEPTION '{NO_GAP}' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
"""  # noqa: S608 - the words above, nobody's input

_CHECK_TURNS = f"""
    IF EXISTS (SELECT FROM gone WHERE NOT EXISTS (
        SELECT FROM audit_position WHERE audit_position.entry_id = gone.entry_id
    )) THEN
        RAISE EXCEPTION '{NO_TURN_LOST}' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
"""  # noqa: S608

_CHECK_HEAD = f"""
    IF NEW.size <> (SELECT coalesce(max(seq) + 1, 0) FROM audit_position) THEN
        RAISE EXCEPTION '{NO_OTHER_LENGTH}' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
"""  # noqa: S608

_CHECK_SUBTREE = f"""
    IF NEW.number < 0 OR NEW.level NOT BETWEEN 1 AND 7
    OR (SELECT coalesce(max(seq) + 1, 0) FROM audit_position) >> (8 * NEW.level) <= NEW.number THEN
        RAISE EXCEPTION '{NO_FORETELLING}' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
"""  # noqa: S608

# By the database's own clock, as whoever asks may tell the application any time.
_CHECK_AGE = f"""
    IF EXISTS (
        SELECT FROM gone
        WHERE (to_jsonb(gone) ->> TG_ARGV[0])::timestamptz > now() - interval '{MONTHS} months'
    ) THEN
        RAISE EXCEPTION '{NOT_YET}' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
"""

# What each function does, and whether it does it with its owner's rights and names its schema.
FUNCTIONS = {
    "audit_refuse": (_REFUSE, False),
    "audit_await": (_AWAIT, True),
    "audit_check_places": (_CHECK_PLACES, False),
    "audit_check_turns": (_CHECK_TURNS, False),
    "audit_check_head": (_CHECK_HEAD, False),
    "audit_check_subtree": (_CHECK_SUBTREE, False),
    "audit_check_age": (_CHECK_AGE, False),
}


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: its table, when it fires, and the function that it calls, with what."""

    table: str
    name: str
    when: str
    calls: str
    argument: str = ""


def triggers(tables: Iterable[KeptTable]) -> list[Trigger]:
    """Name every trigger that these tables should have."""
    return list(_triggers(list(tables)))


def _triggers(tables: list[KeptTable]) -> Iterator[Trigger]:
    for table in tables:
        refused = "UPDATE OR TRUNCATE" if table.is_erasable else "UPDATE OR DELETE OR TRUNCATE"
        yield Trigger(
            table.name,
            f"{table.name}_append_only",
            f"BEFORE {refused} ON {table.name} FOR EACH STATEMENT",
            "audit_refuse",
        )
        if table.kept_since:
            yield Trigger(
                table.name,
                f"{table.name}_in_time",
                f"AFTER DELETE ON {table.name} REFERENCING OLD TABLE AS gone FOR EACH STATEMENT",
                "audit_check_age",
                f"'{table.kept_since}'",
            )
    if {table.name for table in tables} >= _LOG:
        yield from _OF_THE_LOG


_LOG = {"audit_entry", "audit_unplaced", "audit_position", "audit_subtree", "audit_head"}
_OF_THE_LOG = [
    Trigger(
        "audit_entry",
        "audit_entry_await",
        "AFTER INSERT ON audit_entry FOR EACH ROW",
        "audit_await",
    ),
    Trigger(
        "audit_position",
        "audit_position_in_order",
        "AFTER INSERT ON audit_position REFERENCING NEW TABLE AS placed FOR EACH STATEMENT",
        "audit_check_places",
    ),
    Trigger(
        "audit_unplaced",
        "audit_unplaced_in_turn",
        "AFTER DELETE ON audit_unplaced REFERENCING OLD TABLE AS gone FOR EACH STATEMENT",
        "audit_check_turns",
    ),
    Trigger(
        "audit_head",
        "audit_head_in_full",
        "BEFORE INSERT ON audit_head FOR EACH ROW",
        "audit_check_head",
    ),
    Trigger(
        "audit_subtree",
        "audit_subtree_in_time",
        "BEFORE INSERT ON audit_subtree FOR EACH ROW",
        "audit_check_subtree",
    ),
]


def statements(schema: str, tables: list[KeptTable]) -> list[str]:
    """Put every guard in place. `schema` is a quoted name."""
    return [*_make_functions(schema), *_make_triggers(tables)]


def removal(_tables: list[KeptTable]) -> list[str]:
    """Take every guard away."""
    return [f"DROP FUNCTION IF EXISTS {', '.join(FUNCTIONS)} CASCADE"]


def _make_functions(schema: str) -> Iterator[str]:
    for name, (body, with_owners_rights) in FUNCTIONS.items():
        with_schema = f"SECURITY INVOKER SET search_path = {schema}, pg_temp"
        rights = "SECURITY DEFINER" if with_owners_rights else with_schema
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {rights}"
            f" AS $$ BEGIN {body.format(schema=schema)} END $$"
        )


def _make_triggers(tables: list[KeptTable]) -> Iterator[str]:
    for one in triggers(tables):
        call = f"{one.calls}({one.argument})"
        yield f"CREATE OR REPLACE TRIGGER {one.name} {one.when} EXECUTE FUNCTION {call}"
        yield f"ALTER TABLE {one.table} ENABLE ALWAYS TRIGGER {one.name}"
