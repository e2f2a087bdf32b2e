"""A clock for a replay: time passes when the story says so, and votes need not be waited for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone


class StoryClock:
    """Runs beside the real clock, so much ahead of it or behind it."""

    def __init__(self, starts_at: datetime) -> None:
        self._real_now = timezone.now
        self._offset = starts_at - self._real_now()

    def now(self) -> datetime:
        """Give the time in the story."""
        return self._real_now() + self._offset

    def forward_to(self, moment: datetime) -> None:
        """Let time pass until a moment has come. It never runs backwards."""
        self._offset += max(timedelta(), moment - self.now())


@contextmanager
def story_time(starts_at: datetime) -> Iterator[StoryClock]:
    """Let the whole program live by the clock of a story. For a process that does nothing else."""
    clock, real_now = StoryClock(starts_at), timezone.now
    timezone.now = clock.now
    try:
        yield clock
    finally:
        timezone.now = real_now
