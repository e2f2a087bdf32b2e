"""A small conference that sits, for the screens of its hall."""

import pytest

from conferences.models import Screen
from conferences.screens.services import screen_add
from members.enums import Office
from members.models import Member
from tests.factories.members import make_officer
from tests.pages.halls import Hall, make_hall


@pytest.fixture
def hall(db: None) -> Hall:
    return make_hall()


@pytest.fixture
def clerk(hall: Hall) -> Member:
    return make_officer(Office.CLERK, hall.conference.body, "Hester Quill")


@pytest.fixture
def foyer(hall: Hall, clerk: Member) -> Screen:
    return screen_add(conference=hall.conference, actor=clerk, name="Foyer", slug="foyer")
