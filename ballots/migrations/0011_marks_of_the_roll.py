"""Mark the roll of earlier votes: whoever has a vote that counts has voted."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from audit.store.write_guard import recorded_writes


def mark(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    lines = apps.get_model("ballots", "RollEntry").objects.filter(cast__isnull=False)
    with recorded_writes():
        lines.update(voted=True)


class Migration(migrations.Migration):
    dependencies = [("ballots", "0010_sealed_votes")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
