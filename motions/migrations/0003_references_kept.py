"""Every motion and amendment has its name by now, and keeps it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conferences", "0009_delegates"), ("motions", "0002_references")]

    operations = [
        migrations.AlterField(
            model_name="amendment",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="conferences.conference",
            ),
        ),
        *(
            migrations.AlterField(
                model_name=each, name="reference", field=models.CharField(max_length=16)
            )
            for each in ("motion", "amendment")
        ),
        *(
            migrations.AddConstraint(
                model_name=each,
                constraint=models.UniqueConstraint(
                    fields=("conference", "reference"), name=f"{each}_named_once"
                ),
            )
            for each in ("motion", "amendment")
        ),
    ]
