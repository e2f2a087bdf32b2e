"""A small conference in session, loaded once for each module and given back after each test."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from conferences.models import Conference
from tests.factories.conferences import Sitting, make_sitting


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Sitting]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_sitting()
        transaction.set_rollback(True)


@pytest.fixture
def sitting(_loaded: Sitting, db: None) -> Sitting:
    """Give a sitting of its own to each test: what the test does is undone after it."""
    return Sitting(Conference.objects.get(pk=_loaded.conference.pk), _loaded.officers)
