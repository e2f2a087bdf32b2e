"""What the tests of the order of business share: a motion in order, without a place."""

import pytest

from audit.recording import entry
from motions.models import Motion
from motions.states import Act
from motions.steps import advance
from tests.factories.conferences import Sitting


@pytest.fixture
def waiting(sitting: Sitting) -> Motion:
    """Give a motion that the committee found in order on review, to be scheduled."""
    with entry(actor=None) as log:
        return advance(log, sitting.motion("M16"), Act.SOC_REVIEW)
