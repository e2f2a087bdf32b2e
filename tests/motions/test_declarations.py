"""Every vote of a replayed conference has a declaration that balances and can be signed."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import jsonschema
import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from audit.store.sequencer import sequence_all
from ballots.declaring.counts import reconciliation_of
from ballots.declaring.document import declaration_document
from ballots.declaring.paper import declaration_pdf
from ballots.declaring.schema import DOCUMENT
from ballots.declaring.wording import OfficerStatement
from ballots.enums import BallotState
from ballots.models import Ballot
from ballots.services import declaration_sign
from conferences.models import Conference
from conferences.services import incident_open
from members.enums import Office
from members.selectors import officers_of
from motions.management.commands.load_conference import SAMPLE
from motions.replay.clock import story_time

pytestmark = pytest.mark.django_db

Documents = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def documents(replayed: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Documents]:
    """Sign the declaration of every vote of the sample, and give the documents by title."""
    evening = datetime(2027, 6, 17, 16, tzinfo=timezone.get_default_timezone())
    with django_db_blocker.unblock(), transaction.atomic():
        with story_time(evening):
            conference = Conference.objects.get()
            officers = {each.office: each.member for each in officers_of(conference.body)}
            officer = officers[Office.RETURNING_OFFICER]
            replaced = Ballot.objects.filter(replaces__isnull=False).earliest("created_at")
            incident_open(
                conference=conference,
                actor=officer,
                started_at=evening,
                what="The page did not open for some delegates.",
                effect="Seven could not vote, so the vote was taken again.",
                votes=[replaced],
            )
            sequence_all()
            found = {}
            for ballot in Ballot.objects.all():
                if ballot.state == BallotState.DECLARED:
                    assert reconciliation_of(ballot).balances, ballot.title
                    declaration_sign(
                        ballot=ballot, actor=officer, statement=OfficerStatement(officer.name)
                    )
                found[f"{ballot.title}, {ballot.state}"] = declaration_document(ballot)
            yield found
        transaction.set_rollback(True)


def named(documents: Documents, part: str) -> dict[str, Any]:
    (found,) = [document for title, document in documents.items() if part in title]
    return found


def test_every_vote_has_a_document_of_the_published_shape(documents: Documents) -> None:
    shape = jsonschema.Draft202012Validator(DOCUMENT)
    for title, document in documents.items():
        assert [error.message for error in shape.iter_errors(document)] == [], title
    assert [document["status"] for document in documents.values()].count("signed") == 17
    assert [document["status"] for document in documents.values()].count("void") == 1


def test_every_document_is_one_page_and_branches_or_lots_another(documents: Documents) -> None:
    for title, document in documents.items():
        lots = document["election"] and document["election"]["lots"]
        pages = 2 if document["form"]["key"] == "card_vote" or lots else 1
        assert b"/Type/Pages/Count %d/" % pages in declaration_pdf(document), title


def test_the_documents_name_no_delegate(documents: Documents) -> None:
    public = {"declared_by", "signature"}
    sample = json.loads(SAMPLE.read_bytes())
    people = {row["name"] for row in sample["people"]}
    standing = {each["name"] for row in sample["elections"] for each in row["candidates"]}
    for document in documents.values():
        text = json.dumps({name: document[name] for name in document.keys() - public})
        candidates = standing if document["form"]["key"] == "election" else set()
        assert [name for name in people - candidates if name in text] == []


def test_the_demo_rule_amendment_is_lost_by_eight(documents: Documents) -> None:
    document = named(documents, "Rule amendment 2")
    assert document["result"]["explanation"].endswith("12,725 needed, 12,717 reached. LOST by 8.")
    assert document["majority"]["sum"] == "3F ≥ 2(F + A)"
    assert document["roll"] | {"sha256": "", "frozen": None} == {
        "size": 16,
        "strength": 19087,
        "entitled": 19087,
        "admitted": 16,
        "unit": "members",
        "sha256": "",
        "frozen": None,
    }
    assert sum(part["votes"]["for"] for part in document["by_body"]) == 12717


def test_a_retaken_vote_names_the_void_one_its_motion_and_its_incident(
    documents: Documents,
) -> None:
    document = named(documents, "Motion 11: Online and hybrid conferences, declared")
    void = named(documents, "voided")
    assert [each["ballot"] for each in document["void_votes"]] == [void["ballot"]]
    assert document["subject"] == "Motion 11: Online and hybrid conferences"
    assert document["electorate"] == "National Delegate Conference 2027 (sample), session 1"
    assert document["agenda"].startswith("session 1, ")
    assert document["text"]["version"] == 2
    assert document["adopted"][0] == "SOC report 1, 15 June 2027"
    assert document["incidents"] == [
        {
            "reference": "Incident 1",
            "effect": "Seven could not vote, so the vote was taken again.",
        }
    ]


def test_an_amendment_and_a_procedural_motion_are_named(documents: Documents) -> None:
    assert named(documents, "Amendment 1.2")["subject"].startswith("Amendment 1.2 to Motion 1: ")
    assert named(documents, "Challenge")["subject"] == "Challenge to the chair's ruling"


def test_equal_votes_are_said_to_be_a_tie_with_the_rule(documents: Documents) -> None:
    document = named(documents, "Motion 6:")
    assert document["tie"] == {
        "is_tie": True,
        "casting_vote": None,
        "rule": "The standing orders do not give the chair a casting vote.",
    }
