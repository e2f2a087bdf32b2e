"""The declaration of an election: who is elected, the sums, and what few papers withhold."""

import json
from typing import Any

import jsonschema
import pytest

from audit.formats.canonical import canonical, parse
from audit.refusal import Refusal
from ballots.declaring.counts import reconciliation_of
from ballots.declaring.document import declaration_document, draft
from ballots.declaring.paper import declaration_pdf
from ballots.declaring.schema import DOCUMENT
from ballots.models import Ballot
from ballots.selectors import count_of
from tests.factories.booths import Booth, make_booth

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

PAPERS: tuple[list[int], ...] = ([1, 2, 3], [1, 3], [2, 1], [4], [1], [])
CHECKER = jsonschema.Draft202012Validator(DOCUMENT)


@pytest.fixture
def booth() -> Booth:
    return make_booth(voters=7)


def document_of(ballot: Ballot) -> dict[str, Any]:
    document = draft(ballot)
    CHECKER.validate(parse(canonical(document)))
    return document


def test_document_of_an_election_says_how_it_was_counted(booth: Booth) -> None:
    ballot = booth.declared(*PAPERS)
    document = document_of(ballot)
    kept = count_of(ballot)
    assert kept
    said = json.loads(kept.record)
    assert document["election"]["count_sha256"] == kept.sha256
    assert document["election"]["papers_sha256"] == kept.papers_sha256
    assert document["order_of_elected"] == said["elected"]
    assert document["stages"] == said["stages"]
    assert document["votes"] | {"unable": 0} == {
        "cast": 6,
        "valid": 5,
        "blank": 1,
        "abstentions": None,
        "unable": 0,
    }
    assert document["majority"]["words"].startswith("Scottish")
    assert document["is_indicative"] is False


def test_sums_follow_the_papers_from_the_roll_to_the_count(booth: Booth) -> None:
    ballot = booth.open(seats=1)
    booth.cast(ballot, *PAPERS)
    booth.cast(ballot, [1])  # the first delegate changes theirs
    booth.close(ballot)
    booth.count(ballot)
    sums = reconciliation_of(booth.declare(ballot))
    assert sums.balances, [line.sum_in_words for line in sums.broken]
    said = {line.key: line.sum_in_words for line in sums.lines if line.is_used}
    assert said["changed"] == (
        "received, by the log 7 = counted 6 + replaced by the voter before the close 1"
    )
    assert said["opened"] == (
        "opened, by the log 6 + set aside, as they did not open 0 = marked on the roll as voted 6"
    )
    assert said["counted"] == "opened papers in the tables 6 = valid 5 + blank 1 + spoilt 0"
    assert said["recount"] == "figures declared 5 = the same when counted again 5"


def test_declaration_is_signed_and_set_on_paper(booth: Booth) -> None:
    ballot = booth.declared(*PAPERS)
    booth.hall.sign(ballot)
    document = declaration_document(ballot)
    CHECKER.validate(document)
    assert document["status"] == "signed"
    assert declaration_pdf(document).startswith(b"%PDF")


def test_few_papers_tell_no_more_than_who_is_elected(booth: Booth) -> None:
    ballot = booth.declared([1, 2], [1], [2], [1, 4], seats=1)
    document = document_of(ballot)
    kept = count_of(ballot)
    assert kept
    election = document["election"]
    assert document["order_of_elected"] == json.loads(kept.record)["elected"]
    assert (document["stages"], election["quota"], election["lots"]) == (None, None, [])
    assert (document["votes"]["valid"], document["votes"]["blank"]) == (None, None)
    for hashed in (kept.sha256, kept.papers_sha256):
        assert hashed not in json.dumps(document) + json.dumps(ballot.result)
    assert reconciliation_of(ballot).balances
    assert "Fewer than five papers" in document["result"]["explanation"]
    assert declaration_pdf(document).startswith(b"%PDF")


def test_candidate_who_is_returning_officer_cannot_sign(booth: Booth) -> None:
    ballot = booth.declared(*PAPERS, candidates=[*booth.nominees(3), booth.officer_stands()])
    with pytest.raises(Refusal) as refused:
        booth.hall.sign(ballot)
    assert refused.value.code == "candidate"
