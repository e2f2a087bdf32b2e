"""When a membership began: who joined after a qualifying date counts for no delegate."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0005_contacts_only_sealed"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="joined_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
