"""A report that a returning officer can file."""

from audit.formats.checkpoint import Checkpoint
from audit.formats.merkle import EMPTY_ROOT
from audit.verify.report import Finding, Report

HEAD = Checkpoint("union.example/audit/2027", 1200, EMPTY_ROOT)


def test_report_of_a_sound_log_says_what_was_checked() -> None:
    report = Report(head=HEAD, entries=1200, tiles=6, heads=1)
    assert report.text().splitlines() == [
        "Log       union.example/audit/2027",
        "Head      1,200 entries",
        "Root      47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "Checked   1,200 entries, 6 tiles, 1 signed head",
        "",
        "VERIFIED. Every stored entry is as it was signed.",
    ]


def test_report_of_a_log_without_a_head_verifies_nothing() -> None:
    report = Report(findings=[Finding("checkpoint: checkpoint is missing.")])
    assert not report.is_verified
    assert not Report().is_verified
    assert report.text().splitlines() == [
        "Checked   0 entries, 0 tiles, 0 signed heads",
        "",
        "NOT VERIFIED.",
        "  - checkpoint: checkpoint is missing.",
    ]


def test_first_wrong_entry_is_the_earliest_and_the_closest_named() -> None:
    report = Report(head=HEAD)
    report.findings += [
        Finding("a tile is missing"),
        Finding("later", range(900, 901)),
        Finding("somewhere here", range(256, 512)),
        Finding("exactly here", range(256, 257)),
    ]
    assert report.first_wrong == range(256, 257)
    assert "The first wrong entry is entry 256." in report.text()
    report.findings.append(Finding("before", range(100, 200)))
    assert "The first wrong entry is one of entries 100 to 199." in report.text()
