"""A room's tables are made in one step, and come out as if each had been made by itself."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from audit.store.tables import CreateTables

LAMP_AND_SHADE = [
    migrations.CreateModel(
        "Lamp",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("shade", models.ForeignKey("audit.shade", models.PROTECT, null=True)),
        ],
    ),
    migrations.CreateModel(
        "Shade",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("lamp", models.ForeignKey("audit.lamp", models.PROTECT, null=True)),
            ("colours", models.ManyToManyField("audit.lamp", related_name="+")),
        ],
    ),
]
NAMES = {"audit_lamp", "audit_shade", "audit_shade_colours"}

pytestmark = pytest.mark.sqlite_too


class Furnish(migrations.Migration):
    operations = [CreateTables(LAMP_AND_SHADE)]


def drawn() -> ProjectState:
    """A state whose models have been asked for, as `migrate` asks before it begins."""
    state = ProjectState()
    assert not state.apps.get_models()
    return state


def names() -> set[str]:
    return set(connection.introspection.table_names())


def points_to(table: str) -> dict[str, tuple[str, str]]:
    with connection.cursor() as cursor:
        relations = connection.introspection.get_relations(cursor, table)
    return {column: (other[1], other[0]) for column, other in relations.items()}


def test_state_is_that_of_one_operation_a_table() -> None:
    one_by_one = ProjectState()
    for table in LAMP_AND_SHADE:
        table.state_forwards("audit", one_by_one)

    at_once = drawn()
    Furnish.operations[0].state_forwards("audit", at_once)

    assert at_once == one_by_one
    assert at_once.apps.get_model("audit", "lamp")._meta.db_table == "audit_lamp"


@pytest.mark.django_db(transaction=True)
def test_tables_of_a_ring_are_made_and_taken_away() -> None:
    furnish = Furnish("0001_furniture", "audit")
    with connection.schema_editor() as editor:
        furnish.apply(drawn(), editor)
    try:
        assert names() >= NAMES
        assert points_to("audit_lamp") == {"shade_id": ("audit_shade", "id")}
        assert points_to("audit_shade") == {"lamp_id": ("audit_lamp", "id")}
    finally:
        with connection.schema_editor() as editor:
            furnish.unapply(drawn(), editor)
    assert not names() & NAMES
