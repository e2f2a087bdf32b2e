"""The timetable of a conference: what opens and closes, and when."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from conferences.enums import Key
from conferences.models.conference import Conference

KEY_CHOICES = [(key.value, key.label) for key in Key]


class KeyDate(models.Model):
    """One date of the timetable: a moment, a day, or a stretch of days.

    A day is kept as the midnight at which it begins, and a stretch's `until` as that of its last
    day, by the clock of the union's own place.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="key_dates")
    key = models.CharField(max_length=28, choices=KEY_CHOICES)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    is_day = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        """In the order of time; each once in a conference."""

        ordering: ClassVar = ["at", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "key"], name="key_date_once")
        ]

    def __str__(self) -> str:
        """Say what happens."""
        return self.what

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"key-date:{self.conference.code}/{self.key}"

    @property
    def what(self) -> str:
        """Say in words what happens then."""
        return Key(self.key).label

    @property
    def closes(self) -> bool:
        """Say whether this is a deadline."""
        return Key(self.key).closes

    @property
    def ends_at(self) -> datetime:
        """Give the moment from which it is over: a day lasts to its last second."""
        last = self.until or self.at
        return _next_midnight(last) if self.is_day else last

    @property
    def moment(self) -> datetime:
        """Give the one moment that counts: a deadline's last, and anything else's first."""
        return self.ends_at if self.closes else self.at


class KeyDateChange(models.Model):
    """Another time for a published deadline, which one officer asks for and a second decides."""

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="key_date_changes"
    )
    key = models.CharField(max_length=28, choices=KEY_CHOICES)
    at = models.DateTimeField()
    is_day = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(null=True)

    class Meta:
        """The last one first; one waits at a time."""

        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "key"],
                condition=models.Q(decided_at=None),
                name="one_key_date_change_waits",
            )
        ]

    def __str__(self) -> str:
        """Say what it is about."""
        return Key(self.key).label

    @property
    def moment(self) -> datetime:
        """Give the new deadline's last moment."""
        return _next_midnight(self.at) if self.is_day else self.at


def _next_midnight(at: datetime) -> datetime:
    """Give the midnight that ends a day, also where that day has 23 or 25 hours."""
    day = timezone.localtime(at).date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
