"""Measure a large final agenda: `script/bench agenda [--motions 2000] [--amendments 3]`.

A generated agenda of 2,000 motions and 6,000 amendments, as a database would give it: gathered and
built, frozen, compared with the issue before it, and set in every form. Each step is a process of
its own, so that its peak memory is its own. Beside it the floors: typst setting the same plain
text with no headings, tags or numbers, and python-docx adding the same words as plain paragraphs.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

WORDS = """
    conference branches members staff hours employer safety report national executive pay
    agreement workload health training equality pension contract public service local region
    delegate policy campaign review notice cover shift depot hospital school library council
""".split()  # noqa: SIM905 - read as words
AT = datetime(2027, 5, 17, 11, tzinfo=UTC)
FLOOR_OF_WORD = 10_000  # paragraphs: python-docx is quadratic, and all of them would take an hour


def main() -> None:
    """Measure each step in a process of its own, and print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--motions", type=int, default=2_000)
    parser.add_argument("--amendments", type=int, default=3, help="to each motion")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        django.setup()
        _measure(options.step, options.motions, options.amendments)
        return
    print(f"{options.motions:,} motions, {options.motions * options.amendments:,} amendments")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "TELLERS_DATA_DIR": folder}
        for step in STEPS:
            command = [sys.executable, "-m", "tests.bench.agenda", "--step", step]
            command += ["--motions", str(options.motions), "--amendments", str(options.amendments)]
            subprocess.run(command, env=environment, check=False)


def _measure(step: str, motions: int, amendments: int) -> None:
    work = STEPS[step](motions, amendments)
    began, processor = time.perf_counter(), time.process_time()
    size = work()
    took, spent = time.perf_counter() - began, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{step:34} {took:8.1f} s, of it {spent:7.1f} s of CPU {peak:7,.0f} MB peak {size:>13,}",
        flush=True,
    )


def _content(motions: int, amendments: int, seed: int = 27):
    from motions.papers.content import Content, Entry, Section  # noqa: PLC0415

    draw = random.Random(seed)

    def words(most: int) -> str:
        return " ".join(draw.choices(WORDS, k=most))

    facts = (
        ("Moved by", "Wexdale Hospitals Branch"),
        ("Seconded by", "Kingsbarrow Transport Branch"),
        ("Taken", "Tuesday 15 June 2027, 11:15"),
        ("Decided by", "Simple majority, show of hands"),
        ("The executive", "Support with qualification: cost to be reported first"),
    )
    entries = []
    for n in range(1, motions + 1):
        text = f"Conference notes {words(30)}.\nConference believes {words(20)}.\n"
        text += "Conference instructs the executive to:\n"
        text += "\n".join(f"{point}. {words(12)};" for point in (1, 2, 3))
        heading = f"Motion {n}: {words(4)}"
        entries.append(Entry(f"M{n}", "motion", heading, 0, facts, text))
        for m in range(1, amendments + 1):
            instruction = f"In paragraph 2, after 'believes', insert '{words(12)}'."
            key = f"{n}.{m}"
            entries.append(
                Entry(f"M{key}", "amendment", f"Amendment {key}", 1, facts[:2], instruction)
            )
    section = Section("session-1", "Session 1: Tuesday 15 June 2027", entries=tuple(entries))
    return Content(
        "final_agenda", "Final agenda", "Union of Clerks", "Conference 2027", "C27", "15 June 2027",
        (section,), 1, "17 May 2027, 12:00 BST",
    )  # fmt: skip


def _freezing(motions: int, amendments: int) -> Callable[[], int]:
    from audit.formats.canonical import canonical, parse  # noqa: PLC0415
    from motions.papers.content import Content  # noqa: PLC0415

    content = _content(motions, amendments)

    def work() -> int:
        written = canonical(content.to_document())
        assert Content.from_document(parse(written)) == content
        return len(written)

    return work


def _comparing(motions: int, amendments: int) -> Callable[[], int]:
    from dataclasses import replace  # noqa: PLC0415

    from motions.papers.changes import compared  # noqa: PLC0415

    old = _content(motions, amendments)
    changed = tuple(
        replace(each, text=each.text.replace("notes", "welcomes")) if n % 40 == 0 else each
        for n, each in enumerate(old.entries)
    )
    new = replace(old, sections=(replace(old.sections[0], entries=changed),))
    return lambda: compared(old, new).changed


def _forms(form: str) -> Callable[[int, int], Callable[[], int]]:
    def prepare(motions: int, amendments: int) -> Callable[[], int]:
        from motions.papers import as_page, as_pdf, as_text, as_word  # noqa: PLC0415

        content = _content(motions, amendments)
        makers: dict[str, Callable[[], bytes]] = {
            "page": lambda: as_page.as_page(content).encode(),
            "text": lambda: as_text.as_text(content).encode(),
            "word": lambda: as_word.as_word(content, at=AT),
            "pdf": lambda: as_pdf.as_pdf(content, at=AT),
            "large": lambda: as_pdf.as_pdf(content, at=AT, large=True),
        }
        return lambda: len(makers[form]())

    return prepare


def _plain_typst(motions: int, amendments: int) -> Callable[[], int]:
    import typst  # noqa: PLC0415

    from motions.papers.as_text import as_text  # noqa: PLC0415

    text = as_text(_content(motions, amendments))
    folder = Path(os.environ["TELLERS_DATA_DIR"])
    source = folder / "plain.typ"
    source.write_text('#for line in sys.inputs.words.split("\\n") { par(line) }')

    def work() -> int:
        made = typst.compile(source, sys_inputs={"words": text})
        return len(made)

    return work


def _plain_word(motions: int, amendments: int) -> Callable[[], int]:
    from docx import Document  # noqa: PLC0415

    from motions.papers.as_text import as_text  # noqa: PLC0415

    lines = as_text(_content(motions, amendments)).splitlines()[:FLOOR_OF_WORD]

    def work() -> int:
        document = Document()
        for line in lines:
            document.add_paragraph(line)
        made = BytesIO()
        document.save(made)
        return len(made.getvalue())

    return work


STEPS: dict[str, Callable[[int, int], Callable[[], int]]] = {
    "frozen and read back": _freezing,
    "compared with the issue before": _comparing,
    "plain text": _forms("text"),
    "page": _forms("page"),
    "floor: typst, plain text": _plain_typst,
    "PDF": _forms("pdf"),
    "large print PDF": _forms("large"),
    f"floor: python-docx, {FLOOR_OF_WORD:,} lines": _plain_word,
    "Word": _forms("word"),
}

if __name__ == "__main__":
    main()
