"""An election the plain way: asked for, opened, cast, closed, counted, declared."""

import hashlib
import json

import pytest

from ballots.counting.sheet import json_record
from ballots.enums import BallotState
from ballots.models import Ballot, Paper, PaperKey
from ballots.selectors import count_of, own_vote, paper_of, turnout
from tests.factories.booths import Booth, make_booth

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

PAPERS: tuple[list[int], ...] = ([1, 2, 3], [1, 3], [2, 1], [4], [1], [])


@pytest.fixture
def booth() -> Booth:
    return make_booth(voters=7)


def test_election_is_held_from_its_paper_to_its_declaration(booth: Booth) -> None:
    ballot = booth.open()
    booth.cast(ballot, *PAPERS)
    assert paper_of(ballot, booth.hall.delegates[0]) == [1, 2, 3]
    assert paper_of(ballot, booth.hall.delegates[5]) == []
    assert paper_of(ballot, booth.hall.delegates[6]) is None
    assert not Paper.objects.exists()

    ballot = booth.close(ballot)
    assert turnout(ballot).voted == Paper.objects.filter(ballot=ballot).count() == 6
    assert not PaperKey.objects.exists()
    assert paper_of(ballot, booth.hall.delegates[0]) is None
    receipt = own_vote(ballot, booth.hall.delegates[0])
    assert receipt
    assert (receipt.choice, receipt.choice_label) == ("", "Your paper")

    kept = booth.count(ballot)
    assert kept == count_of(ballot)
    assert kept.sha256 == hashlib.sha256(kept.record.encode()).hexdigest()
    said = json.loads(kept.record)
    assert said["papers"] == {"total": 6, "valid": 5, "blank": 1, "invalid": {}}
    assert said["elected"][0] == "Ada Byrne"
    assert json_record.read(kept.record.encode()).elected == tuple(kept.elected)


def test_declaration_says_who_is_elected_and_on_which_count(booth: Booth) -> None:
    ballot = booth.declared(*PAPERS)
    kept = count_of(ballot)
    assert kept
    assert ballot.state == BallotState.DECLARED
    result = Ballot.objects.get().result
    assert result
    assert result["elected"] == kept.elected
    assert result["explanation"].startswith("Elected, in this order: Ada Byrne and ")
    assert (result["count"], result["count_sha256"]) == (1, kept.sha256)
    assert (result["valid"], result["blank"], result["voted"], result["roll"]) == (5, 1, 6, 7)
