"""A small conference for every test of a page."""

import pytest

from tests.pages.halls import Hall, make_hall


@pytest.fixture
def hall(db: None) -> Hall:
    return make_hall()
