"""One timetable of dates in place of the one deadline of motions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from audit.store.write_guard import recorded_writes


def carry_over(apps, _schema):
    """Make the deadline of each conference a date of its timetable, published as it was."""
    conferences = apps.get_model("conferences", "Conference").objects
    dates = apps.get_model("conferences", "KeyDate").objects
    with recorded_writes():
        for one in conferences.exclude(motions_close_at=None):
            dates.create(conference=one, key="motions_close", at=one.motions_close_at)
            conferences.filter(pk=one.pk).update(timetable_published_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0009_delegates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="conference",
            name="timetable_published_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="KeyDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("qualifying_date", "Members are counted for delegates and card votes"),
                            ("conference_called", "Conference is called"),
                            ("motions_open", "Motions open"),
                            ("motions_close", "Motions close"),
                            ("soc_meeting_1", "Standing Orders Committee considers motions"),
                            ("soc_appeal_1", "Branches' replies to the committee close"),
                            ("preliminary_agenda", "Preliminary agenda published; amendments open"),
                            ("delegates_close", "Registering delegates closes"),
                            ("contact_data_check", "Delegates check how they are reached"),
                            ("access_requests_close", "Access requests close"),
                            ("amendments_close", "Amendments close"),
                            ("priority_ballot_open", "Priority ballot opens"),
                            ("compositing_meeting", "Compositing meetings"),
                            ("priority_ballot_close", "Priority ballot closes"),
                            ("final_agenda", "Final agenda published"),
                            ("contact_data_freeze", "Contact details are frozen"),
                            ("emergency_motions_close", "Emergency motions close"),
                            ("test_event", "Test of voting and devices"),
                            ("references_back_close", "References back close"),
                            ("substitutions_close", "Changes of delegates close"),
                            ("soc_report_3", "Report on emergencies, voting and timetable"),
                            ("conference", "Conference sits"),
                            ("results_certified", "Results certified"),
                            ("complaints_internal_close", "Internal complaints close"),
                            ("retention_review", "Records reviewed"),
                        ],
                        max_length=28,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("is_day", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key_dates",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "key"],
                "constraints": [
                    models.UniqueConstraint(fields=("conference", "key"), name="key_date_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyDateChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("qualifying_date", "Members are counted for delegates and card votes"),
                            ("conference_called", "Conference is called"),
                            ("motions_open", "Motions open"),
                            ("motions_close", "Motions close"),
                            ("soc_meeting_1", "Standing Orders Committee considers motions"),
                            ("soc_appeal_1", "Branches' replies to the committee close"),
                            ("preliminary_agenda", "Preliminary agenda published; amendments open"),
                            ("delegates_close", "Registering delegates closes"),
                            ("contact_data_check", "Delegates check how they are reached"),
                            ("access_requests_close", "Access requests close"),
                            ("amendments_close", "Amendments close"),
                            ("priority_ballot_open", "Priority ballot opens"),
                            ("compositing_meeting", "Compositing meetings"),
                            ("priority_ballot_close", "Priority ballot closes"),
                            ("final_agenda", "Final agenda published"),
                            ("contact_data_freeze", "Contact details are frozen"),
                            ("emergency_motions_close", "Emergency motions close"),
                            ("test_event", "Test of voting and devices"),
                            ("references_back_close", "References back close"),
                            ("substitutions_close", "Changes of delegates close"),
                            ("soc_report_3", "Report on emergencies, voting and timetable"),
                            ("conference", "Conference sits"),
                            ("results_certified", "Results certified"),
                            ("complaints_internal_close", "Internal complaints close"),
                            ("retention_review", "Records reviewed"),
                        ],
                        max_length=28,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("is_day", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField()),
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
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key_date_changes",
                        to="conferences.conference",
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
            ],
            options={
                "ordering": ["-asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("conference", "key"),
                        name="one_key_date_change_waits",
                    )
                ],
            },
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
