"""Posts to be elected at a conference, and who was nominated for them, up to the vote.

The vote itself, its papers and its count belong to the ballots room. Here is what comes before:
which places there are, by which rule, who stands, and what they say to the voters.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ballots.counting.contest import Reserved
from ballots.guard import BallotClass, ballot_class
from ballots.models import Ballot
from conferences.enums import Consent, PaperOrder, PostState, WhoNominates
from conferences.models.conference import Conference
from conferences.voting_rules import OFFERED, VotingRule
from members.models import Body


class Post(models.Model):
    """A post, or several places of one kind, that conference elects to.

    `reserved` keeps places for some: [{"tag": "women", "seats": 2}]. `attestation` and `assessment`
    are what was answered to the statutory guard and what it found; `guard_basis` is the reason in
    words. Nominations close by the server's clock, at a time that can only be moved later, and only
    by two people: what the first of them asks waits in `later_*`.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="posts")
    reference = models.SlugField(max_length=10)  # E1
    title = models.CharField(max_length=200)
    duties = models.CharField(max_length=400)  # in a sentence
    seats = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=20)
    ron = models.BooleanField(default=True)
    is_secret = models.BooleanField(default=False)  # papers are encrypted by their voters
    reserved = models.JSONField(default=list)
    class_code = models.CharField(max_length=40)
    attestation = models.JSONField()
    assessment = models.JSONField()
    guard_basis = models.CharField(max_length=400)
    nominated_by = models.CharField(max_length=16, choices=WhoNominates.choices)
    nominations_open_at = models.DateTimeField()
    nominations_close_at = models.DateTimeField()
    later_close_at = models.DateTimeField(null=True)
    later_reason = models.TextField(blank=True)
    later_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    statement_words = models.PositiveSmallIntegerField(default=150)
    order = models.CharField(max_length=8, choices=PaperOrder.choices, default=PaperOrder.SURNAME)
    order_seed = models.CharField(max_length=100, blank=True)  # fixed before anybody is nominated
    state = models.CharField(max_length=16, choices=PostState.choices)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    review_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)  # without a vote
    ballot = models.OneToOneField(Ballot, null=True, on_delete=models.PROTECT, related_name="post")

    class Meta:
        """In the order of their references."""

        ordering: ClassVar = ["conference", "reference"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "reference"], name="post_reference_once"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="post_has_a_place"),
            models.CheckConstraint(
                condition=Q(nominations_close_at__gt=models.F("nominations_open_at")),
                name="nominations_close_after_they_open",
            ),
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"post:{self.conference.code}/{self.reference}"

    @property
    def ballot_class(self) -> BallotClass:
        """Give the class from the guard's table."""
        return ballot_class(self.class_code)

    @property
    def counted_by(self) -> VotingRule:
        """Give the rule of the count, in words."""
        return OFFERED[self.rule]

    @property
    def kept(self) -> tuple[Reserved, ...]:
        """Give the places that are kept for some."""
        return tuple(Reserved(each["tag"], each["seats"]) for each in self.reserved)

    @property
    def has_opened(self) -> bool:
        """Say whether the time for nominations has begun."""
        return timezone.now() >= self.nominations_open_at

    @property
    def is_over(self) -> bool:
        """Say whether the deadline has passed, whether or not anybody has closed nominations."""
        return timezone.now() >= self.nominations_close_at

    @property
    def takes_nominations(self) -> bool:
        """Say whether a nomination made now would be in time."""
        return self.state == PostState.NOMINATIONS and self.has_opened and not self.is_over

    @property
    def is_public(self) -> bool:
        """Say whether it is there for everyone to see: the guard has let it by."""
        return self.state not in (PostState.UNDER_REVIEW, PostState.REFUSED)

    @property
    def shows_candidates(self) -> bool:
        """Say whether the candidates are shown: all of them at once, when nominations close."""
        return self.state in (PostState.CLOSED, PostState.UNOPPOSED, PostState.VOTE)


class Nomination(models.Model):
    """One person put forward for one post. It is kept whatever becomes of it.

    It is numbered within its post; in the log the person is a number, and the name a digest.
    `eligible_for` are the kept places that the person says they may take. `paper_number` is theirs
    on the paper, once there is one.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="nominations")
    number = models.PositiveSmallIntegerField()
    nominee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="nominations"
    )
    branch = models.ForeignKey(  # that nominates
        Body, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    seconded_at = models.DateTimeField(null=True)
    consent = models.CharField(max_length=8, choices=Consent.choices, default=Consent.WAITING)
    consent_at = models.DateTimeField(null=True)
    eligible_for = models.JSONField(default=list)
    statement = models.TextField(blank=True)
    statement_version = models.PositiveSmallIntegerField(default=0)
    statement_at = models.DateTimeField(null=True)
    is_valid = models.BooleanField(null=True)  # as the returning officer found; null: no ruling
    ruling_reason = models.TextField(blank=True)
    ruled_at = models.DateTimeField(null=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    paper_number = models.PositiveSmallIntegerField(null=True)

    class Meta:
        """In the order in which they came."""

        ordering: ClassVar = ["post", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "number"], name="nomination_number_once"),
            models.UniqueConstraint(
                fields=["post", "nominee"],
                condition=Q(withdrawn_at=None) & ~Q(is_valid=False) & ~Q(consent="declined"),
                name="nominee_once_a_post",
            ),
        ]

    def __str__(self) -> str:
        """Give the number."""
        return f"Nomination {self.number}"

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"nomination:{self.post.conference.code}/{self.post.reference}.{self.number}"

    @property
    def is_late(self) -> bool:
        """Say whether it came after the deadline. Late ones are kept, and stand for nothing."""
        return self.made_at >= self.post.nominations_close_at

    @property
    def lacks_seconder(self) -> bool:
        """Say whether another delegate has still to second it."""
        return (
            self.post.nominated_by == WhoNominates.TWO_DELEGATES
            and self.branch_id is None
            and self.seconded_by_id is None
        )

    @property
    def stands(self) -> bool:
        """Say whether this is a candidate, as things are now."""
        return (
            self.consent == Consent.GIVEN
            and self.withdrawn_at is None
            and self.is_valid is not False
            and not self.is_late
            and not self.lacks_seconder
        )

    @property
    def is_open(self) -> bool:
        """Say whether it holds the one place that a person has among the nominations of a post."""
        return (
            self.withdrawn_at is None
            and self.is_valid is not False
            and self.consent != Consent.DECLINED
        )

    @property
    def is_live(self) -> bool:
        """Say whether it is open, and came in time: whether it may still lead to a candidature."""
        return self.is_open and not self.is_late

    @property
    def is_current(self) -> bool:
        """Say whether the person stands, or can still answer: something they should be shown."""
        return not self.post.decided_at and (
            self.stands or (self.is_live and self.post.takes_nominations)
        )

    @property
    def is_ruled_out(self) -> bool:
        """Say whether it was found invalid for a vote still ahead: the person should hear why."""
        opened = self.post.ballot is not None and self.post.ballot.opened_at is not None
        over = self.withdrawn_at or self.post.decided_at or opened
        return self.is_valid is False and not over

    @property
    def standing(self) -> str:
        """Say in a few words how it is with this nomination."""
        if self.withdrawn_at:
            return "Withdrawn"
        if self.is_valid is False:
            return "Found invalid"
        if self.is_late:
            return "Came late"
        if self.consent == Consent.DECLINED:
            return "Declined"
        if self.lacks_seconder:
            return "Waits for a seconder"
        waits = "Waits for consent" if self.post.takes_nominations else "Did not consent in time"
        return "Stands" if self.consent == Consent.GIVEN else waits
