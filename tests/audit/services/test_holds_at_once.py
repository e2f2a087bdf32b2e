"""A complaint comes in while records are about to be destroyed: one of the two waits."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from audit.models import Disclosure
from audit.recording import entry
from audit.refusal import Refusal
from audit.sealed_words import KEY
from audit.services.deletions import deletion_ask, deletion_confirm
from audit.services.holds import hold_place
from tests.factories.members import make_member


@pytest.mark.django_db(transaction=True)
def test_hold_that_is_coming_in_stops_a_destruction_that_waits_for_it() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time")
    long_ago = timezone.now() - timedelta(days=800)
    with time_machine.travel(long_ago), entry(actor=None) as log:
        log.record("motion.ruled", subject="motion:N/M1", personal={"reason": "Words"})
    first, second = make_member("Winifred Tarn"), make_member("Idris Penhale")
    deletion = deletion_ask(actor=first, office="a", rule=KEY, subject=f"month:{long_ago:%Y-%m}")
    answers: list[str] = []

    def destroy() -> None:
        try:
            deletion_confirm(actor=second, office="b", deletion=deletion)
            answers.append("destroyed")
        except Refusal as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    destroying = threading.Thread(target=destroy)
    with transaction.atomic():
        hold_place(actor=first, subject="everything", reason="Complaint 3")
        destroying.start()
        destroying.join(timeout=1)
        assert destroying.is_alive()  # it waits for the hold to be kept or dropped
    destroying.join(timeout=60)
    assert answers == ["held"]
    assert Disclosure.objects.filter(value="Words").exists()
