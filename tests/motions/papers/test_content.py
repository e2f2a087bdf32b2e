"""What a paper says and what changed in it, as plain data: any words come through every form."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader

from audit.formats.canonical import canonical, parse
from motions.papers import as_pdf as setting_pdf
from motions.papers.as_page import words_of
from motions.papers.as_pdf import TEMPLATE, as_pdf
from motions.papers.as_text import as_text
from motions.papers.as_word import as_word
from motions.papers.changes import compared, longest_in_order
from motions.papers.content import Content, Entry, Section, kept
from motions.papers.setting import Line, lines_of_entry

AT = datetime(2027, 5, 17, 11, tzinfo=UTC)
TEXT = "Conference notes a rise of *clips*.\nIt instructs the executive to:\n1. count;\n2. stop"
ACTIVE = "#let x = 1 $y$ \\emph @ref <b>bold</b> & _under `raw` [link] ~ // --- {+ %} {{ x }}"


def motion(key: str, text: str = TEXT, *, kind: str = "motion", **more: Any) -> Entry:
    level = 1 if kind == "amendment" else 0
    return Entry(key, kind, f"{kind.capitalize()} {key}: Clips", level, text=text, **more)


def paper(*entries: Entry, number: int = 1) -> Content:
    return Content(
        kind="final_agenda",
        title="Final agenda",
        union="Union of Clerks",
        conference="Conference 2027",
        code="C27",
        when="15 June 2027",
        sections=(Section("s", "Session 1", entries=entries),),
        number=number,
        issued="17 May 2027, 12:00 BST",
    )


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
entries = st.builds(
    Entry,
    key=st.sampled_from([f"M{n}" for n in range(6)]),
    kind=st.just("motion"),
    heading=words.map(kept),
    facts=st.lists(st.tuples(words.map(kept), words.map(kept)), max_size=2).map(tuple),
    text=words.map(kept),
)
papers = st.lists(entries, unique_by=lambda each: each.key, max_size=4).map(lambda e: paper(*e))


@given(papers, papers)
def test_content_with_its_marks_comes_back_from_canonical_json(old: Content, new: Content) -> None:
    marked = compared(old, new)
    assert Content.from_document(parse(canonical(marked.to_document()))) == marked


@given(papers, papers)
def test_every_difference_is_marked_and_nothing_else(old: Content, new: Content) -> None:
    marked = compared(old, new)
    before = {each.key: each for each in old.entries}
    for entry in marked.entries:
        bare = replace(entry, mark=None)
        kind = entry.mark.kind if entry.mark else ""
        assert (kind == "new") == (entry.key not in before)
        assert (kind in {"", "moved"}) == (before.get(entry.key) == bare)
    assert {key for key, _ in marked.gone} == before.keys() - {each.key for each in new.entries}


@given(papers)
def test_issue_compared_with_itself_has_no_changes(content: Content) -> None:
    assert compared(content, content).changed == 0


@given(st.permutations(range(8)))
def test_fewest_entries_are_called_moved(places: list[int]) -> None:
    stayed = longest_in_order(places)
    assert stayed == sorted(stayed)
    at = [places.index(each) for each in stayed]
    assert at == sorted(at)
    best = [1] * 8
    for n, place in enumerate(places):
        best[n] += max((best[m] for m in range(n) if places[m] < place), default=0)
    assert len(stayed) == max(best)


def test_one_entry_put_forward_is_the_only_one_moved() -> None:
    old = paper(*map(motion, ("M1", "M2", "M3", "M4")))
    new = paper(*map(motion, ("M4", "M1", "M2", "M3")))
    assert [each.key for each in compared(old, new).marked] == ["M4"]


def test_change_of_words_and_of_a_fact_is_said() -> None:
    old = motion("M1", facts=(("The executive", "Support"),))
    new = motion("M1", TEXT.replace("count", "burn"), facts=(("The executive", "Oppose"),))
    [entry] = compared(paper(old), paper(new, number=2)).marked
    assert entry.mark
    assert entry.mark.words == "Changed: the words and the executive"


@given(words.map(kept), words.map(kept))
def test_lines_with_changes_read_as_the_new_words(old: str, new: str) -> None:
    marked = compared(paper(motion("M1", old)), paper(motion("M1", new)))
    [entry] = marked.entries
    shown = "".join(each.number + each.words for each in lines_of_entry(entry))
    plain = "".join(each.number + each.words for each in lines_of_entry(motion("M1", new)))
    assert letters(shown) == letters(plain)


def letters(shown: str) -> str:
    return "".join(each for each in shown if each.isalpha())


def test_changed_lines_keep_their_numbers() -> None:
    old, new = motion("M1"), motion("M1", TEXT.replace("rise", "fall").replace("stop", "go"))
    [entry] = compared(paper(old), paper(new)).entries
    assert [(each.number, each.level) for each in lines_of_entry(entry)] == [
        (each.number, each.level) for each in lines_of_entry(new)
    ]


def test_paragraph_taken_out_has_no_number_and_takes_none() -> None:
    new = TEXT.partition("\n")[2]
    [entry] = compared(paper(motion("M1")), paper(motion("M1", new))).entries
    first, second, *_rest = lines_of_entry(entry)
    assert (first.number, first.words.strip()) == ("", "")
    assert (second.number, second.words.strip()) == ("1", "It instructs the executive to:")


@pytest.mark.parametrize(
    "typed",
    [
        ACTIVE,
        "Gweithwyr y môr ŵ",
        "مؤتمر النقابة",
        "שלום",
        "Emoji 🪧 and 👩‍🏭",
        "Bell \x07 and \x1b[31m",
    ],
)
def test_words_come_out_the_same_in_every_form(typed: str) -> None:
    said = kept(typed)
    content = paper(motion("M1", said))
    word = Document(BytesIO(as_word(content, at=AT)))
    assert any(said in each.text for each in word.paragraphs)
    assert said in as_text(content)
    html = etree.HTML(f"<html><body>{words_of(motion('M1', said))}</body></html>", None)
    assert said in "".join(html.itertext())
    pdf = PdfReader(BytesIO(as_pdf(content, at=AT)))
    assert pdf.pages[0].extract_text()


def test_active_words_are_set_in_the_pdf_as_typed() -> None:
    pdf = PdfReader(BytesIO(as_pdf(paper(motion("M1", ACTIVE)), at=AT)))
    assert squeezed(ACTIVE) in squeezed("".join(each.extract_text() for each in pdf.pages))


def squeezed(shown: str) -> str:
    return "".join(shown.split())


@given(st.text(max_size=200))
@settings(max_examples=30)
def test_kept_words_can_be_in_any_file(typed: str) -> None:
    said = kept(typed)
    canonical(said)
    etree.Element("p").text = said
    assert kept(said) == said


def test_amendments_have_no_paragraph_numbers() -> None:
    amendment = motion("M1.1", "Delete all after clips.\nInsert: '2. go'", kind="amendment")
    assert [each.number for each in lines_of_entry(amendment)] == ["", ""]
    assert isinstance(lines_of_entry(amendment)[0], Line)


def test_pdf_gives_signs_of_life_while_it_is_set_and_has_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = paper(*[motion(f"M{n}") for n in range(60)])
    monkeypatch.setattr(setting_pdf, "PULSE", 0.01)
    signs: list[str] = []
    made = as_pdf(content, at=AT, alive=lambda: signs.append("alive"))
    assert signs
    assert made == as_pdf(content, at=AT)


def test_no_function_that_sets_an_entry_holds_the_whole_paper() -> None:
    """What a function of typst captures is hashed for each entry: the cost would be quadratic."""
    functions = TEMPLATE.read_text().split("// --- The paper ---")[1].split("#for section in")[0]
    assert "#let entry-of" in functions
    assert not re.findall(r"\bd\b(?!\()", functions)
