"""The order of business: groups, parts, section times, the priority ballot, notes."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0007_assistance"),
        ("conferences", "0009_delegates"),
        ("motions", "0003_references_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="question",
            name="kind",
            field=models.CharField(
                choices=[
                    ("motion", "The motion"),
                    ("amendment", "The amendment"),
                    ("part", "A part of the motion"),
                    ("reference_back", "Reference back"),
                    ("challenge_ruling", "Challenge to the chair's ruling"),
                    ("closure", "That the question be now put"),
                    ("next_business", "Next business"),
                    ("adjourn_debate", "Adjourn the debate"),
                    ("remit", "Remit to the executive"),
                    ("leave_to_withdraw", "Leave to withdraw"),
                    ("take_in_parts", "Take in parts"),
                    ("suspend_standing_orders", "Suspend standing orders"),
                    ("test_vote", "Test vote"),
                ],
                max_length=24,
            ),
        ),
        migrations.CreateModel(
            name="MotionPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text_version", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("first", models.PositiveSmallIntegerField()),
                ("last", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("waiting", "Still to be put"),
                            ("carried", "Carried"),
                            ("lost", "Lost"),
                            ("not_taken", "Not put"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="motions.motion",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.AddField(
            model_name="question",
            name="part",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="motions.motionpart",
            ),
        ),
        migrations.CreateModel(
            name="PriorityBallot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("ranks", models.PositiveSmallIntegerField()),
                ("line", models.PositiveSmallIntegerField()),
                ("result_sha256", models.CharField(blank=True, max_length=64)),
                ("applied_at", models.DateTimeField(null=True)),
                (
                    "ballot",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priority_ballot",
                        to="ballots.ballot",
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priority_ballots",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="PriorityItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("points", models.PositiveIntegerField(null=True)),
                ("place", models.PositiveSmallIntegerField(null=True)),
                (
                    "motions",
                    models.ManyToManyField(related_name="priority_items", to="motions.motion"),
                ),
                (
                    "priority_ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="motions.priorityballot",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="SectionTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(max_length=80)),
                ("ends_at", models.DateTimeField()),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="section_times",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "ordering": ["ends_at"],
            },
        ),
        migrations.CreateModel(
            name="SpeakingNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="speaking_notes",
                        to="motions.motion",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-written_at"],
            },
        ),
        migrations.CreateModel(
            name="DebateGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("together", "Debated together, voted on in turn"),
                            (
                                "alternatives",
                                "Alternatives: one debate, and the first to be carried stands",
                            ),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debate_groups",
                        to="conferences.conference",
                    ),
                ),
                (
                    "motions",
                    models.ManyToManyField(related_name="debate_groups", to="motions.motion"),
                ),
                (
                    "paragraph",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="motions.socparagraph",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "number"), name="debate_group_number_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="motionpart",
            constraint=models.UniqueConstraint(
                fields=("motion", "number"), name="motion_part_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="motionpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__gte", 1), ("last__gte", models.F("first"))),
                name="motion_part_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="priorityballot",
            constraint=models.UniqueConstraint(
                fields=("conference", "number"), name="priority_ballot_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="priorityitem",
            constraint=models.UniqueConstraint(
                fields=("priority_ballot", "number"), name="priority_item_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sectiontime",
            constraint=models.UniqueConstraint(
                fields=("conference", "section"), name="section_time_once"
            ),
        ),
    ]
