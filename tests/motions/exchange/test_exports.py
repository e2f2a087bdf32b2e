"""What goes to other systems, read back by tools that are not ours."""

import csv
import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pytest_django import DjangoAssertNumQueries
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT3

from motions.exchange.akoma_ntoso import NAMESPACE, book_document, motion_document
from motions.exchange.gathering import motion_book
from motions.exchange.oparl import oparl
from motions.exchange.plain import motions_table, plain, votes_table
from motions.exchange.popolo import popolo
from motions.exchange.views import FORMATS
from tests.factories.conferences import Sitting
from tests.factories.members import signed_in
from tests.motions.exchange.books import make_book, make_motion

POPOLO = "http://www.popoloproject.com/schemas/"


@pytest.fixture(scope="module")
def akoma_ntoso(conformance_data: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(conformance_data / "formats/akn/akomantoso30.xsd"))


@pytest.fixture(scope="module")
def is_popolo(conformance_data: Path) -> Callable[[str, Any], None]:
    def retrieve(uri: str) -> Resource[Any]:
        """Give the schema of a class; what its maker keeps elsewhere allows anything."""
        name = uri.removeprefix(POPOLO).removesuffix("#")
        file = conformance_data / "formats/popolo" / f"schema-{name}"
        document = json.loads(file.read_text()) if file.is_file() else {}
        return Resource.from_contents(document, default_specification=DRAFT3)

    registry: Registry[Any] = Registry(retrieve=cache(retrieve))  # type: ignore[call-arg]

    def check(kind: str, one: Any) -> None:
        schema = retrieve(f"{POPOLO}{kind}.json").contents
        jsonschema.Draft3Validator(schema, registry=registry).validate(one)

    return check


@pytest.mark.conformance
def test_whole_book_is_valid_akoma_ntoso(akoma_ntoso: etree.XMLSchema) -> None:
    book = make_book()
    akoma_ntoso.assertValid(etree.fromstring(book_document(book)))
    for motion in book.motions:
        akoma_ntoso.assertValid(etree.fromstring(motion_document(book, motion)))


def test_akoma_ntoso_holds_the_words_the_points_and_the_counts() -> None:
    root = etree.fromstring(motion_document(make_book(), make_motion()))
    akn = {"a": NAMESPACE}
    assert root.xpath("//a:statement/a:mainBody//a:p/text()", namespaces=akn) == [
        "Conference notes.",
        "one;",
        "two.",
    ]
    assert root.xpath("//a:num/text()", namespaces=akn) == ["1.", "2."]
    assert root.xpath("//a:count/@value", namespaces=akn) == ["31", "12", "1"]


@pytest.mark.conformance
@given(words=st.text(max_size=60))
def test_akoma_ntoso_is_valid_whatever_a_branch_wrote(
    akoma_ntoso: etree.XMLSchema, words: str
) -> None:
    book = make_book(make_motion(text=words, title=words or "-"))
    akoma_ntoso.assertValid(etree.fromstring(book_document(book)))


@pytest.mark.conformance
def test_popolo_follows_its_schemas(is_popolo: Callable[[str, Any], None]) -> None:
    given_out = popolo(make_book())
    for kind in ("organization", "event", "motion", "vote_event"):
        assert given_out[f"{kind}s"]
        for one in given_out[f"{kind}s"]:
            is_popolo(kind, one)
    with pytest.raises(jsonschema.ValidationError):
        is_popolo("vote_event", {"counts": [{"option": "yes", "value": "many"}]})


def test_popolo_names_nobodys_vote() -> None:
    events = popolo(make_book())["vote_events"]
    assert [event["result"] for event in events] == ["pass", "fail"]
    assert not [event for event in events if "votes" in event]


@pytest.mark.conformance
def test_oparl_follows_its_schemas(conformance_data: Path) -> None:
    def check(kind: str, one: Any) -> None:
        file = conformance_data / f"formats/oparl/schema-{kind}.json"
        checker = jsonschema.FormatChecker(["date"])
        jsonschema.Draft4Validator(json.loads(file.read_text()), format_checker=checker).validate(
            one
        )

    given_out = oparl(make_book())
    for kind in ("Organization", "Meeting", "Paper"):
        for one in given_out[kind.lower()]:
            check(kind, one)
    for meeting in given_out["meeting"]:
        for item in meeting["agendaItem"]:
            check("AgendaItem", item)
    papers = given_out["paper"]
    check("Consultation", papers[0]["consultation"][0])
    assert papers[1]["superordinatedPaper"] == [papers[0]["id"]]


def test_tables_have_a_line_for_each_motion_and_vote() -> None:
    book = make_book(make_motion(title="=SUM(A1)"))
    rows = list(csv.DictReader(io.StringIO(motions_table(book).to_csv().decode("utf-8-sig"))))
    assert [(row["number"], row["title"]) for row in rows] == [("M1", "'=SUM(A1)")]
    votes = list(csv.DictReader(io.StringIO(votes_table(book).to_csv().decode("utf-8-sig"))))
    assert [(row["about"], row["for"], row["outcome"]) for row in votes] == [
        ("M1", "31", "carried"),
        ("", "31", "lost"),
    ]


def test_plain_json_comes_back_as_it_went() -> None:
    book = plain(make_book())
    assert json.loads(json.dumps(book)) == book
    assert book["motions"][0]["amendments"][0]["instruction"] == "At end add 'three & four'"


@pytest.mark.django_db
def test_every_format_is_written_of_a_real_conference(sitting: Sitting) -> None:
    client = signed_in(sitting.credential("B11-1").member)
    page = client.get("/c/NDC27/exchange/").text
    for name in FORMATS:
        answer = client.get(f"/c/NDC27/exchange/{name}")
        assert answer.status_code == 200, name
        assert f"/c/NDC27/exchange/{name}" in page
        assert answer.content
    assert client.get("/c/NDC27/exchange/secrets.csv").status_code == 404
    assert client.get("/c/NDC27/motions/M6.akn.xml").status_code == 200
    assert client.get("/c/NDC27/motions/M99.akn.xml").status_code == 404


@pytest.mark.django_db
def test_book_is_gathered_in_a_fixed_number_of_queries(
    sitting: Sitting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conference = type(sitting.conference).objects.select_related("body").get(code="NDC27")
    with django_assert_num_queries(7):
        book = motion_book(conference)
    assert [each.number for each in book.motions][:3] == ["EM1", "M5", "M9"]
