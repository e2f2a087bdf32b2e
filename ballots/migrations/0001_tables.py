"""The tables of the ballots room, as its models describe them.

`replaces` names the migrations that made them before. A database that has run all of those is
at this one already; one that has run a part of them is told what to do (`config.checks`).
"""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import ballots.enums
from audit.store.tables import KEY, NUMBER, CreateTables

TABLES = [
    # A ballot, its frozen roll, and every vote cast. Votes are only ever added.
    migrations.CreateModel(
        name="Ballot",
        fields=[
            KEY,
            ("title", models.CharField(max_length=200)),
            ("question", models.TextField()),
            ("options", models.JSONField()),
            ("class_code", models.CharField(max_length=40)),
            ("attestation", models.JSONField()),
            ("assessment", models.JSONField()),
            ("enabling_rule", models.CharField(blank=True, max_length=200)),
            ("asked_for", models.CharField(max_length=200)),
            ("text_sha256", models.CharField(blank=True, max_length=64)),
            ("form", models.CharField(choices=ballots.enums.VotingForm.choices, max_length=16)),
            ("majority", models.CharField(choices=ballots.enums.Majority.choices, max_length=24)),
            ("state", models.CharField(choices=ballots.enums.BallotState.choices, max_length=16)),
            ("is_test", models.BooleanField(default=False)),
            ("is_advisory", models.BooleanField(default=False)),
            ("present", models.PositiveBigIntegerField(default=0)),
            ("entitled", models.PositiveBigIntegerField(default=0)),
            ("roll_size", models.PositiveIntegerField(default=0)),
            ("roll_weight", models.PositiveBigIntegerField(default=0)),
            ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("review_reason", models.TextField(blank=True)),
            ("opened_at", models.DateTimeField(null=True)),
            ("closes_at", models.DateTimeField(null=True)),
            ("closed_at", models.DateTimeField(null=True)),
            ("declared_at", models.DateTimeField(null=True)),
            ("result", models.JSONField(null=True)),
            ("void_recommended_at", models.DateTimeField(null=True)),
            ("void_reason", models.TextField(blank=True)),
            (
                "body",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="ballots", to="members.body"
                ),
            ),
            (
                "created_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "declared_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "replaces",
                models.OneToOneField(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="replaced_by",
                    to="ballots.ballot",
                ),
            ),
            (
                "reviewed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "void_recommended_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("steps_up", models.BooleanField(default=False)),
            ("more_time_seconds", models.PositiveSmallIntegerField(default=0)),
            ("is_sealed", models.BooleanField(default=False)),
            (
                "extension_asked_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("extension_seconds", models.PositiveIntegerField(default=0)),
        ],
        options={
            "ordering": ["created_at"],
        },
    ),
    migrations.CreateModel(
        name="Declaration",
        fields=[
            KEY,
            ("number", models.PositiveSmallIntegerField()),
            ("document", models.TextField()),
            ("sha256", models.CharField(max_length=64)),
            ("signed_at", models.DateTimeField()),
            ("entry_id", models.UUIDField()),
            (
                "ballot",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="declarations", to="ballots.ballot"
                ),
            ),
            (
                "corrects",
                models.OneToOneField(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="corrected_by",
                    to="ballots.declaration",
                ),
            ),
            (
                "signed_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": ["ballot", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("ballot", "number"), name="declaration_number_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="RollEntry",
        fields=[
            NUMBER,
            ("admitted", models.CharField(max_length=200)),
            ("weight", models.PositiveIntegerField(default=1)),
            (
                "ballot",
                models.ForeignKey(
                    db_index=False,
                    on_delete=models.PROTECT,
                    related_name="roll",
                    to="ballots.ballot",
                ),
            ),
            (
                "body",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="members.body",
                ),
            ),
            (
                "cast",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to="ballots.cast",
                ),
            ),
            (
                "voter",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="roll_entries",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("voted", models.BooleanField(db_default=False, default=False)),
            ("untold", models.BooleanField(db_default=False, default=False)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("ballot", "voter"), name="voter_once_on_a_roll")
            ],
        },
    ),
    migrations.CreateModel(
        name="Cast",
        fields=[
            ("id", models.UUIDField(primary_key=True, serialize=False)),
            ("choice", models.TextField()),
            ("salt", models.CharField(max_length=43)),
            ("entry_id", models.UUIDField()),
            ("at", models.DateTimeField()),
            (
                "roll_entry",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="casts", to="ballots.rollentry"
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="UnableReport",
        fields=[
            NUMBER,
            ("reason", models.CharField(max_length=500)),
            ("at", models.DateTimeField()),
            (
                "ballot",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="unable_reports", to="ballots.ballot"
                ),
            ),
            (
                "roll_entry",
                models.OneToOneField(
                    on_delete=models.PROTECT, related_name="unable", to="ballots.rollentry"
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="TimeAsked",
        fields=[
            NUMBER,
            ("at", models.DateTimeField()),
            (
                "ballot",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="times_asked", to="ballots.ballot"
                ),
            ),
            (
                "roll_entry",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="times_asked", to="ballots.rollentry"
                ),
            ),
        ],
        options={
            "ordering": ["at"],
        },
    ),
    # An election: what is added to a ballot where papers are marked with candidates.
    migrations.CreateModel(
        name="Election",
        fields=[
            (
                "ballot",
                models.OneToOneField(
                    on_delete=models.PROTECT,
                    primary_key=True,
                    related_name="election",
                    serialize=False,
                    to="ballots.ballot",
                ),
            ),
            ("rule", models.CharField(max_length=24)),
            ("seats", models.PositiveSmallIntegerField()),
            ("candidates", models.JSONField()),
            ("ron", models.BooleanField()),
            ("reserved", models.JSONField(default=list)),
            ("seed", models.CharField(blank=True, max_length=200)),
            ("seed_source", models.CharField(blank=True, max_length=200)),
            ("seed_fixed_at", models.DateTimeField(null=True)),
            (
                "seed_fixed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("papers_salt", models.CharField(blank=True, max_length=43)),
        ],
    ),
    migrations.CreateModel(
        name="PaperKey",
        fields=[
            (
                "ballot",
                models.OneToOneField(
                    on_delete=models.PROTECT,
                    primary_key=True,
                    related_name="paper_key",
                    serialize=False,
                    to="ballots.ballot",
                ),
            ),
            ("wrapped", models.CharField(max_length=100)),
        ],
    ),
    migrations.CreateModel(
        name="Paper",
        fields=[
            NUMBER,
            ("ranking", models.TextField()),
            ("opened_at", models.DateTimeField()),
            (
                "ballot",
                models.ForeignKey(
                    db_constraint=False,
                    on_delete=models.PROTECT,
                    related_name="papers",
                    to="ballots.ballot",
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="CountRecord",
        fields=[
            KEY,
            ("number", models.PositiveSmallIntegerField()),
            ("rule", models.CharField(max_length=24)),
            ("ending", models.CharField(max_length=16)),
            ("elected", models.JSONField()),
            ("tied", models.JSONField()),
            ("record", models.TextField()),
            ("sha256", models.CharField(max_length=64)),
            ("papers_sha256", models.CharField(max_length=64)),
            ("counted_at", models.DateTimeField()),
            ("entry_id", models.UUIDField()),
            (
                "ballot",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="counts", to="ballots.ballot"
                ),
            ),
            (
                "counted_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("salt", models.CharField(max_length=43)),
        ],
        options={
            "ordering": ["ballot", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("ballot", "number"), name="count_number_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="Lot",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            ("tied", models.JSONField()),
            ("drawn", models.PositiveSmallIntegerField()),
            ("witness", models.CharField(max_length=200)),
            ("recorded_at", models.DateTimeField()),
            ("entry_id", models.UUIDField()),
            (
                "ballot",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="lots", to="ballots.ballot"
                ),
            ),
            (
                "recorded_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("salt", models.CharField(max_length=43)),
        ],
        options={
            "ordering": ["ballot", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("ballot", "number"), name="lot_number_once")
            ],
        },
    ),
    # Secret ballots: who can open them, the archive of each, and its ballots by their trackers.
    migrations.CreateModel(
        name="TrusteeBoard",
        fields=[
            KEY,
            ("asked_for", models.CharField(blank=True, max_length=200)),
            ("name", models.CharField(max_length=200)),
            ("group", models.CharField(max_length=24)),
            ("threshold", models.PositiveSmallIntegerField(default=0)),
            ("state", models.CharField(choices=ballots.enums.BoardState.choices, max_length=12)),
            ("document", models.TextField(blank=True)),
            ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ("ready_at", models.DateTimeField(null=True)),
            (
                "body",
                models.ForeignKey(
                    null=True, on_delete=models.PROTECT, related_name="boards", to="members.body"
                ),
            ),
            (
                "created_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["created_at"],
        },
    ),
    migrations.CreateModel(
        name="Trustee",
        fields=[
            NUMBER,
            ("number", models.PositiveSmallIntegerField()),
            ("way", models.CharField(choices=ballots.enums.TrusteeWay.choices, max_length=8)),
            ("key", models.TextField(blank=True)),
            ("cert", models.TextField(blank=True)),
            ("polynomial", models.TextField(blank=True)),
            ("vinput", models.TextField(blank=True)),
            ("voutput", models.TextField(blank=True)),
            ("checked_at", models.DateTimeField(null=True)),
            (
                "member",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "board",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="trustees", to="ballots.trusteeboard"
                ),
            ),
        ],
        options={
            "ordering": ["board", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("board", "number"), name="trustee_number_once"),
                models.UniqueConstraint(fields=("board", "member"), name="trustee_once_on_a_board"),
            ],
        },
    ),
    migrations.CreateModel(
        name="SealedVote",
        fields=[
            (
                "ballot",
                models.OneToOneField(
                    on_delete=models.PROTECT,
                    primary_key=True,
                    related_name="sealed_vote",
                    serialize=False,
                    to="ballots.ballot",
                ),
            ),
            ("suite", models.CharField(max_length=40)),
            ("uuid", models.CharField(max_length=40, unique=True)),
            ("timestamp", models.PositiveBigIntegerField()),
            ("stage", models.CharField(choices=ballots.enums.SealedStage.choices, max_length=12)),
            ("floor", models.PositiveSmallIntegerField(default=5)),
            ("election", models.TextField(blank=True)),
            ("fingerprint", models.CharField(blank=True, max_length=43)),
            ("credentials", models.TextField(blank=True)),
            ("prepared_for", models.CharField(blank=True, max_length=64)),
            ("records", models.PositiveIntegerField(default=0)),
            ("size", models.PositiveBigIntegerField(default=0)),
            ("height", models.PositiveIntegerField(null=True)),
            ("head", models.CharField(blank=True, max_length=64)),
            ("result", models.TextField(blank=True)),
            (
                "board",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="votes", to="ballots.trusteeboard"
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="ArchiveRecord",
        fields=[
            NUMBER,
            ("number", models.PositiveIntegerField()),
            ("name", models.CharField(max_length=100)),
            ("body", models.TextField()),
            (
                "vote",
                models.ForeignKey(
                    db_index=False,
                    on_delete=models.PROTECT,
                    related_name="archive",
                    to="ballots.sealedvote",
                ),
            ),
        ],
        options={
            "ordering": ["vote", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("vote", "number"), name="archive_number_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="SealedBallot",
        fields=[
            NUMBER,
            ("tracker", models.CharField(max_length=43)),
            ("credential", models.CharField(max_length=43)),
            ("height", models.PositiveIntegerField()),
            (
                "vote",
                models.ForeignKey(
                    db_index=False,
                    on_delete=models.PROTECT,
                    related_name="ballots",
                    to="ballots.sealedvote",
                ),
            ),
            ("entry_id", models.UUIDField()),
            ("head", models.CharField(max_length=64)),
        ],
        options={
            "ordering": ["vote", "height"],
            "indexes": [
                models.Index(fields=["vote", "credential", "height"], name="sealed_by_credential")
            ],
            "constraints": [
                models.UniqueConstraint(fields=("vote", "tracker"), name="tracker_once"),
                models.UniqueConstraint(fields=("vote", "height"), name="sealed_height_once"),
            ],
        },
    ),
    # How far the long work of a sealed vote is: in pieces, for as many as are free.
    migrations.CreateModel(
        name="OpeningPiece",
        fields=[
            NUMBER,
            ("work", models.CharField(choices=ballots.enums.OpeningWork.choices, max_length=8)),
            ("number", models.PositiveIntegerField()),
            ("first", models.PositiveIntegerField(default=0)),
            ("last", models.PositiveIntegerField(default=0)),
            ("given", models.TextField(blank=True)),
            ("outcome", models.TextField(blank=True)),
            ("taken_at", models.DateTimeField(null=True)),
            (
                "vote",
                models.ForeignKey(
                    db_index=False,
                    on_delete=models.PROTECT,
                    related_name="pieces",
                    to="ballots.sealedvote",
                ),
            ),
        ],
        options={
            "ordering": ["vote", "work", "number"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("vote", "work", "number"), name="opening_piece_once"
                )
            ],
        },
    ),
    # A ballot of a whole membership: what is planned, whom it writes to, and how turnout grew.
    migrations.CreateModel(
        name="MembershipBallot",
        fields=[
            (
                "ballot",
                models.OneToOneField(
                    on_delete=models.PROTECT,
                    primary_key=True,
                    related_name="membership",
                    serialize=False,
                    to="ballots.ballot",
                ),
            ),
            ("qualifying_on", models.DateField()),
            ("parts", models.JSONField(default=list)),
            ("rule", models.CharField(max_length=300)),
            ("opens_at", models.DateTimeField()),
            ("closes_at", models.DateTimeField()),
            ("recommended_by", models.CharField(blank=True, max_length=200)),
            ("recommendation", models.TextField(blank=True)),
            ("approved_at", models.DateTimeField(null=True)),
            ("abandoned_at", models.DateTimeField(null=True)),
            (
                "approved_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["opens_at"],
        },
    ),
    migrations.CreateModel(
        name="LeftOff",
        fields=[
            NUMBER,
            (
                "reason",
                models.CharField(
                    choices=[
                        ("arrears", "In arrears beyond what the rule allows"),
                        ("category", "In a category of membership that does not vote"),
                        ("other", "Left off by another rule"),
                    ],
                    max_length=12,
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="rolls_left_off",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "plan",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="left_off", to="ballots.membershipballot"
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("plan", "member"), name="left_off_a_roll_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="Mailing",
        fields=[
            NUMBER,
            (
                "kind",
                models.CharField(
                    choices=[
                        ("notice", "Notice that it is open"),
                        ("reminder", "Reminder to those who have not voted"),
                    ],
                    max_length=12,
                ),
            ),
            ("due_at", models.DateTimeField()),
            ("laid_at", models.DateTimeField(null=True)),
            ("addressed", models.PositiveIntegerField(default=0)),
            ("unreachable", models.PositiveIntegerField(default=0)),
            ("voted", models.PositiveIntegerField(default=0)),
            ("declined", models.PositiveIntegerField(default=0)),
            (
                "posting",
                models.OneToOneField(
                    null=True, on_delete=models.SET_NULL, related_name="+", to="members.posting"
                ),
            ),
            (
                "plan",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="mailings", to="ballots.membershipballot"
                ),
            ),
        ],
        options={
            "ordering": ["due_at"],
            "constraints": [
                models.UniqueConstraint(fields=("plan", "kind", "due_at"), name="mailing_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="TurnoutPoint",
        fields=[
            NUMBER,
            ("at", models.DateTimeField()),
            ("voted", models.PositiveIntegerField()),
            (
                "plan",
                models.ForeignKey(
                    on_delete=models.CASCADE,
                    related_name="turnout_points",
                    to="ballots.membershipballot",
                ),
            ),
        ],
        options={
            "ordering": ["at"],
        },
    ),
    migrations.CreateModel(
        name="NoReminders",
        fields=[
            NUMBER,
            ("at", models.DateTimeField()),
            (
                "member",
                models.OneToOneField(
                    on_delete=models.CASCADE,
                    related_name="no_reminders",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
    ),
    # Help by telephone: a vote taken on a member's word by two people.
    migrations.CreateModel(
        name="Assistance",
        fields=[
            KEY,
            ("opened_at", models.DateTimeField()),
            ("confirmed_at", models.DateTimeField(null=True)),
            ("voted_at", models.DateTimeField(null=True)),
            (
                "ballot",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="assistances", to="ballots.ballot"
                ),
            ),
            (
                "confirmed_by",
                models.ForeignKey(
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="assistances",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "opened_by",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": ["-opened_at"],
        },
    ),
    # Votes that were turned away before they were taken: who, why, when; never what was chosen.
    migrations.CreateModel(
        name="TurnedAway",
        fields=[
            NUMBER,
            (
                "reason",
                models.CharField(choices=ballots.enums.TurnedAwayFor.choices, max_length=20),
            ),
            ("at", models.DateTimeField()),
            (
                "ballot",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="turned_away", to="ballots.ballot"
                ),
            ),
            (
                "voter",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("ballot", "voter", "reason"), name="turned_away_once_for_a_reason"
                )
            ],
        },
    ),
]


class Migration(migrations.Migration):
    replaces = [
        ("ballots", "0001_initial"),
        ("ballots", "0002_declaration"),
        ("ballots", "0003_elections"),
        ("ballots", "0004_salts_of_elections"),
        ("ballots", "0005_papers_written_at_once"),
        ("ballots", "0006_step_up"),
        ("ballots", "0007_assistance"),
        ("ballots", "0008_more_time"),
        ("ballots", "0009_turned_away"),
        ("ballots", "0010_sealed_votes"),
        ("ballots", "0011_marks_of_the_roll"),
        ("ballots", "0012_membership_ballots"),
        ("ballots", "0013_sealed_ballots_in_the_log"),
        ("ballots", "0014_openings"),
        ("ballots", "0015_voters_told_by_the_hour"),
        ("ballots", "0016_extensions_by_two"),
    ]

    initial = True

    dependencies = [
        ("members", "0001_tables"),
    ]

    operations = [CreateTables(TABLES)]
