"""The page that checks receipts and entries, as people use it: online, and saved to a file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from audit.browsing.check_page import alone
from audit.formats.attestation import written_key
from audit.models import Position
from audit.store.sequencer import sequence_all
from tests.browser.test_check_modules import RECEIPTS, log_of, vote
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

CHECK = "/log/check/"
OpenPage = Callable[..., Page]


@pytest.fixture
def evidence(tmp_path: Path) -> dict[str, Path]:
    """The files that a voter would have saved."""
    entries, token, voted = vote()
    proofs, trust = log_of(entries)
    files = {
        "4.tlog-proof": proofs[4],
        "4.leaf": voted,
        "trust.json": trust,
        "r.txt": token.encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in files}


def give(page: Page, evidence: dict[str, Path]) -> None:
    page.get_by_label("An entry's files").set_input_files(list(evidence.values()))
    expect(page.locator("#taken")).to_contain_text("4.leaf: taken.")
    page.get_by_label("The key that signs receipts").fill(written_key(RECEIPTS.verifier))


def press_check(page: Page) -> None:
    page.get_by_role("button", name="Check", exact=True).press("Enter")


@pytest.mark.usefixtures("base_url")
def test_receipt_and_entry_are_verified(phone: Page, evidence: dict[str, Path]) -> None:
    phone.goto(CHECK)
    give(phone, evidence)
    press_check(phone)
    said = phone.get_by_role("status").filter(has_text="Verified")
    expect(said.get_by_role("heading", name="Verified")).to_be_visible()
    expect(said.get_by_role("listitem")).to_have_count(4)


def test_saved_page_verifies_from_a_file_and_can_ask_no_network(
    open_alone: Page, evidence: dict[str, Path]
) -> None:
    give(open_alone, evidence)
    press_check(open_alone)
    expect(open_alone.get_by_role("heading", name="Verified")).to_be_visible()
    refused = open_alone.evaluate("fetch('https://tellers.example/').then(() => false, () => true)")
    assert refused
    forged = evidence["4.leaf"].read_bytes().replace(b"vote.cast", b"vote.cost")
    evidence["4.leaf"].write_bytes(forged)
    give(open_alone, evidence)
    press_check(open_alone)
    expect(open_alone.get_by_role("heading", name="Not verified")).to_be_visible()


@pytest.fixture
def open_alone(open_page: OpenPage, tmp_path: Path) -> Page:
    """The saved page, opened from its file; an error in its script fails the test."""
    file = tmp_path / "tellers-check.html"
    file.write_bytes(alone())
    page = open_page({"viewport": {"width": 1280, "height": 800}})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri())
    expect(page.get_by_role("button", name="Check", exact=True)).to_be_visible()
    assert not errors
    return page


@pytest.mark.usefixtures("base_url")
def test_receipt_in_the_address_is_read_and_never_sent(
    desk: Page, evidence: dict[str, Path]
) -> None:
    token = evidence["r.txt"].read_text()
    sent: list[Request] = []
    desk.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - marked by Playwright
    desk.goto(f"{CHECK}#{token}")
    expect(desk.get_by_label("A receipt")).to_have_value(token)
    desk.get_by_label("The key that signs receipts").fill(written_key(RECEIPTS.verifier))
    press_check(desk)
    expect(desk.get_by_role("heading", name="Not everything was checked")).to_be_visible()
    assert token not in desk.url
    assert sent
    for request in sent:
        # Chromium's own report of a request has the whole address; what goes out has not.
        assert token not in request.url.partition("#")[0]
        assert token not in (request.post_data or "")
        assert token not in str(request.headers)


@pytest.mark.usefixtures("base_url")
def test_pasted_files_are_read_whatever_the_copying_did_to_their_ends(
    desk: Page, evidence: dict[str, Path]
) -> None:
    desk.goto(CHECK)
    desk.get_by_text("Or paste them").click()
    desk.get_by_label("The proof").fill(evidence["4.tlog-proof"].read_text().rstrip("\n"))
    desk.get_by_label("The entry").fill(evidence["4.leaf"].read_text() + "\n\n")
    desk.get_by_label("The key of the log").fill(evidence["trust.json"].read_text())
    press_check(desk)
    expect(desk.get_by_role("heading", name="Verified")).to_be_visible()


@pytest.mark.usefixtures("base_url")
def test_what_is_no_evidence_is_said_to_be_none(desk: Page, tmp_path: Path) -> None:
    desk.goto(CHECK)
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "large.leaf").write_bytes(b"{" * 1_000_001)
    desk.get_by_label("An entry's files").set_input_files(
        [tmp_path / "holiday.jpg", tmp_path / "large.leaf"]
    )
    taken = desk.locator("#taken")
    expect(taken).to_contain_text("holiday.jpg is neither a receipt, a proof, an entry nor a key.")
    expect(taken).to_contain_text("large.leaf is too large")
    press_check(desk)
    expect(desk.get_by_text("There is nothing to check yet")).to_be_visible()
    desk.get_by_role("button", name="Clear").click()
    expect(desk.get_by_text("There is nothing to check yet")).not_to_be_visible()


@pytest.mark.usefixtures("base_url")
def test_keys_of_the_site_are_filled_in_when_asked(desk: Page) -> None:
    desk.goto(CHECK)
    expect(desk.get_by_label("The key of the log")).to_have_value("")
    desk.get_by_role("button", name="Fill in this site's keys").click()
    assert '"log"' in desk.get_by_label("The key of the log").input_value()
    assert desk.get_by_label("The key that signs receipts").input_value().startswith("k4.public.")


@pytest.mark.usefixtures("base_url")
def test_page_without_javascript_says_so_and_names_the_command(plain_phone: Page) -> None:
    plain_phone.goto(CHECK)
    expect(plain_phone.get_by_text("JavaScript is off here")).to_be_visible()
    expect(plain_phone.get_by_text("python -m audit.verify").first).to_be_visible()
    expect(plain_phone.get_by_role("button", name="Check", exact=True)).not_to_be_visible()


@pytest.mark.usefixtures("base_url")
def test_browser_without_ed25519_is_told_which_have_it(desk: Page) -> None:
    desk.add_init_script(
        "SubtleCrypto.prototype.importKey = () => Promise.reject(new Error('unsupported'))"
    )
    desk.goto(CHECK)
    expect(desk.get_by_text("This browser cannot check these signatures")).to_be_visible()
    expect(desk.get_by_role("button", name="Check", exact=True)).not_to_be_visible()


@pytest.mark.usefixtures("base_url")
def test_page_is_accessible_with_its_answers(
    phone: Page, evidence: dict[str, Path], assert_accessible: Callable[[Page], None]
) -> None:
    phone.goto(CHECK)
    assert_accessible(phone)
    give(phone, evidence)
    press_check(phone)
    expect(phone.get_by_role("heading", name="Verified")).to_be_visible()
    assert_accessible(phone)


def test_entry_is_checked_from_its_own_page(
    hall: Hall, desk: Page, assert_accessible: Callable[[Page], None]
) -> None:
    hall.vote_on_the_motion()
    sequence_all()
    vote = Position.objects.filter(entry__kind="vote.cast").values_list("seq", flat=True)[0]
    desk.goto(f"/log/{vote}/")
    desk.get_by_role("link", name="Check it in your browser").click()
    expect(desk.locator("#taken")).to_contain_text(f"{vote}.leaf: taken.")
    desk.get_by_role("button", name="Fill in this site's keys").click()
    press_check(desk)
    expect(desk.get_by_role("heading", name="Verified")).to_be_visible()
    expect(desk.get_by_text(f"Entry {vote} is in the log, unchanged")).to_be_visible()
    assert_accessible(desk)


def test_entry_that_is_not_there_is_said_not_to_be(base_url: str, desk: Page) -> None:
    desk.goto(f"{CHECK}#entry=999999999")
    expect(desk.locator("#taken")).to_contain_text("This site has no files for entry 999999999.")
