"""Many guesses at an officer's pass-phrase at the same moment are worth no more than a few."""

import threading

import pytest
from django.db import connection

from audit.formats.paserk import SAMPLE
from audit.models import Entry
from audit.refusal import Refusal
from members.enums import Office
from members.models import Member
from members.services import officer_key_enrol, pen_take_up
from members.services.officer_keys import REFUSED, WRONG_TRIES
from tests.factories.members import make_officer, make_union

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 4 * WRONG_TRIES


def test_guesses_at_once_have_to_wait_like_guesses_in_a_row() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one connection")
    chair = make_officer(Office.CHAIR, make_union())
    officer_key_enrol(actor=chair, pass_phrase="lanterns above a quiet harbour", cost=SAMPLE)
    start, answers = threading.Barrier(AT_ONCE), []

    def guess(number: int) -> None:
        try:
            actor = Member.objects.get(pk=chair.pk)
            start.wait()
            pen_take_up(actor=actor, pass_phrase=f"guess number {number} of many")
        except Refusal as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=[number]) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count("wrong-pass-phrase") == WRONG_TRIES
    assert answers.count("too-many-tries") == AT_ONCE - WRONG_TRIES
    assert Entry.objects.filter(kind=REFUSED).count() == WRONG_TRIES
