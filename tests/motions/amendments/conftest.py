"""A branch that amends."""

import pytest

from tests.factories.amending import Amending, make_amending
from tests.factories.conferences import Sitting


@pytest.fixture
def amending(sitting: Sitting) -> Amending:
    return make_amending(sitting)
