"""Making a room's tables in one step of a migration."""

import uuid
from typing import Any, Final

from django.db import models
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation

NUMBER: Final = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)
KEY: Final = (
    "id",
    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
)
"""The two sorts of primary key that most tables have."""


class CreateTables(Operation):
    """Make several tables at once, which may point to one another in a ring.

    Django draws up its picture of all related models anew after every operation, and nearly all
    are related through members: one operation a table took four fifths of a `migrate` from nothing.
    """

    def __init__(self, tables: list[CreateModel]) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add every model, and leave the picture to be drawn when it is asked for."""
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Make the tables in their order; constraints between them come after the last."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Take the tables away, the last first."""
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say it in a plan."""
        return f"Create {len(self.tables)} tables"
