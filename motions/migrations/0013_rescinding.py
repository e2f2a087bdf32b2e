"""Conference may rescind a resolution."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("motions", "0012_reminders"),
    ]

    operations = [
        migrations.AlterField(
            model_name="question",
            name="kind",
            field=models.CharField(
                choices=[
                    ("motion", "The motion"),
                    ("amendment", "The amendment"),
                    ("part", "A part of the motion"),
                    ("reference_back", "Reference back"),
                    ("challenge_ruling", "Challenge to the chair's ruling"),
                    ("closure", "That the question be now put"),
                    ("next_business", "Next business"),
                    ("adjourn_debate", "Adjourn the debate"),
                    ("remit", "Remit to the executive"),
                    ("leave_to_withdraw", "Leave to withdraw"),
                    ("take_in_parts", "Take in parts"),
                    ("rescind", "Rescind a resolution"),
                    ("suspend_standing_orders", "Suspend standing orders"),
                    ("test_vote", "Test vote"),
                ],
                max_length=24,
            ),
        ),
    ]
