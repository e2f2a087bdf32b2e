"""The returning officer signs for an election on its page, as a browser sends that form."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.store.sequencer import sequence_all
from ballots import services
from ballots.counting.contest import Reserved
from ballots.counting.record import Ending
from ballots.election_paper import Nominee
from ballots.models import Ballot, Declaration
from tests.factories.booths import NAMES, Booth, make_booth
from tests.factories.members import signed_in

pytestmark = pytest.mark.django_db

TIED: tuple[list[int], ...] = ([1], [2], [1], [2], [1], [2])
STATEMENT = {
    "rules_kept": "yes",
    "security_given": "yes",
    "without_interference": "yes",
    "roll_inspected": "no",
    "signed_as": "Winifred Tarn",
}
WAYS: dict[str, dict[str, Any]] = {
    "plain": {"seats": 2},
    "by hand": {"seats": 1},
    "seed": {"seats": 1},
    "reserved": {
        "seats": 2,
        "rule": "plurality",
        "candidates": [
            *(Nominee(name) for name in NAMES[:2]),
            *(Nominee(name, tags=("women",)) for name in NAMES[2:]),
        ],
        "reserved": [Reserved("women", 1)],
    },
}


@pytest.fixture
def booth() -> Booth:
    return make_booth(voters=7)


@pytest.fixture
def officer(booth: Booth) -> Client:
    return signed_in(booth.hall.returning_officer)


def declared(booth: Booth, way: str) -> Ballot:
    """Hold an election up to its declaration, with a lot where the count asks for one."""
    ballot = booth.create(**WAYS[way])
    if way == "seed":
        services.seed_fix(
            ballot=ballot,
            actor=booth.hall.teller,
            seed="4 1 6 6 2 3 5 1 2 6",
            source="dice thrown by the tellers",
        )
    ballot = services.ballot_open(
        ballot=ballot, actor=booth.hall.teller, roll=booth.hall.roll(), window_seconds=90
    )
    booth.cast(ballot, *TIED)
    booth.close(ballot)
    kept = booth.count(ballot)
    while kept.ending == Ending.LOT_NEEDED:
        services.lot_record(
            ballot=ballot,
            actor=booth.hall.teller,
            tied=kept.tied,
            drawn=kept.tied[0],
            witness="Ivy Shaw",
        )
        kept = booth.count(ballot)
    return booth.declare(ballot)


def filled(page: str) -> dict[str, str]:
    """Fill in the form that the page shows: every name that is sent must be a field of it."""
    (form,) = re.findall(r'<form class="sheet stack".*?</form>', page, re.DOTALL)
    names = set(re.findall(r'name="([^"]+)"', unescape(form)))
    assert set(STATEMENT) <= names
    return STATEMENT


@pytest.mark.parametrize("way", WAYS)
def test_officer_signs_for_an_election_on_its_page(booth: Booth, officer: Client, way: str) -> None:
    ballot = declared(booth, way)
    sequence_all()
    address = reverse("ballots:sign_declaration", args=[ballot.pk])
    page = officer.get(address).content.decode()
    done = officer.post(address, filled(page), follow=True)
    assert done.redirect_chain == [(reverse("ballots:declaration", args=[ballot.pk]), 302)], (
        re.findall(r'role="alert".*?</div>', done.content.decode(), re.DOTALL)
    )
    assert "Signed. The declaration is public from now on." in done.content.decode()
    assert Declaration.objects.filter(ballot=ballot).count() == 1


def test_refusal_to_sign_takes_the_focus_and_keeps_what_was_said(
    booth: Booth, officer: Client
) -> None:
    ballot = declared(booth, "by hand")  # and the log has not sealed it yet
    page = officer.post(reverse("ballots:sign_declaration", args=[ballot.pk]), STATEMENT)
    text = page.content.decode()
    assert page.status_code == 409
    (refusal,) = re.findall(r'<div class="notice notice--refused"[^>]*>', text)
    assert 'tabindex="-1" autofocus' in refusal
    assert "wait, and sign again" in text
    assert 'value="Winifred Tarn"' in text
    assert not Declaration.objects.exists()
