"""Entitlements, registrations by branches, queries; and credentials that can be revoked."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0008_briefings"),
        ("members", "0006_joined_on"),
    ]

    operations = [
        migrations.CreateModel(
            name="BranchEntitlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("members", models.PositiveIntegerField()),
                ("delegates", models.PositiveSmallIntegerField()),
                ("women", models.PositiveIntegerField(null=True)),
                ("source", models.CharField(max_length=200)),
                ("as_at", models.DateField()),
            ],
            options={
                "ordering": ["branch__code"],
            },
        ),
        migrations.CreateModel(
            name="Entitlement",
            fields=[
                (
                    "conference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="entitlement",
                        serialize=False,
                        to="conferences.conference",
                    ),
                ),
                ("preset", models.CharField(blank=True, max_length=20)),
                ("scale", models.JSONField()),
                ("qualifying_on", models.DateField()),
                ("register_by", models.DateTimeField(blank=True, null=True)),
                ("substitute_by", models.DateTimeField(blank=True, null=True)),
                ("sharers_allowed", models.BooleanField(default=False)),
                ("fixed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("delegate", "Delegate"),
                            ("committee_delegate", "Committee delegate"),
                            ("sharer", "Sharer"),
                            ("executive", "Executive member"),
                            ("visitor", "Visitor"),
                            ("observer", "Observer"),
                            ("press", "Press"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_leader", models.BooleanField(default=False)),
                (
                    "seat_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("women", "Women's seat"),
                            ("low_paid", "Low-paid members' seat"),
                            ("young", "Young members' seat"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for the second officer"),
                            ("late", "Waits for the Standing Orders Committee"),
                            ("registered", "Registered"),
                            ("declined", "Not confirmed"),
                            ("refused", "Refused by the committee"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="RegistrationQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("membership_number", models.CharField(max_length=32)),
                ("why", models.CharField(max_length=40)),
                ("words", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="credential",
            name="one_credential_each",
        ),
        migrations.AddField(
            model_name="credential",
            name="revoked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="credential",
            name="kind",
            field=models.CharField(
                choices=[
                    ("delegate", "Delegate"),
                    ("committee_delegate", "Committee delegate"),
                    ("sharer", "Sharer"),
                    ("executive", "Executive member"),
                    ("visitor", "Visitor"),
                    ("observer", "Observer"),
                    ("press", "Press"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)),
                fields=("conference", "member"),
                name="one_credential_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("may_vote", False),
                    models.Q(
                        ("kind__in", ("delegate", "committee_delegate", "sharer")),
                        ("revoked_at", None),
                    ),
                    _connector="OR",
                ),
                name="only_delegates_vote",
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.CheckConstraint(
                condition=models.Q(("revoked_at", None), ("admitted_at", None), _connector="OR"),
                name="revoked_is_not_present",
            ),
        ),
        migrations.AddField(
            model_name="branchentitlement",
            name="branch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.body"
            ),
        ),
        migrations.AddField(
            model_name="branchentitlement",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="branch_entitlements",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="entitlement",
            name="fixed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="branch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="registrations",
                to="members.body",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="registrations",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="credential",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="registration",
                to="conferences.credential",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="registrations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="replaces",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="substitutes",
                to="conferences.credential",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="shares",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sharers",
                to="conferences.credential",
            ),
        ),
        migrations.AddField(
            model_name="registrationquery",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registrationquery",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registrationquery",
            name="branch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.body"
            ),
        ),
        migrations.AddField(
            model_name="registrationquery",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="registration_queries",
                to="conferences.conference",
            ),
        ),
        migrations.AddField(
            model_name="registrationquery",
            name="member",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="branchentitlement",
            constraint=models.UniqueConstraint(
                fields=("conference", "branch"), name="one_entitlement_a_branch"
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                fields=("conference", "number"), name="registration_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "late"))),
                fields=("conference", "member"),
                name="one_open_registration_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="two_officers_register",
            ),
        ),
        migrations.AddConstraint(
            model_name="registrationquery",
            constraint=models.UniqueConstraint(
                fields=("conference", "number"), name="registration_query_number_once"
            ),
        ),
    ]
