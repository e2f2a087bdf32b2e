"""The verifier's modules in a real Chromium, without a server behind them."""

from base64 import b64encode
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

MODULES = Path(__file__).parent.parent.parent / "audit" / "static" / "audit" / "check"
SITE = "http://localhost/"  # where browsers let a page use their cryptography

_RUN = """
async ([names, cases, body]) => {
  const modules = await Promise.all(names.map((name) => import(`/${name}.js`)));
  const run = new Function("module", "given", `return (async () => { ${body} })()`);
  const together = Object.assign({}, ...modules);
  const bytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const answers = [];
  for (const given of cases) {
    try {
      const answer = await run({ ...together, bytes }, given);
      answers.push({ answer: answer ?? null });
    } catch (error) {
      if (!(error instanceof together.NotVerified)) throw error;
      answers.push({ refused: error.message });
    }
  }
  return answers;
}
"""


def serve_modules(page: Page) -> None:
    """Let the page find the modules, and nothing else."""

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(SITE)
        if not name:
            route.fulfill(body="<!DOCTYPE html><title>modules</title>", content_type="text/html")
        else:
            route.fulfill(path=MODULES / name, content_type="text/javascript")

    page.route(f"{SITE}**", answer)
    page.goto(SITE)


def run(page: Page, modules: list[str], cases: list[Any], body: str) -> list[dict[str, Any]]:
    """Run a few lines of JavaScript on each case; give the answers and the refusals.

    The lines see `module`, all that the modules export, and `given`, the case. Anything thrown but
    a refusal fails the test.
    """
    answers: list[dict[str, Any]] = page.evaluate(_RUN, [["encoding", *modules], cases, body])
    return answers


def base64(data: bytes) -> str:
    return b64encode(data).decode()
