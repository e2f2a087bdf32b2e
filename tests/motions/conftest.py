"""A small conference in session."""

import pytest

from tests.factories.conferences import Sitting, make_sitting


@pytest.fixture
def sitting(db: None) -> Sitting:
    return make_sitting()
