"""Where the hall is seen and heard from: the broadcast, and the screens on the wall."""

from typing import ClassVar

from django.db import models

from conferences.enums import ScreenShows
from conferences.models.conference import Conference


class Broadcast(models.Model):
    """Where to watch and hear: a stream, a meeting to join, captions, a BSL interpreter.

    We carry no video: these are other people's addresses, entered by the clerk.
    """

    conference = models.OneToOneField(
        Conference, primary_key=True, on_delete=models.PROTECT, related_name="broadcast"
    )
    stream_url = models.URLField(max_length=500, blank=True)
    joining_url = models.URLField(max_length=500, blank=True)  # for those who hold a credential
    captions_url = models.URLField(max_length=500, blank=True)
    interpreter_url = models.URLField(max_length=500, blank=True)  # a page that may be framed
    note = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """Name the conference."""
        return f"Broadcast of {self.conference}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"broadcast:{self.conference.code}"


class Screen(models.Model):
    """One screen on the wall, with content of its own; any other follows the floor."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="screens")
    slug = models.SlugField(max_length=30)
    name = models.CharField(max_length=60)
    shows = models.CharField(max_length=10, choices=ScreenShows.choices, default=ScreenShows.FLOOR)
    message = models.CharField(max_length=200, blank=True)
    is_high_contrast = models.BooleanField(default=False)
    has_interpreter = models.BooleanField(default=False)  # a frame for BSL beside the rest

    class Meta:
        """By name; each address once."""

        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "slug"], name="screen_once")
        ]

    def __str__(self) -> str:
        """Give the name."""
        return self.name

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"screen:{self.conference.code}/{self.slug}"
