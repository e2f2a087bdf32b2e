"""Who is let into the booth, what the page gives them, and the programs that it runs."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from ballots.booth_pass import booth_pass_token, cookie_of
from ballots.secret.credentials import credential_of
from ballots.secret.scripts import script_sums
from tests.factories.ballots import make_hall
from tests.factories.secret import SealedHall, make_sealed


@pytest.fixture
def sealed(db: None) -> SealedHall:
    return make_sealed(make_hall(delegates=2))


def visitor(sealed: SealedHall, number: int, *, steps_up: bool) -> Client:
    client = Client()
    client.force_login(sealed.hall.delegates[number])
    if steps_up:
        token = booth_pass_token(sealed.passes(number))
        client.cookies[cookie_of(sealed.ballot.pk)] = token
    return client


def test_voter_gets_their_own_credential_and_no_script_but_pinned_ones(sealed: SealedHall) -> None:
    address = reverse("ballots:secret_booth", args=[sealed.ballot.pk])
    answer = visitor(sealed, 0, steps_up=True).get(address)
    page = answer.content.decode()
    assert credential_of(sealed.vote, sealed.line(0)) in page
    assert credential_of(sealed.vote, sealed.line(1)) not in page
    assert f"--url http://testserver/sealed/{sealed.vote.uuid}/" in page
    assert "no-store" in answer["Cache-Control"]
    assert "worker-src blob:" in answer["Content-Security-Policy"]
    [script] = re.findall(r"<script[^>]*>", page)
    hashes = re.findall(r'"(sha256-[^"]+)"', page)
    assert 'integrity="sha256-' in script
    assert hashes == [
        f"sha256-{b64encode(sha256(Path(str(found)).read_bytes()).digest()).decode()}"
        for name in ("booth.js", "sealing.js")
        if (found := finders.find(f"ballots/booth/{name}"))
    ]


def test_whoever_has_not_stepped_up_is_sent_to_the_door(sealed: SealedHall) -> None:
    address = reverse("ballots:secret_booth", args=[sealed.ballot.pk])
    answer = visitor(sealed, 0, steps_up=False).get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("ballots:booth", args=[sealed.ballot.pk]))


def test_whoever_is_not_on_the_roll_is_not_let_in(sealed: SealedHall) -> None:
    client = Client()
    client.force_login(sealed.hall.chair)
    answer = client.get(reverse("ballots:secret_booth", args=[sealed.ballot.pk]))
    assert answer["Location"] == reverse("ballots:ballot", args=[sealed.ballot.pk])


def test_page_of_a_sealed_vote_leads_to_the_booth_and_takes_no_mark(sealed: SealedHall) -> None:
    address = reverse("ballots:ballot", args=[sealed.ballot.pk])
    page = visitor(sealed, 0, steps_up=True).get(address).content.decode()
    assert reverse("ballots:secret_booth", args=[sealed.ballot.pk]) in page
    assert reverse("ballots:cast", args=[sealed.ballot.pk]) not in page


def test_programs_are_published_with_their_sums(sealed: SealedHall) -> None:
    page = Client().get(reverse("ballots:booth_scripts")).content.decode()
    assert all(name in page and digest in page for name, digest in script_sums().items())
    assert set(script_sums()) == {"booth.js", "sealing.js"}
