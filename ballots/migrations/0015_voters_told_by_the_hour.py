"""A mark on the roll, without a time, for voters who are to be told of a ballot."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0014_openings"),
    ]

    operations = [
        migrations.AddField(
            model_name="rollentry",
            name="untold",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
