from django.db import migrations

from audit.store.triggers import migrate_backwards, migrate_forwards


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(migrate_forwards, migrate_backwards)]
