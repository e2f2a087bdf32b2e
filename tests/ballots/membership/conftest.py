"""A membership that is asked, at the time of the sample's consultation."""

from collections.abc import Iterator

import pytest

from tests.factories.memberships import NOW, Membership, at, make_membership


@pytest.fixture
def asked() -> Iterator[Membership]:
    """A union of six members in two branches, on the first of September 2027."""
    with at(NOW):
        yield make_membership()
