import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conferences", "0005_pack_signature")]

    operations = [
        migrations.AddField(
            model_name="scrutinypack",
            name="moved_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
