"""What falls with what, as the words suggest it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from audit.recording import entry
from motions.amendments.offering import consequences_offered
from motions.models import AmendmentConsequence
from tests.factories.conferences import Sitting

pytestmark = pytest.mark.django_db


def test_conflict_is_offered_until_it_is_entered(
    sitting: Sitting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    motion = sitting.motion("M5")
    assert list(consequences_offered(motion)) == []  # the file enters it
    with entry(actor=None) as log:
        AmendmentConsequence.objects.filter(carried__motion=motion).delete()
        log.record("test.prepared", subject=motion)
    with django_assert_num_queries(4):  # the words, the amendments, those to them, those entered
        (offer,) = consequences_offered(motion)
    assert (offer.carried.number, offer.fallen.number) == ("M5.1", "M5.2")
    assert "in residential care" in offer.reason
