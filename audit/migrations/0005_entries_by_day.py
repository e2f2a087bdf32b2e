"""Finding the entries of a day. They lie in the order of time, so a coarse index is enough.

A block-range index costs an append next to nothing, which a tree over times would not. SQLite, the
database of a demo, has none and needs none.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

INDEX = "audit_entry_at_by_range"


def add(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"CREATE INDEX {INDEX} ON audit_entry USING brin (at) "
            "WITH (pages_per_range = 16, autosummarize = on)"
        )


def remove(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP INDEX {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_witnesses_and_stamps")]

    operations = [migrations.RunPython(add, remove)]
