"""What a trustee's browser checks before it decrypts: a server that cheats is found out."""

import json
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import BrowserType, Route

from ballots.sealing.appending import cast, end_ballots, end_shuffles, shuffled, tallied
from ballots.sealing.credentials import secret_exponent
from ballots.sealing.decrypting import insist_on_partial_decryption, read_partial_decryption
from ballots.sealing.documents import compact
from ballots.sealing.events import read_event
from ballots.sealing.groups import RFC_3526_2048
from ballots.sealing.hashing import fingerprint
from ballots.sealing.proofs import prove_knowledge
from ballots.sealing.questions import RankedQuestion
from ballots.sealing.shuffling import shuffle
from ballots.sealing.trustee_keys import prove_key
from ballots.secret.trustee_scripts import checking_worker
from tests.factories.opened_votes import OpenedVote, made_together
from tests.factories.sealed_votes import COMMITTEE, MOTION, Vote

if TYPE_CHECKING:
    from ballots.sealing.tallying import Answers

pytestmark = pytest.mark.browser

SITE = "http://localhost"
RANKED = RankedQuestion("The secretary", ("Ada", "Bob", "Cy"))

_CHECK = """
async ([given, heads, part]) => {
  const { verify, opened } = await import("/static/ballots/trustee/verifying.js");
  const { Fault } = await import("/static/ballots/trustee/sealing.js");
  const hired = [];
  const following = { told() {}, hired: (workers) => hired.push(workers) };
  try {
    const found = await verify(given, async () => ({ heads, floor: 3 }), following);
    return { part: await opened(found, BigInt(part), () => {}), counted: found.counted };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { refused: fault.message };
  } finally {
    hired.forEach((each) => each.dismiss());
  }
}
"""

Check = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def check(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Check]:
    """Have a browser check a vote's archive, with the heads that an honest log would have."""
    browser = browser_type.launch(**browser_type_launch_args)
    page = browser.new_page()
    served = {"/": b"<!DOCTYPE html><title>A trustee</title>", "/a.bel": b""}
    types = {"js": "text/javascript", "bel": "application/octet-stream"}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        kind = types.get(path.rpartition(".")[2], "text/html")
        if path in served:
            route.fulfill(body=served[path], content_type=kind)
        else:
            found = str(finders.find(path.removeprefix("/static/")))
            route.fulfill(path=found, content_type=kind)

    page.route(f"{SITE}/**", answer)
    page.goto(f"{SITE}/")

    def checked(vote: Vote, archive: bytes = b"") -> dict[str, Any]:
        served["/a.bel"] = archive or vote.archive
        events = [each for each in vote.records if each.is_event]
        heads = [
            {"height": read_event(each.body).height, "head": each.hash, "words": "then"}
            for each in events
        ]
        key = {"key": str(vote.public), "owner": 1}
        given = {"archive": "/a.bel", "worker": checking_worker()._asdict(), "refused": "", **key}
        return dict(page.evaluate(_CHECK, [given, [heads[0], heads[-1]], str(vote.key)]))

    yield checked
    browser.close()


def a_vote() -> Vote:
    """Three have voted, one of them twice, and one left the second paper blank."""
    vote = Vote([MOTION, COMMITTEE], voters=3)
    vote.cast(0, (0, 1, 0), (0, 1, 0, 0, 0))
    vote.cast(1, (1, 0, 0), (1, 0, 0, 0, 0))
    vote.cast(0, (1, 0, 0), (0, 1, 1, 0, 0))
    return vote


def add_up(vote: Vote) -> Vote:
    vote.append(end_ballots(vote.head))
    vote.append(tallied(vote.head, vote.tally))
    return vote


def test_what_holds_is_opened_as_it_was_worked_out_in_the_browser(check: Check) -> None:
    vote = a_vote()
    vote.cast(2, (0, 0, 1), (0, 0, 0, 0, 0))
    found = check(add_up(vote))
    assert found["counted"] == 3
    part = read_partial_decryption(vote.election, found["part"].encode(), vote.tally.answers)
    insist_on_partial_decryption(vote.election, vote.tally.answers, vote.public, part)


def resigned(vote: Vote, voter: int, change: Callable[[dict[str, Any]], None]) -> bytes:
    """Alter a ballot and sign it, as a server could that gives the credentials out."""
    document = json.loads(vote.seal(voter, (1, 0, 0), (0, 0, 0, 0, 0)))
    change(document)
    del document["signature"]
    hashed = fingerprint(compact(document))
    group = vote.election.group
    secret = secret_exponent(vote.secrets[voter], vote.election.uuid, group)
    proof = prove_knowledge(group, secret, f"sig|{hashed}|").document()
    return compact({**document, "signature": {"hash": hashed, "proof": proof}})


def overvoted(document: dict[str, Any]) -> None:
    """Put the sealed amounts of one place into another, so that its proof is of something else."""
    first = document["answers"][0]
    first["choices"][0], first["choices"][1] = first["choices"][1], first["choices"][0]


def claimed(document: dict[str, Any]) -> None:
    """Claim that a paper which chooses nothing is blank."""
    answer = document["answers"][1]
    answer["blank_proof"] = answer["overall_proof"][:2]


def more(document: dict[str, Any]) -> None:
    """Add what the specification does not know."""
    document["answers"][0]["remark"] = "me"


@pytest.mark.parametrize(
    ("change", "words"),
    [(overvoted, "not proven that each place holds 0 or 1"),
     (claimed, "not proven that as many are chosen as may be"),
     (more, "not written as the specification writes it")],
)  # fmt: skip
def test_ballot_that_the_server_made_up_is_refused(
    check: Check, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    vote = a_vote()
    vote.append(cast(vote.head, resigned(vote, 2, change)))
    refused = check(add_up(vote))["refused"]
    assert "The ballot at event 4 does not hold." in refused
    assert words in refused


def test_sum_of_something_else_is_refused(check: Check) -> None:
    vote = a_vote()
    vote.cast(2, (0, 0, 1), (0, 0, 0, 0, 0))
    single: Answers = tuple(each.choices for each in vote.ballots[-1].answers)
    vote.tally = replace(vote.tally, answers=single)  # what would open one person's ballot
    assert "not made from the ballots" in check(add_up(vote))["refused"]


def test_archive_that_was_altered_or_is_not_that_of_the_log_is_refused(check: Check) -> None:
    vote = a_vote()
    vote.cast(2, (0, 0, 1), (0, 0, 0, 0, 0))
    altered = add_up(vote).archive.replace(b'"Ballot"', b'"Ballet"', 1)
    assert "is not what its name says" in check(vote, altered)["refused"]
    other = a_vote()
    other.cast(2, (0, 0, 1), (0, 0, 0, 0, 0))
    assert "not the one of the signed log" in check(vote, add_up(other).archive)["refused"]


def ranked() -> Vote:
    vote = Vote([RANKED], voters=3, group=RFC_3526_2048)
    for voter, paper in enumerate(((1, 2, 3), (0, 0, 1), (2, 1, 0))):
        vote.cast(voter, paper)
    return add_up(vote)


def test_shuffles_are_checked_and_papers_that_were_exchanged_refused(check: Check) -> None:
    vote = ranked()
    papers = [list(answer) for answer in vote.tally.answers]
    for owner in (1, 1):
        made = shuffle(vote.election, papers)
        papers = [list(each) for each in made.ciphertexts]
        vote.append(shuffled(vote.head, owner, made.raw))
    vote.append(end_shuffles(vote.head))
    found = check(vote)
    answers: Answers = tuple(tuple(each) for each in papers)
    part = read_partial_decryption(vote.election, found["part"].encode(), answers)
    insist_on_partial_decryption(vote.election, answers, vote.public, part)

    cheated = ranked()
    made = shuffle(cheated.election, [list(answer) for answer in cheated.tally.answers])
    (after,) = made.ciphertexts
    exchanged = made._replace(ciphertexts=[[after[0], after[0], after[2]]])
    cheated.append(shuffled(cheated.head, 1, exchanged.raw))
    cheated.append(end_shuffles(cheated.head))
    assert "papers may have been exchanged" in check(cheated)["refused"]


def test_papers_that_the_server_alone_shuffled_are_not_opened(check: Check) -> None:
    """It would know their order, and so whose each is, once they are opened."""
    group, secret = RFC_3526_2048, RFC_3526_2048.exponent()
    people = made_together(3, 2, group=group).key
    vote = OpenedVote([RANKED], 3, group=group, trustees=[prove_key(group, secret), people])
    vote.key, vote.public = secret, group.powers_of_g(secret)
    for voter, paper in enumerate(((1, 2, 3), (0, 0, 1), (2, 1, 0))):
        vote.cast(voter, paper)
    vote.close()
    vote.shuffle(1)
    cheated = copy(vote)
    cheated.records = list(vote.records)
    cheated.end_shuffles()
    assert "No trustee has shuffled" in check(cheated)["refused"]
    vote.shuffle(2)
    vote.end_shuffles()
    assert check(vote)["counted"] == 3
