"""What explains a pack to whoever opens it without our software: README.txt and index.html.

The page has no script and fetches nothing. It lists the files by the questions that they answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import fill, indent
from typing import Final, NamedTuple

from audit.pack.documents import QUESTIONS, Document

README: Final = "README.txt"
PAGE: Final = "index.html"
COVER: Final = "cover.pdf"
LOG: Final = "log/"
VOTES: Final = "ballots/"
BY_THE_LOG: Final = 9
"""The question that the log itself answers."""

WIDE: Final = 96


class Step(NamedTuple):
    """One step of checking a pack, and the command for it where there is one."""

    words: str
    command: str = ""


TO_CHECK: Final = (
    Step(
        "Is every file here, and as it was when the pack was made? manifest.json lists each with "
        "its size and SHA-256. Any tool that computes SHA-256 will do."
    ),
    Step(
        "Was the manifest made by this log? manifest.leaf is an entry of the log that names the "
        "SHA-256 of manifest.json; manifest.tlog-proof proves that the log holds it. Where there "
        "is a signature.leaf, the returning officer has signed the same in person."
    ),
    Step(
        "Is the log itself whole? With Python 3.11, the package cryptography and the folder audit "
        "of the program's source, which is free software, one command checks all of this. Take the "
        "keys in TRUST.json from the minutes and from the witnesses themselves: the copy in "
        "log/trust.json proves nothing, for whoever forged a pack would have forged it too.",
        "python -m audit.verify THIS-PACK.zip --trust TRUST.json",
    ),
    Step(
        "Do the cards in card_votes.csv stand in the log as they are told here? Unpack "
        "disclosures.jsonl, and add it to the command.",
        "python -m audit.verify THIS-PACK.zip --trust TRUST.json --disclosures disclosures.jsonl",
    ),
)

_STYLE: Final = """\
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --quiet: #555; --line: #bbb;
  --link: #103c34; --head: #103c34; --rule: #a67c1f; }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --paper: #16181a; --quiet: #b5b5b5;
  --line: #555; --link: #9fd8c8; --head: #cfe8df; --rule: #d1a54a; } }
body { margin: 2rem auto; padding: 0 1rem; max-width: 46rem; line-height: 1.5; color: var(--ink);
  background: var(--paper); font-family: system-ui, sans-serif; }
h1, h2 { font-family: Georgia, serif; line-height: 1.2; color: var(--head); }
h2 { margin-top: 2.5rem; padding-bottom: .4rem; border-bottom: 2px solid var(--rule);
  font-size: 1.15rem; }
a { color: var(--link); } p.quiet, dd { color: var(--quiet); } dd { margin: 0 0 .75rem; }
p, dt, dd, li { overflow-wrap: anywhere; } li { margin-bottom: .75rem; }
pre { white-space: pre-wrap; border: 1px solid var(--line); padding: .75rem; margin: .5rem 0;
  overflow-wrap: anywhere; }
@media print { a { color: inherit; } body { margin: 0; max-width: none; } }
"""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands above the list: what the pack is about, and when and by whom it was made."""

    title: str
    made: str
    union: str
    head: str
    verdict: str

    def lines(self) -> list[str]:
        """Give the cover as lines."""
        return [self.title, self.union, self.made, self.head, self.verdict]


def readme(cover: Cover, documents: Sequence[Document]) -> Document:
    """Write README.txt."""
    said = [
        "SCRUTINY PACK",
        "=============",
        "",
        *cover.lines(),
        "",
        fill(
            "This archive is restricted: it is for the returning officer, the scrutineer, the "
            "auditor and the Certification Officer. It opens without any special program: "
            "index.html in a browser, the .csv files in a spreadsheet, the rest in a text editor.",
            WIDE,
        ),
        "",
        "TO CHECK IT",
        "",
        *_steps_as_text(),
        "THE FILES",
        "",
    ]
    for document in _alone(documents):
        said += [document.path, indent(fill(_what(document), WIDE - 4), "    ")]
    said += [
        LOG,
        "    The log as anyone would get it: tiles, signed heads, proofs, how to check it.",
    ]
    for folder, files in _folders(documents):
        said += ["", f"{folder}/", f"  {files[0].about}"]
        said += [
            fill(
                f"{one.path.rpartition('/')[2]}: {_what(one)}",
                WIDE,
                initial_indent="    ",
                subsequent_indent="        ",
            )
            for one in files
        ]
    said += ["", "THE QUESTIONS (what a union would have to show the Certification Officer)", ""]
    for number, question in QUESTIONS.items():
        answering = [one.path for one in _alone(documents) if number in one.answers]
        names = {
            one.path.rpartition("/")[2]
            for _, files in _folders(documents)
            for one in files
            if number in one.answers
        }
        answering += [f"ballots/*/{name}" for name in sorted(names)]
        answering += [LOG] if number == BY_THE_LOG else []
        said += [
            f"{number:>2}. {question}",
            fill(
                ", ".join(answering),
                WIDE,
                initial_indent="    ",
                subsequent_indent="    ",
                break_on_hyphens=False,
            ),
        ]
    text = "\n".join([*said, ""])
    return Document(README, "What this pack is and how to check it.", text.encode())


def page(cover: Cover, documents: Sequence[Document]) -> Document:
    """Write index.html."""
    title, *about = map(escape, cover.lines())
    said = [
        "<!DOCTYPE html>",
        '<html lang="en-GB"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Scrutiny pack: {title}</title><style>{_STYLE}</style></head><body><main>",
        "<p>Scrutiny pack, restricted</p>",
        f"<h1>{title}</h1>",
        *(f'<p class="quiet">{line}</p>' for line in about),
        *(
            f'<p>Start with <a href="{COVER}">{COVER}</a>, the votes and their results on a sheet '
            "to print.</p>"
            for one in documents
            if one.path == COVER
        ),
        "<h2>To check it</h2>",
        "<ol>",
        *(f"<li>{escape(step)}{_command(command)}</li>" for step, command in TO_CHECK),
        "</ol>",
    ]
    for number, question in QUESTIONS.items():
        said.append(f"<h2>{number}. {escape(question)}</h2><dl>")
        said += map(_entry, (one for one in _alone(documents) if number in one.answers))
        if number == BY_THE_LOG:
            said.append("<dt>log/</dt><dd>The log itself, with what proves it. Start with ")
            said.append('<a href="log/HOW-TO-CHECK.txt">log/HOW-TO-CHECK.txt</a>.</dd>')
        for folder, files in _folders(documents):
            if answering := [one for one in files if number in one.answers]:
                said.append(_vote(folder, answering))
        said.append("</dl>")
    said.append("<h2>Beside these</h2><dl>")
    said += map(_entry, (one for one in _alone(documents) if not one.answers))
    said.append('<dt><a href="manifest.json">manifest.json</a></dt>')
    said.append("<dd>Every file with its size and SHA-256.</dd></dl></main></body></html>")
    return Document(PAGE, "The list of files, for a browser.", "\n".join(said).encode())


def _steps_as_text() -> Iterator[str]:
    for number, (step, command) in enumerate(TO_CHECK, start=1):
        yield fill(f"{number}. {step}", WIDE, subsequent_indent="   ")
        if command:
            yield from ("", f"       {command}")
        yield ""


def _command(command: str) -> str:
    return f"<pre>{escape(command)}</pre>" if command else ""


def _alone(documents: Sequence[Document]) -> list[Document]:
    """Give the files that are explained one by one, by name: not the log's, nor those of votes."""
    alone = (one for one in documents if not one.path.startswith((LOG, VOTES)))
    return sorted(alone, key=lambda one: one.path)


def _folders(documents: Sequence[Document]) -> list[tuple[str, list[Document]]]:
    """Give the folders of the votes, each with its files."""
    folders: dict[str, list[Document]] = {}
    for one in documents:
        if one.path.startswith(VOTES):
            folders.setdefault(one.path.rpartition("/")[0], []).append(one)
    return sorted(folders.items())


def _what(document: Document) -> str:
    empty = " It has no lines: there was nothing to list." if document.is_empty_table else ""
    return document.what + empty


def _entry(document: Document) -> str:
    path = escape(document.path)
    return f'<dt><a href="{path}">{path}</a></dt><dd>{escape(_what(document))}</dd>'


def _vote(folder: str, files: Sequence[Document]) -> str:
    links = (
        f'<a href="{escape(one.path)}" title="{escape(_what(one))}">'
        f"{escape(one.path.rpartition('/')[2])}</a>"
        for one in files
    )
    number = folder.removeprefix(VOTES).partition("-")[0]
    return f"<dt>{number}. {escape(files[0].about)}</dt><dd>{', '.join(links)}</dd>"
