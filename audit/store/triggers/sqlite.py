"""The guards on SQLite, the database of a demo.

`INSERT OR REPLACE` deletes the old row without a word to its triggers, so an insert over a row that
is there is refused, whichever unique column it would meet, and the hidden `rowid` too. Whoever has
the file can still rewrite it: SQLite has no privileges. The signed heads would show it.
"""

from collections.abc import Iterator

from audit.store.append_only import MONTHS, KeptTable
from audit.store.triggers.refusing import (
    MESSAGE,
    NO_FORETELLING,
    NO_GAP,
    NO_OTHER_LENGTH,
    NO_TURN_LOST,
    NOT_YET,
)


def statements(tables: list[KeptTable]) -> list[str]:
    """Put every guard in place."""
    made = {name: f"CREATE TRIGGER {name} {does}" for name, does in _triggers(tables)}
    return [*_drop(made), *made.values()]


def removal(tables: list[KeptTable]) -> list[str]:
    """Take every guard away."""
    return _drop(dict(_triggers(tables)))


def _drop(names: dict[str, str]) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {name}" for name in names]


def _triggers(tables: list[KeptTable]) -> Iterator[tuple[str, str]]:
    for table in tables:
        for act in ("update",) if table.is_erasable else ("update", "delete"):
            yield f"{table.name}_{act}", f"BEFORE {act.upper()} ON {table.name} {_abort(MESSAGE)}"
        if table.kept_since:
            is_young = f"OLD.{table.kept_since} > datetime('now', '-{MONTHS} months')"
            yield (
                f"{table.name}_in_time",
                f"BEFORE DELETE ON {table.name} WHEN {is_young} {_abort(NOT_YET)}",
            )
        met = " OR ".join(
            "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")"
            for key in (*table.keys, ("rowid",))
        )
        there = f"EXISTS (SELECT 1 FROM {table.name} WHERE {met})"  # noqa: S608 - our own names
        yield (
            f"{table.name}_replace",
            f"BEFORE INSERT ON {table.name} WHEN {there} {_abort(MESSAGE)}",
        )
    if {table.name for table in tables} >= _LOG:
        yield from _OF_THE_LOG.items()


def _abort(message: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, '{message}'); END"


_LOG = {"audit_entry", "audit_unplaced", "audit_position", "audit_subtree", "audit_head"}
_NEXT_PLACE = "(SELECT coalesce(max(seq) + 1, 0) FROM audit_position)"
_HAS_PLACE = "EXISTS (SELECT 1 FROM audit_position WHERE entry_id = OLD.entry_id)"
_OF_THE_LOG = {
    "audit_entry_await": (
        "AFTER INSERT ON audit_entry"
        " BEGIN INSERT INTO audit_unplaced (entry_id) VALUES (NEW.id); END"
    ),
    "audit_position_in_order": (
        f"BEFORE INSERT ON audit_position WHEN NEW.seq <> {_NEXT_PLACE} {_abort(NO_GAP)}"
    ),
    "audit_unplaced_in_turn": (
        f"BEFORE DELETE ON audit_unplaced WHEN NOT {_HAS_PLACE} {_abort(NO_TURN_LOST)}"
    ),
    "audit_head_in_full": (
        f"BEFORE INSERT ON audit_head WHEN NEW.size <> {_NEXT_PLACE} {_abort(NO_OTHER_LENGTH)}"
    ),
    "audit_subtree_in_time": (
        "BEFORE INSERT ON audit_subtree WHEN NEW.level NOT BETWEEN 1 AND 7 OR NEW.number < 0"
        f" OR {_NEXT_PLACE} >> (8 * NEW.level) <= NEW.number {_abort(NO_FORETELLING)}"
    ),
}
