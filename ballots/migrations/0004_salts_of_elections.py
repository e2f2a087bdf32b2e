from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ballots", "0003_elections")]

    operations = [
        migrations.AddField(
            model_name="election",
            name="papers_salt",
            field=models.CharField(blank=True, max_length=43, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="countrecord",
            name="salt",
            field=models.CharField(max_length=43, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="lot",
            name="salt",
            field=models.CharField(max_length=43, default=""),
            preserve_default=False,
        ),
    ]
