"""A test leaves nothing behind, not even in a log that refuses to forget."""

import pytest
from django.db import DatabaseError, connection, transaction

import audit.recording
from audit.models import Entry


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_too
@pytest.mark.parametrize("run", ["first", "second"])
def test_log_is_empty_after_a_transactional_test(run: str) -> None:
    assert not Entry.objects.exists()
    with audit.recording.entry(actor=None) as log:
        log.record("test.prepared", subject=f"test:{run}")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all()._raw_delete(using=connection.alias)
