"""A trustee in a browser: the key is made there, saved, read back, and opens a part; once."""

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Route, expect

from audit.store.sequencer import sequence_all
from ballots.enums import SealedStage
from ballots.models import Paper, Trustee
from ballots.sealing.groups import BELENIOS_2048, RFC_3526_2048
from ballots.secret.boards import board_make
from ballots.secret.ceremony import Step, sealed_part
from ballots.secret.decryption import opening_of, part_give
from ballots.secret.making import Sealing
from ballots.secret.shuffles import awaits_shuffle
from tests.belenios import NO_RESULT, PASSED, Tool
from tests.browser.people import come_back
from tests.factories.ballots import make_hall
from tests.factories.booths import Booth
from tests.factories.members import make_member
from tests.factories.secret import SealedHall, make_sealed
from tests.factories.trustees import (
    CoreHolder,
    Holder,
    ToolHolder,
    archive,
    give,
    make_board,
    message,
    seat,
)

if TYPE_CHECKING:
    from members.models import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHOICES = ("for", "against", "for", "abstain", "for", "for")


def make_a_key(
    desk: Page, at: str, folder: Path, assert_accessible: Callable[[Page], None]
) -> tuple[Path, Path]:
    """Make a key in the page, save it and have it read back; give it, and a wrong one."""
    desk.goto(at)
    desk.get_by_role("button", name="Make my key").click()
    assert_accessible(desk)
    with desk.expect_download() as saving:
        desk.get_by_role("link", name="Save the key file").click()
    key = folder / saving.value.suggested_filename
    saving.value.save_as(key)
    assert re.fullmatch(r"[1-9A-HJ-NP-Za-km-z]{22}\n", key.read_text())
    wrong = folder / "wrong.key"
    wrong.write_text("1" * 22)
    choose = desk.get_by_label("Now choose the file that you saved")
    choose.set_input_files(wrong)
    expect(desk.get_by_text("This is another key than the one just made.")).to_be_visible()
    choose.set_input_files(key)
    expect(desk.get_by_role("heading", name="You wait for the others")).to_be_visible()
    return key, wrong


def test_three_make_a_key_each_in_their_own_way_and_two_open_a_vote(
    desk: Page,
    base_url: str,
    tmp_path: Path,
    assert_accessible: Callable[[Page], None],
) -> None:
    hall = make_hall(delegates=6)
    people = [make_member(name) for name in ("Ada Browser", "Bob Tool", "Cy Core")]
    board = board_make(
        actor=hall.returning_officer,
        body=hall.union,
        name="Conference",
        group=BELENIOS_2048.name,
        people=people,
        threshold=2,
    )
    folder = tmp_path / "tool"
    folder.mkdir()
    tool = ToolHolder(folder)
    others: list[tuple[Member, Holder]] = [
        (people[1], tool),
        (people[2], CoreHolder()),
    ]
    said: list[str] = []
    desk.on("console", lambda words: said.append(words.text))
    desk.on("pageerror", lambda error: said.append(str(error)))
    sent: list[bytes] = []
    desk.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    come_back(desk, people[0], base_url)

    own = f"{base_url}/boards/{board.pk}/mine/"
    key, wrong = make_a_key(desk, own, tmp_path, assert_accessible)

    for step, next_heading in (
        (Step.KEY, "Share with the others"),
        (Step.SHARE, "Check and confirm"),
        (Step.CONFIRM, "Your part is done"),
    ):
        if step is not Step.KEY:
            desk.get_by_label("Your key file").set_input_files(key)
            expect(desk.get_by_role("heading", name="You wait for the others")).to_be_visible()
        for person, holder in others:
            give(board, person, step, message(board, person, step, holder))
        desk.reload()
        expect(desk.get_by_role("heading", name=next_heading)).to_be_visible()
    board.refresh_from_db()

    sealed = make_sealed(hall, sealing=Sealing(board=board))
    for number, choice in enumerate(CHOICES):
        sealed.cast(number, choice)
    sequence_all()
    sealed.close()
    desk.goto(own)
    desk.get_by_role("link", name="Open your part: Motion 9").click()
    desk.get_by_role("button", name="Check everything").click()
    expect(desk.locator('[data-state="wrong"]')).to_contain_text("the archive of the signed log")
    sequence_all()
    desk.reload()
    desk.get_by_role("button", name="Check everything").click()
    expect(desk.get_by_text("Everything holds.")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_label("Your key file").set_input_files(wrong)
    expect(desk.get_by_text("Is this your key file of this board?")).to_be_visible()
    desk.get_by_label("Your key file").set_input_files(key)
    expect(desk.get_by_text("You have opened your part.")).to_be_visible()
    assert opening_of(sealed.vote).missing == 1

    part = tool.part(seat(board, people[1]), sealed.vote)
    part_give(actor=people[1], vote=sealed.vote, text=part)
    assert sealed.vote.stage == SealedStage.RESULT
    assert Trustee.objects.get(board=board, member=people[0]).way == "browser"
    sealed.declare()
    assert Tool(folder).passes(archive(sealed.vote), sealed.vote.uuid)
    secret = key.read_bytes().strip()
    assert not any(secret in body for body in sent)
    assert said == []


def test_floor_that_the_server_leaves_out_of_what_it_shows_is_missed(
    desk: Page, base_url: str, tmp_path: Path
) -> None:
    """Else it could say that one ballot is enough to be opened."""
    hall = make_hall(delegates=6)
    board, (_, cy) = make_board(
        hall.union, hall.returning_officer, [ToolHolder(tmp_path), CoreHolder()]
    )
    sealed = make_sealed(hall, sealing=Sealing(board=board))
    for number, choice in enumerate(CHOICES):
        sealed.cast(number, choice)
    sealed.close()
    sequence_all()
    at = f"{base_url}/ballots/{sealed.ballot.pk}/opening/"

    def cheat(route: Route) -> None:
        answer = route.fetch()
        page, left_out = re.subn(r'\{"leaf": [^{}]*"when the vote was made"\}, ', "", answer.text())
        assert left_out == 1
        route.fulfill(response=answer, body=page.replace('"floor": 5', '"floor": 1'))

    come_back(desk, cy, base_url)
    desk.route(at, cheat)
    desk.goto(at)
    desk.get_by_role("button", name="Check everything").click()
    expect(desk.get_by_text("does not say how many have to vote")).to_be_visible()
    desk.unroute(at)
    desk.reload()
    desk.get_by_role("button", name="Check everything").click()
    expect(desk.get_by_text("Everything holds.")).to_be_visible()


PAPERS = ((1, 2, 3, 0, 0), (2, 1, 0, 0, 0), (1, 0, 0, 0, 0), (0, 1, 2, 0, 0), (1, 2, 0, 0, 0))


def test_ranked_papers_are_shuffled_and_opened_by_two_by_the_page_and_by_the_tool_alone(
    desk: Page, base_url: str, tmp_path: Path
) -> None:
    hall = make_hall(delegates=5)
    tool, core = ToolHolder(tmp_path), CoreHolder()
    board, (bob, cy) = make_board(
        hall.union, hall.returning_officer, [tool, core], group=RFC_3526_2048
    )
    key = tmp_path / "cy.key.txt"
    booth = Booth(hall)
    sealed = SealedHall(hall, booth.open(sealing=Sealing(board=board)))
    for number, paper in enumerate(PAPERS):
        sealed.cast(number, list(paper))
    sealed.close()
    key.write_text(core.seed.file)
    assert awaits_shuffle(sealed.vote)
    archive_at = f"{base_url}/sealed/{sealed.vote.uuid}/"
    at = f"{base_url}/ballots/{sealed.ballot.pk}/opening/"

    def by_tool(command: str, *more: str, holder: int) -> Path:
        """Run a command as the page shows it, against the server as it runs."""
        who = ("--trustee-id", str(holder), "--url", archive_at)
        made = tmp_path / f"mine.{command}"
        made.write_bytes(tool.tool.run("election", command, *more, *who))
        return made

    def hand_in(made: Path) -> None:
        desk.get_by_label("The file").set_input_files(made)
        desk.get_by_role("button", name="Hand it in").click()
        expect(desk.get_by_text("Taken and checked. Thank you.")).to_be_visible()

    come_back(desk, bob, base_url)
    desk.goto(at)
    expect(desk.get_by_role("heading", name="Shuffle the papers", exact=True)).to_be_visible()
    made = by_tool("shuffle", holder=2)
    hand_in(made)
    name = sha256(made.read_bytes().partition(b"\n")[0]).hexdigest()
    assert name.encode() in archive(sealed.vote), "as the guide says how to look for one's own"
    assert sealed.vote.stage == SealedStage.SHUFFLED
    assert opening_of(sealed.vote).missing == 2

    (tmp_path / "mine.dkey").write_text(sealed_part(seat(board, bob)))
    of_bob = (*tool._key, "--decryption-key", "mine.dkey")
    desk.get_by_text("On a computer, without trusting this page").click()
    hand_in(by_tool("decrypt-threshold", *of_bob, holder=2))

    sequence_all()
    come_back(desk, cy, base_url)
    desk.goto(at)
    desk.get_by_role("button", name="Check everything").click()
    expect(desk.get_by_text("Everything holds.")).to_be_visible()
    desk.get_by_label("Your key file").set_input_files(key)
    expect(desk.get_by_text("You have opened your part.")).to_be_visible()
    assert sealed.vote.stage == SealedStage.RESULT
    papers = Paper.objects.filter(ballot=sealed.ballot).values_list("ranking", flat=True)
    assert sorted(papers) == sorted(["1 2 3", "2 1", "1", "2 3", "1 2"])

    assert booth.count(sealed.ballot).elected[0] == 1
    booth.declare(sealed.ballot)
    words = tool.tool.run("election", "verify", "--url", archive_at).decode()
    assert PASSED in words
    assert NO_RESULT not in words
