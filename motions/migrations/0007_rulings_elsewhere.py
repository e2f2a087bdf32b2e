"""Keep the code of a ruling with the ruling itself, where motions have theirs."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("motions", "0006_amendment_rulings")]

    operations = [migrations.RemoveField("amendment", "ruling_code")]
