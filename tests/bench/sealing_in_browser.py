"""How long a browser takes to seal a ballot: its tables cold, as on arrival, and warm.

Measured in Chromium inside the booth's own worker, from the question to the sealed ballot; every
ballot is then insisted on as the server does. `python -m tests.bench.sealing_in_browser`.
"""

import shutil
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

from playwright.sync_api import Page, Route, sync_playwright

from ballots.sealing.ballots import insist_on_ballot
from ballots.sealing.credentials import new_secret, public_credential
from ballots.sealing.elections import Election, build_election, new_uuid
from ballots.sealing.groups import BELENIOS_2048, RFC_3526_2048, Group
from ballots.sealing.questions import Question, RankedQuestion

_SCRIPT: Final = (
    Path(__file__).parents[2] / "ballots" / "static" / "ballots" / "booth" / "sealing.js"
)
_SITE: Final = "http://localhost/"  # where browsers let a page use their cryptography
_RUN: Final = """
async ([source, election, credential, answers, times]) => {
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const ask = (act, given = {}) => new Promise((keep, fail) => {
    worker.onmessage = ({ data: { answer, fault, progress } }) => {
      if (progress === undefined) fault ? fail(new Error(fault)) : keep(answer);
    };
    worker.postMessage({ id: 1, act, ...given });
  });
  const timed = async (act, given) => {
    const from = performance.now();
    await ask(act, given);
    return performance.now() - from;
  };
  const tables = await timed("prepare", { election, credential });
  const seals = [];
  let ballot;
  for (let time = 0; time < times; time += 1) {
    seals.push(await timed("seal", { answers }));
    ({ ballot } = await ask("give"));
  }
  worker.terminate();
  return { tables, seals, ballot };
}
"""


class _Paper(NamedTuple):
    """What is sealed: a question in its group, and an answer to it."""

    name: str
    group: Group
    question: Question | RankedQuestion
    answer: list[int]


class Sealing(NamedTuple):
    """One kind of paper: what the tables take, the first ballot with them, and the ones after."""

    paper: str
    tables_ms: float
    cold_ms: float
    warm_ms: float
    ballot_bytes: int

    def __str__(self) -> str:
        return (
            f"{self.paper:<30} tables {self.tables_ms:6.0f} ms   cold {self.cold_ms:6.0f} ms"
            f"   warm {self.warm_ms:6.0f} ms   {self.ballot_bytes / 1024:5.1f} KiB"
        )


def sealing_in_browser(times: int = 7) -> list[Sealing]:
    """Seal a vote of three options, a paper of 30 candidates with crosses, and one ranked."""
    thirty = tuple(f"Candidate {number}" for number in range(1, 31))
    crossed = [0, *(int(n % 10 == 0) for n in range(30))]
    vote = Question("?", ("For", "Against", "Abstain"))
    papers = [
        _Paper("3 options", BELENIOS_2048, vote, [1, 0, 0]),
        _Paper(
            "30 candidates, 1 to 5 or blank",
            BELENIOS_2048,
            Question("?", thirty, 1, 5, blank=True),
            crossed,
        ),
        _Paper(
            "30 candidates, ranked", RFC_3526_2048, RankedQuestion("?", thirty), [*range(1, 31)]
        ),
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.route(f"{_SITE}**", _blank)
        page.goto(_SITE)
        found = [_sealed(page, paper, times) for paper in papers]
        browser.close()
    return found


def _sealed(page: Page, paper: _Paper, times: int) -> Sealing:
    name, group, question, answer = paper
    key = group.powers_of_g(group.exponent())
    raw = build_election(
        name="A vote", group=group, public_key=key, questions=[question], uuid=new_uuid()
    )
    election, secret = Election.read(raw), new_secret()
    given = [_SCRIPT.read_text(), raw.decode(), secret, [answer], times]
    got: dict[str, Any] = page.evaluate(_RUN, given)
    sealed = got["ballot"].encode()
    insist_on_ballot(election, sealed, {public_credential(secret, election.uuid, group)})
    first, *rest = got["seals"]
    return Sealing(name, got["tables"], got["tables"] + first, median(rest), len(sealed))


def _blank(route: Route) -> None:
    route.fulfill(body="<!DOCTYPE html><title>sealing</title>", content_type="text/html")


if __name__ == "__main__":
    for sealing in sealing_in_browser():
        print(sealing)
