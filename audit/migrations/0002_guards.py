"""What keeps the log as it was written, and finds the entries of a day in it.

The guards are in `audit.store.triggers`, in SQL. They are put in place again after every `migrate`,
so that those of other rooms' tables are there too, and none is missing where one was dropped.

The entries lie in the order of time, so a coarse index is enough to find a day's. A block-range
index costs an append next to nothing, which a tree over times would not. SQLite, the database of a
demo, has none and needs none.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from audit.store.triggers import migrate_backwards, migrate_forwards

INDEX = "audit_entry_at_by_range"


def add_index(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"CREATE INDEX {INDEX} ON audit_entry USING brin (at) "
            "WITH (pages_per_range = 16, autosummarize = on)"
        )


def remove_index(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP INDEX {INDEX}")


class Migration(migrations.Migration):
    replaces = [("audit", "0002_append_only"), ("audit", "0005_entries_by_day")]

    dependencies = [("audit", "0001_tables")]

    operations = [
        migrations.RunPython(migrate_forwards, migrate_backwards),
        migrations.RunPython(add_index, remove_index),
    ]
