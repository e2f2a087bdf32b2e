"""A small conference that sits, with a second teller."""

import pytest

from audit.recording import entry
from conferences.models import Conference
from members.enums import Office
from members.models import Member
from tests.factories.members import make_officer
from tests.pages.halls import Hall, make_hall


@pytest.fixture
def hall(db: None) -> Hall:
    return make_hall()


@pytest.fixture
def second(hall: Hall) -> Member:
    return make_officer(Office.TELLER, hall.conference.body, "Idris Penhale")


@pytest.fixture
def two_confirm(hall: Hall) -> Hall:
    """The standing orders ask two tellers to confirm the figures."""
    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        hall.conference.standing_orders |= {"tellers_confirm": 2}
        hall.conference.save(update_fields=["standing_orders"])
    hall.conference = Conference.objects.get(pk=hall.conference.pk)
    return hall
