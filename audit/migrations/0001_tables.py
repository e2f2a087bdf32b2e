"""The tables of the log, as its models describe them.

`replaces` names the migrations that made them before. A database that has run all of those is
at this one already; one that has run a part of them is told what to do (`config.checks`).
"""

from django.db import migrations, models

from audit.store.tables import KEY, NUMBER, CreateTables

TABLES = [
    # Entries, those that wait for their places, and the places themselves.
    migrations.CreateModel(
        name="Entry",
        fields=[
            KEY,
            ("at", models.DateTimeField()),
            ("kind", models.CharField(max_length=80)),
            ("subject", models.CharField(max_length=200)),
            ("leaf", models.BinaryField()),
        ],
        options={
            "indexes": [
                models.Index(fields=["subject"], name="audit_entry_subject_63dbdf_idx"),
                models.Index(fields=["kind"], name="audit_entry_kind_844efc_idx"),
            ],
        },
    ),
    migrations.CreateModel(
        name="Unplaced",
        fields=[
            (
                "entry",
                models.OneToOneField(
                    on_delete=models.PROTECT,
                    primary_key=True,
                    related_name="unplaced",
                    serialize=False,
                    to="audit.entry",
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Position",
        fields=[
            ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
            ("leaf_hash", models.BinaryField(db_index=True, max_length=32)),
            (
                "entry",
                models.OneToOneField(
                    on_delete=models.PROTECT, related_name="position", to="audit.entry"
                ),
            ),
        ],
    ),
    # The tree over the places, and the signed heads.
    migrations.CreateModel(
        name="Subtree",
        fields=[
            NUMBER,
            ("level", models.PositiveSmallIntegerField()),
            ("number", models.BigIntegerField()),
            ("root", models.BinaryField(max_length=32)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("level", "number"), name="audit_one_root_per_subtree"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Head",
        fields=[
            ("size", models.BigIntegerField(primary_key=True, serialize=False)),
            ("root", models.BinaryField(max_length=32)),
            ("frontier", models.BinaryField()),
            ("note", models.TextField()),
            ("at", models.DateTimeField()),
        ],
    ),
    # What stands behind the digests in entries, and may be erased; and what was asked about that.
    migrations.CreateModel(
        name="Disclosure",
        fields=[
            NUMBER,
            ("name", models.CharField(max_length=60)),
            ("salt", models.CharField(max_length=43)),
            ("value", models.TextField()),
            (
                "entry",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="disclosures", to="audit.entry"
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Hold",
        fields=[
            KEY,
            ("subject", models.CharField(db_index=True, max_length=200)),
            ("reason", models.TextField()),
            ("placed_by", models.CharField(max_length=24)),
            ("placed_at", models.DateTimeField()),
            ("released_by", models.CharField(blank=True, max_length=24)),
            ("released_at", models.DateTimeField(null=True)),
        ],
        options={
            "ordering": ["placed_at"],
        },
    ),
    migrations.CreateModel(
        name="Deletion",
        fields=[
            KEY,
            ("rule", models.CharField(max_length=40)),
            ("subject", models.CharField(max_length=200)),
            ("reason", models.TextField()),
            (
                "state",
                models.CharField(
                    choices=[
                        ("waiting", "Waiting for a second person"),
                        ("withdrawn", "Withdrawn"),
                        ("declined", "Declined"),
                        ("done", "Destroyed"),
                    ],
                    max_length=12,
                ),
            ),
            ("asked_by", models.CharField(max_length=24)),
            ("asked_office", models.CharField(max_length=24)),
            ("asked_at", models.DateTimeField()),
            ("decided_by", models.CharField(blank=True, max_length=24)),
            ("decided_office", models.CharField(blank=True, max_length=24)),
            ("decided_at", models.DateTimeField(null=True)),
            ("certificate", models.JSONField(null=True)),
        ],
        options={
            "ordering": ["asked_at"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("state", "waiting")),
                    fields=("rule", "subject"),
                    name="audit_one_waiting_deletion",
                )
            ],
        },
    ),
    # Who else signs the heads, and when.
    migrations.CreateModel(
        name="Witness",
        fields=[
            KEY,
            ("name", models.CharField(max_length=120)),
            ("vkey", models.CharField(max_length=300, unique=True)),
            ("url", models.URLField(blank=True)),
            ("added_at", models.DateTimeField()),
            ("retired_at", models.DateTimeField(null=True)),
            ("disagreed_at", models.DateTimeField(null=True)),
            ("disagreement", models.TextField(blank=True)),
            ("signed_size", models.BigIntegerField(default=0)),
        ],
        options={
            "ordering": ["name"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("retired_at", None)),
                    fields=("name",),
                    name="audit_one_witness_of_a_name",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Cosignature",
        fields=[
            NUMBER,
            ("line", models.TextField()),
            ("signed_at", models.DateTimeField()),
            ("at", models.DateTimeField()),
            (
                "head",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="cosignatures", to="audit.head"
                ),
            ),
            (
                "witness",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="cosignatures", to="audit.witness"
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("head", "witness"), name="audit_one_line_per_witness"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Stamp",
        fields=[
            NUMBER,
            ("authority", models.CharField(max_length=300)),
            ("answer", models.BinaryField()),
            ("stamped_at", models.DateTimeField()),
            ("at", models.DateTimeField()),
            (
                "head",
                models.OneToOneField(
                    on_delete=models.PROTECT, related_name="stamp", to="audit.head"
                ),
            ),
        ],
    ),
]


class Migration(migrations.Migration):
    replaces = [
        ("audit", "0001_initial"),
        ("audit", "0003_holds_and_deletions"),
        ("audit", "0004_witnesses_and_stamps"),
        ("audit", "0006_longer_log_witnessed"),
    ]

    initial = True

    dependencies = []

    operations = [CreateTables(TABLES)]
