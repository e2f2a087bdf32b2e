"""An authenticator app is a device of django-otp's, used with more patience: no table of its own.

It stands apart because django-otp's table points to members, and this points to django-otp's.
"""

from django.db import migrations

import members.models.passcodes


class Migration(migrations.Migration):
    replaces = [("members", "0009_second_proofs")]

    dependencies = [
        ("members", "0001_tables"),
        ("otp_totp", "0003_add_timestamps"),
    ]

    operations = [
        migrations.CreateModel(
            name="Authenticator",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=(members.models.passcodes.Patient, "otp_totp.totpdevice"),
        ),
    ]
