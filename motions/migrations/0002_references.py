"""A motion has a name in the log from its draft on; its number comes once it is lodged."""

from datetime import UTC, datetime, time

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery

from audit.store.write_guard import recorded_writes


def name(apps, _schema):
    motion, amendment = (apps.get_model("motions", each) for each in ("Motion", "Amendment"))
    motion_of = motion.objects.filter(pk=OuterRef("motion"))
    with recorded_writes():
        motion.objects.update(reference=F("number"))
        amendment.objects.update(
            reference=F("number"), conference=Subquery(motion_of.values("conference"))
        )
        for report in apps.get_model("motions", "SocReport").objects.all():
            report.published_at = datetime.combine(report.dated_on, time.min, tzinfo=UTC)
            report.save(update_fields=["published_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0009_delegates"),
        ("members", "0010_roll_imports"),
        ("motions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="amendment",
            name="amendment_number_once",
        ),
        migrations.RemoveConstraint(
            model_name="motion",
            name="motion_number_once",
        ),
        migrations.AddField(
            model_name="amendment",
            name="conference",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="lodged_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="amendment",
            name="reference",
            field=models.CharField(default="", max_length=16),
        ),
        migrations.AddField(
            model_name="amendment",
            name="submitted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="amendment",
            name="submitted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="to_amendment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="motions.amendment",
            ),
        ),
        migrations.AddField(
            model_name="motion",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="motion",
            name="lodged_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="motion",
            name="reference",
            field=models.CharField(default="", max_length=16),
        ),
        migrations.AddField(
            model_name="motion",
            name="submitted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="socreport",
            name="published_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="amendment",
            name="number",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AlterField(
            model_name="amendment",
            name="operation",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name="amendment",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("awaiting_second", "Awaiting the second officer"),
                    ("lodged", "Lodged"),
                    ("late", "Late"),
                    ("with_soc", "With the Standing Orders Committee"),
                    ("in_order", "In order"),
                    ("not_in_order", "Not in order"),
                    ("accepted", "Accepted by the mover"),
                    ("not_accepted", "Not accepted by the mover"),
                    ("composited", "Taken into a composite"),
                    ("grouped", "Grouped with others"),
                    ("moved", "Moved"),
                    ("in_debate", "In debate"),
                    ("question_put", "Question put"),
                    ("voting", "Vote open"),
                    ("carried", "Carried"),
                    ("lost", "Lost"),
                    ("not_carried", "Not carried"),
                    ("withdrawn", "Withdrawn"),
                    ("not_moved", "Not moved"),
                    ("fallen", "Fell"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="motion",
            name="number",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("conference", "number"),
                name="amendment_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("conference", "number"),
                name="motion_number_once",
            ),
        ),
        migrations.RunPython(name, migrations.RunPython.noop),
    ]
