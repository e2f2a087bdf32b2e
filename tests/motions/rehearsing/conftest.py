import pytest

from audit.recording import entry
from members.enums import Office
from members.models import Member
from tests.factories.members import make_officer
from tests.pages.halls import Hall, make_hall

WINDOWS = {"default": 20, "accessible": 20, "card": 20, "minimum": 20}


@pytest.fixture
def hall(db: None) -> Hall:
    """Two branches of three, two motions, votes of twenty seconds: one at the pace of a run."""
    made = make_hall(delegates=3, motions=2)
    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        made.conference.standing_orders |= {"windows": WINDOWS, "step_up": "cards"}
        made.conference.save(update_fields=["standing_orders"])
    made.conference.__dict__.pop("orders", None)
    return made


@pytest.fixture
def clerk(hall: Hall) -> Member:
    return make_officer(Office.CLERK, hall.conference.body, "Una Birtwhistle")
