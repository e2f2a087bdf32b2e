"""Who asks for the floor, who has it, and what is raised on a point of order."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models

from conferences.enums import PointKind, SpeakingAs, SpeakingSide
from conferences.models.conference import Conference, Credential


class Speaker(models.Model):
    """One person's turn to speak on what is before conference: asked for, and perhaps taken.

    `subject` is the log name of what it is about, as `Floor.subject` has it: a motion, an
    amendment or an item of the agenda. A speech runs from `began_at` to `ended_at`, and may last
    `seconds` before the red light.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="speakers")
    subject = models.CharField(max_length=120)
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="speeches")
    speaking_as = models.CharField(
        max_length=10, choices=SpeakingAs.choices, default=SpeakingAs.SPEAKER
    )
    side = models.CharField(max_length=7, choices=SpeakingSide.choices)
    is_first_time = models.BooleanField(default=False)  # the speaker's own word: a first conference
    place = models.PositiveSmallIntegerField(null=True)  # given by the chair, before all the others
    seconds = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # by the speaker, or when the subject was over

    class Meta:
        """In the order of asking: who is next is worked out by conferences.speaking.turns."""

        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "subject", "credential"],
                condition=models.Q(ended_at=None, withdrawn_at=None),
                name="one_turn_waited_for",
            ),
            models.UniqueConstraint(
                fields=["conference"],
                condition=models.Q(began_at__isnull=False, ended_at=None),
                name="one_speaks_at_a_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["conference", "subject"])]

    def __str__(self) -> str:
        """Name the speaker."""
        return self.credential.member.name

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"speaker:{self.conference.code}/{self.pk}"

    @property
    def part_in_words(self) -> str:
        """Say in which part they speak: moves, seconds, for, against."""
        if self.speaking_as == SpeakingAs.SPEAKER:
            return SpeakingSide(self.side).label
        return SpeakingAs(self.speaking_as).label

    @property
    def length_in_words(self) -> str:
        """Say how long the speech may last, as a clock does: 3:00."""
        return f"{self.seconds // 60}:{self.seconds % 60:02}"

    @property
    def runs_out_at(self) -> datetime | None:
        """Give the moment of the red light; None before the speech."""
        return self.began_at + timedelta(seconds=self.seconds) if self.began_at else None


class PointOfOrder(models.Model):
    """A point raised at once, whoever speaks: on procedure, on a fact, or on one's own words.

    It pauses nothing by itself: the chair rules, and the ruling is recorded (guide 3.4).
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="points_of_order"
    )
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=120, blank=True)
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="points")
    kind = models.CharField(max_length=11, choices=PointKind.choices, default=PointKind.ORDER)
    words = models.CharField(max_length=300)
    raised_at = models.DateTimeField()
    upheld = models.BooleanField(null=True)
    ruling = models.CharField(max_length=500, blank=True)
    ruled_at = models.DateTimeField(null=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """The first raised is the first heard."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="point_numbered_once")
        ]

    def __str__(self) -> str:
        """Say what was raised."""
        return f"{self.get_kind_display()} {self.number}"

    @property
    def rulings(self) -> dict[bool | None, str]:
        """Give what the chair may say to it, by whether that upholds it."""
        return PointKind(self.kind).rulings

    @property
    def ruling_in_words(self) -> str:
        """Say how the chair ruled, with the chair's own words where there are any."""
        if self.ruled_at is None:
            return ""
        outcome = self.rulings[self.upheld]
        return f"{outcome}. {self.ruling}" if self.ruling else f"{outcome}."

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"point-of-order:{self.conference.code}/{self.number}"
