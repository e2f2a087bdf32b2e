"""Contact details leave the register's own row, and are sealed from here on."""

from collections.abc import Iterator

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from audit.store.write_guard import recorded_writes
from members.contacts import details as contact_details
from members.contacts.details import BadDetail
from members.models.contacts import contact_seals


def seal(apps, _schema):
    members, contact = apps.get_model("members", "Member"), apps.get_model("members", "Contact")
    seals, now = contact_seals(), timezone.now()

    def rows() -> Iterator[models.Model]:
        for member in members.objects.exclude(email="", mobile="").iterator(chunk_size=2000):
            for kind in ("email", "mobile"):
                try:
                    detail = contact_details.read(kind, getattr(member, kind))
                except BadDetail:
                    continue  # nothing was ever sent there
                if detail:
                    yield contact(
                        member=member,
                        kind=kind,
                        sealed=seals.close(detail, kind=kind, number=member.membership_number),
                        mark=seals.mark(detail, kind=kind),
                        changed_at=now,
                    )

    with recorded_writes():
        contact.objects.bulk_create(rows(), batch_size=2000)


def unseal(apps, _schema):
    contact = apps.get_model("members", "Contact")
    seals = contact_seals()
    with recorded_writes():
        for one in contact.objects.filter(kind__in=("email", "mobile")).select_related("member"):
            number = one.member.membership_number
            setattr(one.member, one.kind, seals.open(one.sealed, kind=one.kind, number=number))
            one.member.save(update_fields=[one.kind])


class Migration(migrations.Migration):
    dependencies = [("members", "0003_erased_members")]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("email", "E-mail"),
                            ("mobile", "Mobile"),
                            ("landline", "Landline"),
                            ("post", "Postal address"),
                        ],
                        max_length=8,
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("mark", models.BinaryField(db_index=True, max_length=16)),
                ("is_preferred", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, max_length=40)),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "kind"), name="members_one_contact_of_a_kind"
                    )
                ],
            },
        ),
        migrations.RunPython(seal, unseal),
    ]
