from uuid import UUID

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ballots", "0012_membership_ballots")]

    operations = [
        migrations.AddField(
            model_name="sealedballot",
            name="entry_id",
            field=models.UUIDField(default=UUID(int=0)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sealedballot",
            name="head",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
    ]
