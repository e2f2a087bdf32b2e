"""Acts that many tests begin with, done once and retraced after that.

    class Sitting:
        @retraced
        def into_debate(self, number: str) -> Motion: ...

A motion is called, moved and seconded for every test of what comes after. What such an act leaves
in the database is the same each time it is done in the same place: so it is done twice, and from
then on its traces are put there.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django.db import connection, transaction

from tests.snapshots import WAITING, Snapshot, is_as_ever, is_plain, put_back, take

P = ParamSpec("P")
Scene = TypeVar("Scene")
Left = TypeVar("Left")

_ASIDE = {WAITING, "django_session"}
"""What no act looks at: who is signed in where, and the entries that wait for a place."""
_PLACES = "audit_position"  # an act that gives some is not retraced: they follow one another


@dataclass(frozen=True)
class Traces(Generic[Left]):
    """All that was in the database before an act, what was new or different after, and what it
    gave back."""

    before: Snapshot
    added: Snapshot
    changed: Snapshot
    gave: Left

    def are_left_again(self) -> bool:
        """Leave them, if every row is what it was before the act."""
        if not _same(take(besides=_ASIDE), self.before):
            return False
        with transaction.atomic():
            put_back({**self.added, **self.changed}, instead=self.changed)
        return True


def retraced(
    act: Callable[Concatenate[Scene, P], Left],
) -> Callable[Concatenate[Scene, P], Left]:
    """Do it by its services twice for each set of plain arguments and each state of the database.

    From then on only its traces are left there. It is done in full wherever that could make a
    difference: after anything else, at another time than now, under other settings than the
    suite's, and where others see what is committed.
    """
    known: dict[str, Traces[Left] | None] = {}

    @wraps(act)
    def done(scene: Scene, /, *args: P.args, **given: P.kwargs) -> Left:
        if not (connection.in_atomic_block and is_plain(*args, *given.values()) and is_as_ever()):
            return act(scene, *args, **given)
        key = repr((_log(), args, sorted(given.items())))
        if key not in known:
            known[key] = None
            return act(scene, *args, **given)
        traces = known[key]
        if traces is None:
            before = take(besides=_ASIDE)
            gave = act(scene, *args, **given)
            after = take(besides=_ASIDE)
            if _PLACES not in _differing(before, after):
                known[key] = _traces(before, after, deepcopy(gave))
            return gave
        return deepcopy(traces.gave) if traces.are_left_again() else act(scene, *args, **given)

    return done


def _traces(before: Snapshot, after: Snapshot, gave: Left) -> Traces[Left]:
    added: dict[str, Any] = {}
    changed: dict[str, Any] = {}
    for name in _differing(before, after):
        was, now = set(before.get(name, ())), after.get(name, ())
        if was <= set(now):
            added[name] = [row for row in now if row not in was]
        else:
            changed[name] = now
    return Traces(before, added, changed, gave)


def _differing(before: Snapshot, after: Snapshot) -> list[str]:
    return [name for name in before | after if not _alike(before, after, name)]


def _same(one: Snapshot, other: Snapshot) -> bool:
    return one.keys() == other.keys() and all(_alike(one, other, name) for name in one)


def _alike(one: Mapping[str, Any], other: Mapping[str, Any], name: str) -> bool:
    was, now = one.get(name, ()), other.get(name, ())
    return len(was) == len(now) and (was == now or set(was) == set(now))


def _log() -> int:
    """Tell one state of the log from another: ids are random, so the same ids are the same acts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM audit_entry")
        return hash(frozenset(cursor.fetchall()))
