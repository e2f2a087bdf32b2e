import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from ballots.counting.amounts import amount, short
from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.record import Count, Ending
from ballots.counting.sheet import html_sheet, json_record
from ballots.counting.sheet.flow import flow
from ballots.counting.words import labels, plain
from tests.ballots.counting.elections import contest, election, papers
from tests.ballots.counting.sheet.counts import FEW, counts

SVG = "{http://www.w3.org/2000/svg}"


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314 - our own, and that it parses is the point


def text_of(element: ET.Element) -> str:
    return "".join(element.itertext())


@FEW
@given(counts())
def test_fragment_is_one_well_formed_section_without_script_or_style(count: Count) -> None:
    fragment = html_sheet.fragment(count)
    section = parsed(fragment)
    assert (section.tag, section.get("class")) == ("section", "count")
    for element in section.iter():
        assert element.tag.removeprefix(SVG) not in {"script", "style", "b", "i"}
        assert not any(name == "style" or name.startswith("on") for name in element.attrib)
    ids = [element.get("id") for element in section.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@FEW
@given(counts())
def test_fragment_has_every_figure_of_every_stage(count: Count) -> None:
    section = parsed(html_sheet.fragment(count))
    if len(count.stages) < 2:
        said = text_of(section)
        for stage in count.stages:
            assert all(short(each, count.rule.places) in said for each in stage.votes)
        return
    sheet = next(e for e in section.iter("table") if "count-sheet--down" in e.get("class", ""))
    body = sheet.find("tbody")
    assert body is not None
    rows = [[text_of(cell) for cell in row.iter("td")] for row in body]
    assert rows == [
        [amount(e, count.rule.places) for e in (*s.votes, s.non_transferable, s.total)]
        for s in count.stages
    ]


@FEW
@given(counts())
def test_fragment_says_every_sentence_and_name(count: Count) -> None:
    said = text_of(parsed(html_sheet.fragment(count)))
    for stage in count.stages:
        assert plain(stage.explanation) in said
    if count.stages:
        for name in labels(count.contest):
            assert plain(name) in said
    for remark in count.remarks:
        assert plain(remark) in said
    for draw in count.lots:
        assert draw.hash in said


@FEW
@given(counts())
def test_fragment_of_the_stored_record_is_the_same(count: Count) -> None:
    again = json_record.read(json_record.write(count))
    assert html_sheet.fragment(again) == html_sheet.fragment(count)


@FEW
@given(counts())
def test_document_holds_the_fragment_byte_for_byte(count: Count) -> None:
    document = html_sheet.document(count)
    assert html_sheet.fragment(count).encode() in document
    for fetched in (b"<script", b" src=", b" href=", b"@import", b"@font-face"):
        assert fetched not in document


@FEW
@given(counts())
def test_flow_is_described_and_drawn_in_whole_numbers(count: Count) -> None:
    if len(count.stages) < 2:
        return
    picture = parsed(flow(count))
    named = (picture.get("aria-labelledby") or "").split()
    known = {e.get("id"): e.tag for e in picture.iter() if e.get("id")}
    assert [known[each] for each in named] == [f"{SVG}title", f"{SVG}desc"]
    for element in picture.iter():
        for name in ("d", "x", "y", "width", "height", "viewBox"):
            assert not re.search(r"\d\.\d", element.get(name) or "")


def test_tie_that_needs_a_lot_says_so_first() -> None:
    count = RULES["plurality"][1](contest("AB"), papers((1, 1), (1, 2)), Lots())
    assert count.ending is Ending.LOT_NEEDED
    section = parsed(html_sheet.fragment(count))
    heading = section.find(".//h2")
    assert heading is not None
    assert text_of(heading) == "A lot is needed between A and B"


def test_no_votes_and_nobody_elected_are_said() -> None:
    count = RULES["ers97"][1](contest("AB"), papers(), Lots())
    assert "Nobody is elected: there is no valid paper" in html_sheet.fragment(count)


def test_lot_can_be_drawn_again_from_what_the_sheet_says() -> None:
    count = RULES["plurality"][1](contest("AB"), papers((1, 1), (1, 2)), Lots("4 2 6"))
    said = text_of(parsed(html_sheet.fragment(count)))
    draw = count.lots[0]
    found = re.search(r"SHA-256 ([0-9a-f]{64}), divided by 2: remainder ([01])", said)
    assert found is not None
    assert int(found[1], 16) % 2 == int(found[2]) == draw.tied.index(draw.drawn)


@pytest.mark.conformance
def test_matrix_of_a_stage_adds_up_to_its_transfers(conformance_data: Path) -> None:
    stood, cast = election(conformance_data, "glasgow07_linn")
    count = RULES["scottish"][1](stood, cast, Lots())
    section = parsed(html_sheet.fragment(count))
    for place, stage in enumerate(count.stages, start=1):
        if stage.transfers:
            told = section.find(f".//li[@id='count-stage-{place}']//table[@class='count-matrix']")
            assert told is not None
            cells = [text_of(cell) for cell in told.findall("tfoot/tr/td")]
            moved = sum(each.votes for each in stage.transfers)
            assert cells[-1] == amount(moved, count.rule.places)
            taken = [int(cell.replace(",", "")) for cell in cells[:-1]]
            assert sum(taken) == sum(each.papers for each in stage.transfers)
