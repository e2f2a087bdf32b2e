"""The deadline of motions is a date of the timetable now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("conferences", "0010_key_dates")]

    operations = [migrations.RemoveField(model_name="conference", name="motions_close_at")]
