"""A ballot, its frozen roll, and every vote cast. Votes are only ever added."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from ballots.enums import BallotState, Majority, VotingForm
from ballots.guard import BallotClass, ballot_class
from ballots.papers import Option
from members.models import Body

TEST_BANNER = "Test vote. It decides nothing."
ADVISORY_BANNER = "Advisory vote. Conference is below its quorum; the result does not bind."


class Ballot(models.Model):
    """One question put to one roll, by one form and under one majority test.

    `body` is the body whose officers conduct it. `asked_for` names what asked for the ballot, such
    as a motion, in words this room does not read. `present` is the voting strength admitted at
    opening, in the unit of the votes: delegates for a show of hands, members for a card vote.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="ballots")
    title = models.CharField(max_length=200)
    question = models.TextField()
    options = models.JSONField()  # [{"key": "for", "label": "For"}, ...] in paper order
    class_code = models.CharField(max_length=40)
    attestation = models.JSONField()
    assessment = models.JSONField()  # what the guard found, for the second person and the record
    enabling_rule = models.CharField(max_length=200, blank=True)
    asked_for = models.CharField(max_length=200)
    text_sha256 = models.CharField(max_length=64, blank=True)
    form = models.CharField(max_length=16, choices=VotingForm.choices)
    majority = models.CharField(max_length=24, choices=Majority.choices)
    state = models.CharField(max_length=16, choices=BallotState.choices)
    is_test = models.BooleanField(default=False)
    is_advisory = models.BooleanField(default=False)
    steps_up = models.BooleanField(default=False)  # a passcode of its own before the paper
    is_sealed = models.BooleanField(default=False)  # encrypted by the voter: see SealedVote
    present = models.PositiveBigIntegerField(default=0)
    entitled = models.PositiveBigIntegerField(default=0)
    roll_size = models.PositiveIntegerField(default=0)
    roll_weight = models.PositiveBigIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    review_reason = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)  # the one closing time, shown everywhere
    closed_at = models.DateTimeField(null=True)
    more_time_seconds = models.PositiveSmallIntegerField(default=0)  # a voter may ask for; 0: none
    declared_at = models.DateTimeField(null=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    result = models.JSONField(null=True)  # from declaration; emptied again if the ballot is voided
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    # Voiding takes two people, one after the other; the recommendation waits here for the order.
    void_recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    void_recommended_at = models.DateTimeField(null=True)
    void_reason = models.TextField(blank=True)
    # So does moving a closing time that was announced; what was asked for waits for the second.
    extension_seconds = models.PositiveIntegerField(default=0)
    extension_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"ballot:{self.id}"

    @property
    def log_marks(self) -> dict[str, object]:
        """Mark everything the log has of a test vote as that: it decides nothing."""
        return {"test": True} if self.is_test else {}

    @property
    def ballot_class(self) -> BallotClass:
        """Give the class from the guard's table."""
        return ballot_class(self.class_code)

    @property
    def banners(self) -> list[str]:
        """Give the words that must stand on every surface of this ballot (guide 2.9, rule 4)."""
        said = [self.ballot_class.banner]
        said += [TEST_BANNER] * self.is_test + [ADVISORY_BANNER] * self.is_advisory
        return [words for words in said if words]

    @property
    def paper(self) -> list[Option]:
        """Give the options in the order of the paper."""
        return [Option(**option) for option in self.options]

    @property
    def is_taking_votes(self) -> bool:
        """Say whether a vote cast now would count."""
        return (
            self.state == BallotState.OPEN
            and self.closes_at is not None
            and timezone.now() < self.closes_at
        )

    @property
    def awaits_void_order(self) -> bool:
        """Say whether the returning officer recommends voiding, and the chair has yet to act."""
        return self.void_recommended_at is not None and self.state != BallotState.VOIDED

    @property
    def is_election(self) -> bool:
        """Say whether papers are marked with candidates, sealed until the close."""
        return self.form == VotingForm.ELECTION

    @property
    def is_card_vote(self) -> bool:
        """Say whether papers weigh what their branches do."""
        return self.form == VotingForm.CARD_VOTE


class RollEntry(models.Model):
    """One voter on the roll of one ballot, with the weight frozen at opening.

    `voted` says that they voted. `cast` is the vote that counts, the last one; of a sealed vote
    there is none: who voted is kept apart from what was cast. `untold` says that a sealed ballot of
    theirs came in and that they are told of it with everybody of that hour: a mark has no time.
    None of these bears an index, so that marking the roll rewrites no index either, however long
    the roll.
    """

    ballot = models.ForeignKey(
        Ballot, on_delete=models.PROTECT, related_name="roll", db_index=False
    )  # found by the constraint below
    voter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roll_entries"
    )
    body = models.ForeignKey(
        Body, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    admitted = models.CharField(max_length=200)  # opaque: the credential relied on
    weight = models.PositiveIntegerField(default=1)
    cast = models.ForeignKey(
        "Cast", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    voted = models.BooleanField(default=False, db_default=False)
    untold = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "voter"], name="voter_once_on_a_roll")
        ]

    def __str__(self) -> str:
        return self.admitted


class Cast(models.Model):
    """One vote as it was cast. A changed vote is a new row; the roll says which one counts.

    The row is the request's own: asking again with the same id changes nothing. `salt` opens the
    digest that stands for the choice in the log's entry.
    """

    id = models.UUIDField(primary_key=True)
    roll_entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="casts")
    choice = models.TextField()  # the key of an option, or a sealed paper
    salt = models.CharField(max_length=43)
    entry_id = models.UUIDField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.entry_id)


class UnableReport(models.Model):
    """Someone on the roll says that they could not vote, and why."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="unable_reports")
    roll_entry = models.OneToOneField(RollEntry, on_delete=models.PROTECT, related_name="unable")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.roll_entry.admitted


class TimeAsked(models.Model):
    """A voter asked for more time while the vote was open, and had it (WCAG 2.2.1)."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="times_asked")
    roll_entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="times_asked")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.roll_entry.admitted


class Declaration(models.Model):
    """What a returning officer has signed about one vote. Added, never changed.

    `document` is canonical JSON, byte for byte what was signed; the log has its hash. Whoever got
    something wrong signs a new one, which names the one that it corrects.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="declarations")
    number = models.PositiveSmallIntegerField()  # 1, and one more for each correction
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField()
    entry_id = models.UUIDField()  # of the act of signing, in the log
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )

    class Meta:
        ordering = ["ballot", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "number"], name="declaration_number_once")
        ]

    def __str__(self) -> str:
        return self.sha256
