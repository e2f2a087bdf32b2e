"""A key is retired on one device while an act is under way on another: the log stays in order."""

import json
import threading

import pytest
from django.conf import settings as site
from django.db import connection

from audit.formats.attestation import OfficerKeys
from audit.formats.paserk import SAMPLE
from audit.models import Position
from audit.recording import entry
from audit.store.sequencer import sequence_all
from members.enums import Office
from members.models import Member
from members.services import officer_key_enrol, officer_key_retire
from tests.factories.members import make_officer, make_union

pytestmark = pytest.mark.django_db(transaction=True)

A_MOMENT = 0.5


def test_act_under_way_comes_before_the_retirement_of_its_key() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite one act waits for another anyway")
    chair = make_officer(Office.CHAIR, make_union())
    officer_key_enrol(actor=chair, pass_phrase="lanterns above a quiet harbour", cost=SAMPLE)
    signed, retired = threading.Event(), threading.Event()

    def retire() -> None:
        try:
            signed.wait()
            elsewhere = Member.objects.get(pk=chair.pk)
            officer_key_retire(actor=elsewhere, member=elsewhere)
            retired.set()
        finally:
            connection.close()

    thread = threading.Thread(target=retire)
    thread.start()
    with entry(actor=chair) as log:
        log.record("ballot.opened", subject="ballot:1", attested=True)
        signed.set()
        assert not retired.wait(A_MOMENT), "the retirement waits for the act"
    thread.join()
    assert retired.is_set()
    assert judged() == ["officer_key.enrolled", "ballot.opened"]


def judged() -> list[str]:
    """Name the acts that an officer signed, judging the log in its own order."""
    sequence_all()
    keys = OfficerKeys(site.AUDIT_ORIGIN)
    leaves = Position.objects.order_by("seq").values_list("entry__leaf", flat=True)
    said = [json.loads(bytes(leaf)) for leaf in leaves]
    return [leaf["t"] for leaf in said if keys.judge(leaf)]
