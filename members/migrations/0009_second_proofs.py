"""Authenticator secrets are sealed; browsers known, and lost second proofs, have their tables."""

import uuid
from base64 import b64decode, b64encode

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import members.models.passcodes
from members.models import contact_seals


def seal(apps, schema_editor):  # noqa: ARG001
    """Seal every authenticator's secret to its member."""
    for device in apps.get_model("otp_totp", "TOTPDevice").objects.select_related("user"):
        secret = b64encode(bytes.fromhex(device.key)).decode()
        closed = contact_seals().close(
            secret, kind="authenticator", number=device.user.membership_number
        )
        device.key = b64encode(closed).decode()
        device.save(update_fields=["key"])


def unseal(apps, schema_editor):  # noqa: ARG001
    """Open every authenticator's secret."""
    for device in apps.get_model("otp_totp", "TOTPDevice").objects.select_related("user"):
        secret = contact_seals().open(
            b64decode(device.key), kind="authenticator", number=device.user.membership_number
        )
        device.key = b64decode(secret).hex()
        device.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0008_contact_changes"),
        ("otp_totp", "0003_add_timestamps"),
    ]

    operations = [
        migrations.CreateModel(
            name="Authenticator",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=(members.models.passcodes.Patient, "otp_totp.totpdevice"),
        ),
        migrations.CreateModel(
            name="KnownBrowser",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "throttling_failure_timestamp",
                    models.DateTimeField(
                        blank=True,
                        default=None,
                        help_text="A timestamp of the last failed verification attempt. "
                        "Null if last attempt succeeded.",
                        null=True,
                    ),
                ),
                (
                    "throttling_failure_count",
                    models.PositiveIntegerField(
                        default=0, help_text="Number of successive failed attempts."
                    ),
                ),
                ("browser", models.CharField(max_length=43)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="browsers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "browser"), name="members_one_row_for_a_browser"
                    )
                ],
            },
            bases=(members.models.passcodes.Patient, models.Model),
        ),
        migrations.CreateModel(
            name="SecondProofReset",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("checked", models.JSONField(default=list)),
                ("reason", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_confirmed", models.BooleanField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resets_asked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resets_decided",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proof_resets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("member",),
                        name="members_one_reset_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="members_reset_takes_two",
                    ),
                ],
            },
        ),
        migrations.RunPython(seal, unseal),
    ]
