"""The public log, read by anyone."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from audit import selectors
from audit.formats.checkpoint import open_checkpoint
from audit.formats.proofs import verify_inclusion
from audit.keys import log_key
from audit.models import Position
from audit.recording import entry
from audit.store.sequencer import sequence_all
from audit.views import ENTRIES_ON_A_PAGE
from ballots.receipts import receipt_code
from tests.audit.entries import write_entries

pytestmark = pytest.mark.django_db

LOG = "/log/"


def page(client: Client, address: str = LOG) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r'<li value="(\d+)">', text)]


def test_log_without_entries_says_so(client: Client) -> None:
    text = page(client)
    assert "No entries here" in text
    assert "Nothing is signed yet" in text


def test_log_shows_the_newest_first_and_leads_to_earlier_ones(client: Client) -> None:
    write_entries(ENTRIES_ON_A_PAGE + 3)
    sequence_all()
    text = page(client)
    assert numbers(text) == list(range(ENTRIES_ON_A_PAGE + 2, 2, -1))
    [older] = re.findall(r'href="(\?before=[^"]+)"', text)
    assert numbers(page(client, LOG + older)) == [2, 1, 0]


def test_acts_that_wait_to_be_signed_are_counted(client: Client) -> None:
    write_entries(2)
    assert "2 acts are safe in the log and wait to be signed." in page(client)
    sequence_all()
    assert "wait to be signed" not in page(client)


def test_log_is_filtered_by_kind_and_subject(client: Client) -> None:
    write_entries(1, "motion.moved", "motion:NDC27/M1")
    write_entries(1, "ballot.opened", "ballot:1")
    write_entries(1, "ballot.closed", "ballot:1")
    sequence_all()
    assert numbers(page(client, LOG + "?kind=ballot.opened")) == [1]
    assert numbers(page(client, LOG + "?kind=ballot.")) == [2, 1]
    assert numbers(page(client, LOG + "?subject=motion:NDC27/M1")) == [0]
    assert numbers(page(client, LOG + "?q=motion:NDC27/M1")) == [0]
    assert numbers(page(client, LOG + "?q=ballot.closed")) == [2]


def test_entry_is_found_by_number_id_and_receipt_code(client: Client) -> None:
    write_entries(3)
    sequence_all()
    wanted = Position.objects.select_related("entry").get(seq=1)
    code = receipt_code(bytes(wanted.entry.leaf))
    for asked in ("1", str(wanted.entry_id), code, code.lower().replace("-", " ")):
        answer = client.get(LOG, {"q": asked})
        assert answer.status_code == 302, asked
        assert answer.headers["Location"] == reverse("audit:entry", args=[1])


@pytest.mark.parametrize("asked", ["7777-7777", "99", "nonsense", "<script>", "9" * 40])
def test_entry_that_is_not_there_is_said_to_be_missing(client: Client, asked: str) -> None:
    write_entries(1)
    sequence_all()
    text = client.get(LOG, {"q": asked}).content.decode()
    assert (
        "There is no entry with that receipt code, number or id, and nothing of that name." in text
    )
    assert "<script>alert" not in text


def test_filter_is_kept_on_the_way_to_earlier_entries(client: Client) -> None:
    write_entries(2 * ENTRIES_ON_A_PAGE + 1, "vote.cast", "ballot:1")
    write_entries(1, "ballot.closed", "ballot:1")
    sequence_all()
    first = page(client, LOG + "?subject=ballot:1&without=ballot.")
    assert numbers(first)[0] == 2 * ENTRIES_ON_A_PAGE
    [older] = re.findall(r'href="(\?before=[^"]+)"', first)
    second = page(client, LOG + html.unescape(older))
    assert numbers(second)[0] == ENTRIES_ON_A_PAGE
    assert numbers(page(client, LOG + "?without=vote.")) == [2 * ENTRIES_ON_A_PAGE + 1]


@pytest.mark.parametrize("name", ["q", "kind", "subject", "without"])
def test_question_with_a_nul_in_it_is_refused(client: Client, name: str) -> None:
    assert client.get(LOG, {name: "motion:\0.moved"}).status_code == 400


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "\N{ARABIC-INDIC DIGIT THREE}"])
def test_page_out_of_the_log_is_no_error(client: Client, before: str) -> None:
    write_entries(1)
    sequence_all()
    assert client.get(LOG, {"before": before}).status_code == 200


def test_entry_is_shown_with_a_proof_that_holds(client: Client) -> None:
    with entry(actor=None, office="chair") as log:
        log.record("motion.seconded", subject="motion:NDC27/M1", words="Siân & “Bethan” <b>")
    write_entries(6)
    sequence_all()
    text = page(client, "/log/0/")
    assert "Motion NDC27/M1 seconded" in text
    assert "By the system, as chair" in text
    assert "<b>" not in text
    head = selectors.newest_head()
    assert head is not None
    shown = open_checkpoint(head.note.encode(), log_key().verifier)
    proof = selectors.proof_of_inclusion(0, head.size)
    verify_inclusion(selectors.hashes(0, 0, 1)[0], 0, shown.size, proof, shown.root)


@pytest.mark.parametrize("address", ["/log/0/", "/log/7/", f"/log/{10**30}/", "/log/checkpoint"])
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_signed_head_is_given_as_it_stands(client: Client) -> None:
    write_entries(5)
    sequence_all()
    answer = client.get("/log/checkpoint")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert open_checkpoint(answer.content, log_key().verifier).size == 5


def test_way_to_check_names_the_key(client: Client) -> None:
    assert str(log_key().verifier) in html.unescape(page(client, "/log/how-to-check/"))


@pytest.mark.parametrize("address", [LOG, "/log/checkpoint", "/log/how-to-check/"])
def test_log_cannot_be_written_to_over_the_web(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_log_asks_the_database_the_same_however_long(
    client: Client, django_assert_num_queries: pytest.FixtureRequest, count: int
) -> None:
    write_entries(count)
    sequence_all()
    with django_assert_num_queries(6):  # type: ignore[operator]
        page(client)
