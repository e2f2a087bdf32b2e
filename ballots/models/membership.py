"""A ballot of a whole membership: what is planned, whom it writes to, and how turnout grew."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from ballots.membership.words import LeftOffFor, MailingKind
from ballots.models.ballot import Ballot
from members.models import Posting


class MembershipBallot(models.Model):
    """An indicative ballot of the members of a body, over days or weeks (guide 2.9, R2).

    The roll is whoever stood in the register on `qualifying_on`, in `parts` of the body (codes; all
    of it where none is named), but for those whom the rule leaves off. It is frozen at opening. The
    returning officer approves roll, window and wording (guide 3.8); the clock opens it then.
    """

    ballot = models.OneToOneField(
        Ballot, primary_key=True, on_delete=models.PROTECT, related_name="membership"
    )
    qualifying_on = models.DateField()
    parts = models.JSONField(default=list)  # codes of bodies
    rule = models.CharField(max_length=300)  # who may vote, as the union's rules say
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()  # as planned; from opening the ballot has the one that holds
    recommended_by = models.CharField(max_length=200, blank=True)
    recommendation = models.TextField(blank=True)  # never in a message: a page of its own
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    abandoned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["opens_at"]

    def __str__(self) -> str:
        return self.ballot.title

    @property
    def log_name(self) -> str:
        """Give the public name in the log: that of its ballot."""
        return self.ballot.log_name

    @property
    def is_awaited(self) -> bool:
        """Say whether the clock will open it."""
        is_on = self.approved_at is not None and self.abandoned_at is None
        return is_on and self.ballot.opened_at is None and self.closes_at > timezone.now()

    @property
    def is_late(self) -> bool:
        """Say whether it should be open by now: something is in its way."""
        return self.is_awaited and self.opens_at <= timezone.now()


class LeftOff(models.Model):
    """A member whom the union's rule leaves off the roll, such as for arrears; and why."""

    plan = models.ForeignKey(MembershipBallot, on_delete=models.CASCADE, related_name="left_off")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rolls_left_off"
    )
    reason = models.CharField(max_length=12, choices=LeftOffFor.choices())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "member"], name="left_off_a_roll_once")
        ]

    def __str__(self) -> str:
        return self.reason


class Mailing(models.Model):
    """A notice to the roll, or a reminder to whoever has not voted: due, and what became of it."""

    plan = models.ForeignKey(MembershipBallot, on_delete=models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=12, choices=MailingKind.choices())
    due_at = models.DateTimeField()
    laid_at = models.DateTimeField(null=True)
    posting = models.OneToOneField(Posting, null=True, on_delete=models.SET_NULL, related_name="+")
    addressed = models.PositiveIntegerField(default=0)  # with those nobody can reach at once
    unreachable = models.PositiveIntegerField(default=0)
    voted = models.PositiveIntegerField(default=0)  # left in peace: they had voted
    declined = models.PositiveIntegerField(default=0)  # left in peace: they want no reminders

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind", "due_at"], name="mailing_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.due_at:%Y-%m-%d %H:%M}"


class TurnoutPoint(models.Model):
    """How many had voted at a moment: the clock takes one an hour. It knows no voter."""

    plan = models.ForeignKey(
        MembershipBallot, on_delete=models.CASCADE, related_name="turnout_points"
    )
    at = models.DateTimeField()
    voted = models.PositiveIntegerField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.voted:,}"


class NoReminders(models.Model):
    """A member who wants no reminders of ballots. The notice that one is open still comes."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="no_reminders"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.at)
