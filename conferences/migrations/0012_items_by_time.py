"""Items of the order of business stand in the order of their times."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("conferences", "0011_no_single_deadline")]

    operations = [
        migrations.AlterModelOptions(
            name="agendaitem",
            options={"ordering": ["session__number", "starts_at", "position"]},
        ),
    ]
