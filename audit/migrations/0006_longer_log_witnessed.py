"""How long a log a witness has signed, where that is longer than ours."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_entries_by_day")]

    operations = [
        migrations.AddField(
            model_name="witness",
            name="signed_size",
            field=models.BigIntegerField(default=0),
        ),
    ]
