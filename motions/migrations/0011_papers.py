"""What a union gives its delegates to read: agendas, reports, orders of business, by issues."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0010_lodging"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("preliminary_agenda", "Preliminary agenda"),
                            ("final_agenda", "Final agenda"),
                            ("soc_report", "Standing Orders Committee report"),
                            ("order_of_business", "Order of business"),
                        ],
                        max_length=24,
                    ),
                ),
                ("series", models.SlugField(max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=300)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="conferences.conference",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-published_at"],
            },
        ),
        migrations.CreateModel(
            name="PaperFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("html", "Page"),
                            ("pdf", "PDF"),
                            ("large_print", "Large print PDF"),
                            ("docx", "Word"),
                            ("text", "Plain text"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be made"),
                            ("making", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Could not be made"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("doing", models.CharField(blank=True, max_length=60)),
                ("done", models.PositiveIntegerField(default=0)),
                ("of", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                ("content", models.BinaryField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("moved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="motions.paper",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                fields=("conference", "series", "number"), name="paper_issue_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="paperfile",
            constraint=models.UniqueConstraint(
                fields=("paper", "format"), name="paper_format_once"
            ),
        ),
    ]
