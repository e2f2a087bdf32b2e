"""manage.py declaration: a vote's declaration, to files."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from audit.formats.canonical import canonical, parse
from ballots.models import Ballot
from tests.factories.ballots import Hall, make_hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=3)


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    return hall.declared("for", "for", "against")


def test_the_signed_declaration_is_written(
    hall: Hall, ballot: Ballot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed = hall.sign(ballot)
    pdf, json = tmp_path / "d.pdf", tmp_path / "d.json"
    call_command("declaration", str(ballot.pk), pdf=pdf, json=json)
    assert json.read_bytes() == signed.document.encode()
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr().out.splitlines()[-1].endswith("/1: signed.")


def test_a_draft_says_that_it_is_one(
    ballot: Ballot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    json = tmp_path / "d.json"
    call_command("declaration", str(ballot.pk), json=json)
    assert parse(json.read_bytes())["status"] == "draft"
    assert canonical(parse(json.read_bytes())) == json.read_bytes()
    assert capsys.readouterr().out.splitlines()[-1].endswith("/1: draft.")


def test_refused_with_a_sentence(hall: Hall, ballot: Ballot, tmp_path: Path) -> None:
    json = tmp_path / "d.json"
    for asked, words in (
        ("M9", "M9 is not the id of a ballot."),
        (str(uuid4()), "There is no ballot"),
        (str(hall.open().pk), "Only a vote that was declared"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("declaration", asked, json=json)
    with pytest.raises(CommandError, match="Say where to write it"):
        call_command("declaration", str(ballot.pk))
    with pytest.raises(CommandError, match="No such file"):
        call_command("declaration", str(ballot.pk), json=tmp_path / "none" / "d.json")
    assert not json.exists()
