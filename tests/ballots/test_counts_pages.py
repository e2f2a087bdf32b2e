"""The page of a count, its files, and the same papers under other rules."""

import json
import re
import shlex
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from ballots import services
from ballots.counting import command
from ballots.counting.files import blt
from ballots.counting.recount import recount
from ballots.counting.sheet import html_sheet, json_record
from ballots.election_paper import Nominee
from ballots.models import Ballot
from tests.factories.booths import Booth, make_booth
from tests.factories.members import signed_in

pytestmark = pytest.mark.django_db

RANKINGS = ([1, 2], [1, 2], [1, 3], [2, 3], [2], [3, 2])  # nobody ties


@pytest.fixture
def booth() -> Booth:
    cache.clear()
    return make_booth(voters=6)


@pytest.fixture
def ballot(booth: Booth) -> Ballot:
    return booth.declared(*RANKINGS, ron=False)


def address(name: str, ballot: Ballot, *more: str) -> str:
    return reverse(f"ballots:{name}", args=[ballot.pk, *more])


def test_page_embeds_the_sheet_of_the_stored_record_byte_for_byte(
    client: Client, ballot: Ballot
) -> None:
    page = client.get(address("count", ballot))
    kept = ballot.counts.get()
    count = json_record.read(kept.record.encode())
    fragment = html_sheet.fragment(count)
    assert fragment in page.content.decode()
    assert fragment.encode() in client.get(address("count_file", ballot, "html")).content
    assert kept.sha256 in page.content.decode()


def test_files_of_a_count_say_what_was_stored(client: Client, ballot: Ballot) -> None:
    kept = ballot.counts.get()
    record = client.get(address("count_file", ballot, "json"))
    assert record.content == kept.record.encode()
    assert sha256(record.content).hexdigest() == kept.sha256
    sheet = client.get(address("count_file", ballot, "csv"))
    assert json.loads(record.content)["table_sha256"] in sheet.content.decode("utf-8-sig")
    paper = client.get(address("count_file", ballot, "pdf"))
    assert paper.content.startswith(b"%PDF")
    assert paper["Content-Type"] == "application/pdf"


def test_papers_that_are_given_out_count_to_the_same_bytes(client: Client, ballot: Ballot) -> None:
    kept = ballot.counts.get()
    papers = client.get(address("papers", ballot, "blt")).content
    assert recount(kept.record.encode(), *blt.read(papers)).is_same
    page = client.get(address("count", ballot)).content.decode()
    assert sha256(papers).hexdigest() in page
    assert re.search(r"papers-\w+-1\.blt --check count-\w+-1\.json", page)


def test_command_on_the_page_prints_what_the_files_say(
    client: Client,
    booth: Booth,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    ballot = booth.closed(*RANKINGS)
    tied = booth.count(ballot).tied
    services.lot_record(
        ballot=ballot, actor=booth.hall.teller, tied=tied, drawn=tied[0], witness="Jo O'Hara"
    )
    booth.count(ballot)
    booth.declare(ballot)
    page = unescape(client.get(address("count", ballot)).content.decode())
    program, module, papers, *options = shlex.split(_found(r"python -m [^<]*--format json", page))[
        1:
    ]
    assert (program, module) == ("-m", "ballots.counting")
    monkeypatch.chdir(tmp_path)
    Path(papers).write_bytes(client.get(address("papers", ballot, "blt")).content)
    for kind in ("json", "csv", "html"):
        assert command.main([papers, *options[:-1], kind]) == command.COUNTED
        printed = capsysbinary.readouterr().out
        assert printed == client.get(address("count_file", ballot, kind)).content
    check = shlex.split(_found(r"python -m [^<]*--check [^<]*", page))[3:]
    Path(check[-1]).write_bytes(client.get(address("count_file", ballot, "json")).content)
    assert command.main(check) == command.COUNTED


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    assert found is not None
    return found[0]


def test_file_that_a_browser_has_is_not_sent_again(client: Client, ballot: Ballot) -> None:
    for name, kind in (("count_file", "json"), ("count_file", "pdf"), ("papers", "blt")):
        first = client.get(address(name, ballot, kind))
        again = client.get(address(name, ballot, kind), headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert first["Cache-Control"] == "private, no-cache"


def test_paper_is_set_once_however_often_it_is_asked_for_and_never_of_a_void_vote(
    client: Client, booth: Booth, ballot: Ballot, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    pdf = address("count_file", ballot, "pdf")
    first = client.get(pdf).content
    monkeypatch.setattr("audit.typeset.typst.Compiler", None)  # so that it cannot be set again
    assert client.get(pdf).content == first
    reason = "Papers went to the wrong branch."
    services.ballot_recommend_void(ballot=ballot, actor=booth.hall.returning_officer, reason=reason)
    services.ballot_void(ballot=ballot, actor=booth.hall.chair)
    assert client.get(pdf).status_code == 404


def test_other_rules_are_shown_and_said_to_decide_nothing(client: Client, ballot: Ballot) -> None:
    page = client.get(address("other_rules", ballot)).content.decode()
    assert "Indicative: this decides nothing." in page
    assert "ERS97 STV" in page
    assert "Borda" in page


def test_few_papers_show_only_who_is_elected(client: Client, booth: Booth) -> None:
    ballot = booth.declared([1], [1], [1], [2], seats=1)
    page = client.get(address("count", ballot))
    text = page.content.decode()
    assert "Fewer than five papers were cast." in text
    assert 'class="count"' not in text
    assert ballot.counts.get().sha256 not in text
    for name, kind in (("count_file", "json"), ("count_file", "csv"), ("papers", "blt")):
        assert client.get(address(name, ballot, kind)).status_code == 403
    assert client.get(address("other_rules", ballot)).status_code == 403


def test_count_is_not_shown_before_it_is_declared_but_to_who_conducts_it(
    client: Client, booth: Booth
) -> None:
    ballot = booth.closed(*RANKINGS, ron=False)
    booth.count(ballot)
    assert client.get(address("count", ballot)).status_code == 404
    assert client.get(address("papers", ballot, "blt")).status_code == 404
    assert signed_in(booth.hall.delegates[0]).get(address("count", ballot)).status_code == 404
    page = signed_in(booth.hall.teller).get(address("count", ballot))
    assert page.status_code == 200
    assert "Not declared yet" in page.content.decode()


def test_count_of_a_void_vote_is_never_shown(client: Client, booth: Booth, ballot: Ballot) -> None:
    hall = booth.hall
    services.ballot_recommend_void(
        ballot=ballot, actor=hall.returning_officer, reason="Wrong paper put"
    )
    services.ballot_void(ballot=ballot, actor=hall.chair)
    for found in (address("count", ballot), address("count_file", ballot, "json")):
        assert client.get(found).status_code == 404
        assert signed_in(hall.teller).get(found).status_code == 404


def test_name_of_a_candidate_does_nothing_on_the_page(client: Client, booth: Booth) -> None:
    names = ["<script>alert(1)</script>", '=HYPERLINK("x")', "Ngũgĩ"]
    ballot = booth.declared(*RANKINGS, candidates=[Nominee(name) for name in names], ron=False)
    page = client.get(address("count", ballot)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\n=HYPERLINK" not in client.get(address("count_file", ballot, "csv")).content.decode()
    assert client.get(address("count_file", ballot, "pdf")).status_code == 200


def test_queries_of_the_page_do_not_grow(
    client: Client, ballot: Ballot, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(address("count", ballot))  # hashes the papers, once for each count
    with django_assert_max_num_queries(4):  # the log's head in the footer is asked for now and then
        client.get(address("count", ballot))


def test_vote_that_is_no_election_has_no_count(client: Client, booth: Booth) -> None:
    motion = booth.hall.declared("for", "for")
    assert client.get(address("count", motion)).status_code == 404


def test_declaration_of_an_election_leads_to_its_count(client: Client, ballot: Ballot) -> None:
    page = client.get(address("declaration", ballot))
    assert page.status_code == 200
    assert address("count", ballot) in page.content.decode()
