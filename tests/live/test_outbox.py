"""What is committed is shown; what is rolled back never was."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from live import outbox
from live.models import Outbox
from tests.live.streams import FLOOR, publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_too]


def test_fragment_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        outbox.publish(FLOOR, "now", "<p>One</p>")


def test_fragment_of_an_act_that_was_rolled_back_is_gone() -> None:
    with transaction.atomic():
        outbox.publish(FLOOR, "now", "<p>One</p>")
        transaction.set_rollback(True)

    assert outbox.latest() == []


def test_latest_is_one_of_each_event_on_each_channel() -> None:
    publish("now", "<p>One</p>")
    publish("progress", "<p>5</p>")
    publish("now", "<p>Two</p>")
    publish("now", "<p>Other</p>", channel="floor:X")

    assert [(f.channel, f.event, f.html) for f in outbox.latest()] == [
        (FLOOR, "progress", "<p>5</p>"),
        (FLOOR, "now", "<p>Two</p>"),
        ("floor:X", "now", "<p>Other</p>"),
    ]


def test_newer_than_is_in_order() -> None:
    for number in range(3):
        publish("now", str(number))
    first = outbox.newer_than(0)[0].id

    assert [f.html for f in outbox.newer_than(first)] == ["1", "2"]


def test_trim_forgets_the_old_but_keeps_the_newest_of_each_event() -> None:
    publish("now", "old")
    publish("now", "old but the newest")
    publish("progress", "old")
    Outbox.objects.update(at=timezone.now() - timedelta(days=1))
    publish("progress", "fresh")

    assert outbox.trim() == 2
    assert [f.html for f in outbox.newer_than(0)] == ["old but the newest", "fresh"]
