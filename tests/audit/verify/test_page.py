"""The report as a page to print and file."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audit.formats.merkle import EMPTY_ROOT
from audit.formats.trust import Trust
from audit.verify.checking import verify_export
from audit.verify.heads import Head
from audit.verify.page import DOES_NOT_PROVE, PROVES, WHAT_NOW, as_page
from audit.verify.report import Report
from tests.audit.logs import KEY
from tests.audit.verify.whole import TRUST, whole_export

AT = datetime(2027, 6, 15, 10, 0, tzinfo=UTC)


def page(report: Report, where: str = "/srv/export") -> str:
    return as_page(report, where, AT)


@pytest.fixture
def sound(tmp_path: Path) -> Report:
    return verify_export(whole_export(tmp_path), TRUST)


def test_page_says_what_was_found_and_what_it_proves(sound: Report) -> None:
    written = page(sound)
    assert "<strong>VERIFIED</strong>" in written
    assert "15 June 2027, 10:00 UTC" in written
    assert "9 entries from left to right, with 3 signed heads." in written
    assert str(KEY.verifier) in written
    for line in sound.text().split("\n")[4:-2]:
        assert line[11:].replace("'", "&#x27;") in written
    assert all(said.replace("'", "&#x27;") in written for said in (*PROVES, *DOES_NOT_PROVE))


def test_page_of_a_log_that_does_not_hold_says_what_to_do(sound: Report) -> None:
    sound.findings.add("Entry 4 is wrong.", range(4, 5))
    written = page(sound)
    assert "<strong>NOT VERIFIED</strong>" in written
    assert "The first wrong entry is entry 4." in written
    assert "Red: where the log first goes wrong." in written
    assert not any(said in written for said in PROVES)
    assert all(said in written for said in WHAT_NOW)


def test_page_fetches_nothing_and_runs_nothing(sound: Report) -> None:
    written = page(sound)
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\(|src=|href=", written)
    assert "default-src 'none'" in written


def test_page_is_well_formed_and_labelled(sound: Report) -> None:
    sound.findings.add("Entry 4 is wrong.", range(4, 5))
    body = page(sound).partition("<body>")[2].partition("</body>")[0]
    tree = ET.fromstring(f"<body>{body}</body>")  # noqa: S314 - what we wrote just now
    assert next(one.tag for one in tree.iter() if one.tag in {"h1", "h2"}) == "h1"
    picture = tree.find(".//svg")
    assert picture is not None
    assert picture.get("role") == "img"
    assert picture.get("aria-label")


def test_name_of_a_file_cannot_write_on_the_page() -> None:
    report = Report(Trust((KEY.verifier,)))
    report.findings.add("<script>alert(1)</script>\x00")
    written = page(report, where="<b>&'\"\u202e")
    assert "<script>" not in written
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\\x00" in written
    assert "&lt;b&gt;&amp;&#x27;&quot;\\u202e" in written


def test_page_stays_short_whatever_was_found() -> None:
    report = Report(TRUST, head=Head(10**9, EMPTY_ROOT), heads=list(range(1, 100_000)))
    report.signed = Counter({f"p_{number}": 1 for number in range(5_000)})
    for number in range(5_000):
        report.findings.add("wrong", range(number, number + 1))
    written = page(report)
    assert len(written) < 20_000
    assert "and 4,950 more" in written


def test_page_of_a_log_without_entries_has_no_ribbon() -> None:
    assert "<svg" not in page(Report(TRUST, head=Head(0, EMPTY_ROOT), heads=[0]))
    assert "<svg" not in page(Report(TRUST))
