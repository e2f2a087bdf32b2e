"""What stands behind a paper of a branch: a meeting, a second officer; and emergencies."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0009_policy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="motion",
            name="arose_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="motion",
            name="offered_again",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="motions.motion",
            ),
        ),
        migrations.AddField(
            model_name="motion",
            name="sent_back_because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="motion",
            name="why_urgent",
            field=models.TextField(blank=True),
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("general", "Branch meeting"),
                            ("special", "Special branch meeting"),
                            ("annual", "Annual general meeting"),
                            ("committee", "Committee meeting"),
                        ],
                        max_length=12,
                    ),
                ),
                ("present", models.PositiveIntegerField()),
                ("quorum", models.PositiveIntegerField()),
                ("moved_by", models.CharField(blank=True, max_length=120)),
                ("seconded_by", models.CharField(blank=True, max_length=120)),
                ("text_sha256", models.CharField(max_length=64)),
                ("certified_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "amendment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="motions.amendment",
                    ),
                ),
                (
                    "certified_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="motions.motion",
                    ),
                ),
            ],
            options={
                "ordering": ["certified_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("motion", None), ("amendment", None), _connector="XOR"),
                        name="approval_of_one_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("present__gte", models.F("quorum")), ("quorum__gte", 1)
                        ),
                        name="approving_meeting_was_quorate",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Countersignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[("reply", "Answer to the committee"), ("withdraw", "Withdrawal")],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_confirmed", models.BooleanField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="countersignatures",
                        to="motions.motion",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("motion",),
                        name="one_countersignature_waits",
                    )
                ],
            },
        ),
    ]
