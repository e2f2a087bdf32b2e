"""Ideas before there is a motion: shared in confidence, rated by those asked."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from conferences.models import Conference
from members.models import Body
from motions.models.motion import Motion

MOST_STARS = 5


class IdeaRound(models.Model):
    """A question put to the members of a body for a time: what conference should take up, say."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="idea_rounds")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="idea_rounds")
    number = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=200)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        """The newest first; numbered within a conference."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "number"], name="idea_round_once"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="idea_round_lasts"
            ),
        ]

    def __str__(self) -> str:
        """Give the question."""
        return self.question

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"idea-round:{self.conference.code}/{self.number}"


class Idea(models.Model):
    """What one member shared. Whose it is, is shown to nobody else, and forgotten in time."""

    round = models.ForeignKey(IdeaRound, on_delete=models.PROTECT, related_name="ideas")
    number = models.PositiveIntegerField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="ideas"
    )
    words = models.CharField(max_length=400)
    shared_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=300, blank=True)
    motion = models.ForeignKey(  # what it became, if a branch took it up
        Motion, null=True, on_delete=models.SET_NULL, related_name="ideas"
    )

    class Meta:
        """In the order of sharing, which is not the order in which they are shown."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "number"], name="idea_numbered_once")
        ]

    def __str__(self) -> str:
        """Name it by its number."""
        return f"Idea {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"idea:{self.round.conference.code}/{self.round.number}.{self.number}"


class IdeaRating(models.Model):
    """How one member rated an idea: 1 to 5 stars, or none for one they passed over."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="ratings")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="idea_ratings"
    )
    stars = models.PositiveSmallIntegerField(validators=[MaxValueValidator(MOST_STARS)])
    rated_at = models.DateTimeField()

    class Meta:
        """Each member once an idea; the last word counts."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["idea", "member"], name="idea_rated_once"),
            models.CheckConstraint(
                condition=models.Q(stars__lte=MOST_STARS), name="idea_stars_at_most_five"
            ),
        ]

    def __str__(self) -> str:
        """Say how many stars."""
        return f"{self.stars} of {MOST_STARS}"
