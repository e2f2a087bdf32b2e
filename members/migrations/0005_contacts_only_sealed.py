"""The words themselves go; and offices that this part of the work needs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0004_contacts")]

    operations = [
        migrations.RemoveField(model_name="member", name="email"),
        migrations.RemoveField(model_name="member", name="mobile"),
        migrations.AlterField(
            model_name="appointment",
            name="office",
            field=models.CharField(
                choices=[
                    ("chair", "Chair"),
                    ("vice_chair", "Vice chair"),
                    ("general_secretary", "General secretary"),
                    ("branch_secretary", "Branch secretary"),
                    ("soc_chair", "Standing Orders Committee chair"),
                    ("soc_member", "Standing Orders Committee member"),
                    ("clerk", "Committee clerk"),
                    ("returning_officer", "Returning officer"),
                    ("teller", "Teller"),
                    ("scrutineer", "Scrutineer"),
                    ("auditor", "Auditor"),
                    ("executive", "Executive member"),
                    ("membership_officer", "Membership officer"),
                    ("helpdesk", "Helpdesk"),
                    ("access_officer", "Access officer"),
                    ("administrator", "System administrator"),
                ],
                max_length=24,
            ),
        ),
    ]
