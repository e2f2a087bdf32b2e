"""A report that a returning officer can file, in words and for programs."""

import json
from collections import Counter

from audit.formats.cosignature import WitnessSigningKey
from audit.formats.merkle import EMPTY_ROOT
from audit.formats.signing import SigningKey
from audit.formats.trust import Trust
from audit.verify.heads import Head
from audit.verify.machine import as_json
from audit.verify.personal import PersonalValues
from audit.verify.report import Report
from audit.verify.witnessing import Witnessed

KEY = SigningKey.generate("union.example/audit/2027").verifier
BRANCH, SCRUTINEER, REGION = (
    WitnessSigningKey.generate(name).verifier
    for name in ("branch.example", "scrutineer.example", "region.example")
)
TRUST = Trust((KEY,))
WITNESSED = Trust((KEY,), (BRANCH, SCRUTINEER, REGION), 1)
HEAD = Head(1200, EMPTY_ROOT)
ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


def test_report_of_a_sound_log_says_what_was_checked() -> None:
    report = Report(TRUST, head=HEAD, entries=1200, tiles=6, heads=[1200])
    assert report.text().splitlines() == [
        "Log        union.example/audit/2027",
        f"Key        {KEY}",
        "Head       1,200 entries",
        f"Root       {ROOT}",
        "Witnesses  none were named: the key of the log alone vouches for the head",
        "Checked    1,200 entries, 6 tiles, 1 signed head",
        "",
        "VERIFIED. Every stored entry is as it was signed.",
    ]


def test_report_asks_for_no_witness_where_the_trust_file_asks_for_none() -> None:
    report = Report(Trust((KEY,), (BRANCH,), 0), head=HEAD, entries=1200, tiles=6, heads=[1200])
    assert "0 of 1 have signed this head; none is asked for" in report.text()


def test_report_says_everything_that_was_looked_at() -> None:
    report = Report(WITNESSED, head=HEAD, entries=1200, tiles=6, heads=[900, 1200])
    report.links, report.proofs = 1, 2
    report.witnesses = [
        Witnessed(BRANCH, 1200, 1_813_053_600, is_newest=True),
        Witnessed(SCRUTINEER, 900, 2**62),
        Witnessed(REGION),
    ]
    report.signed, report.unsigned = Counter(p_a=3, p_b=1), 1
    report.personal = PersonalValues(
        digests=10, disclosed=4, erased=3, tampered=1, disclosed_though_erased=2
    )
    report.unchecked = ["History."]
    assert report.text().splitlines()[4:-2] == [
        "Witnesses  1 of 3 have signed this head; at least 1 must",
        f"           branch.example+{BRANCH.id.hex()} signed 15 June 2027, 10:00:00 UTC",
        (
            f"           scrutineer.example+{SCRUTINEER.id.hex()} has not signed this head, "
            "but one of 900 entries on 4,611,686,018,427,387,904 seconds after the start of 1970"
        ),
        f"           region.example+{REGION.id.hex()} has not signed this head",
        (
            "Checked    1,200 entries, 6 tiles, 2 signed heads, 1 link between heads, "
            "2 proofs of entries"
        ),
        "Acts       4 acts signed in person by 2 officers, with their own keys",
        "           1,196 entries sealed by the log's key alone",
        "           1 act with no officer's signature, where there could have been one",
        (
            "Personal   10 values: 4 disclosed, and as recorded; 3 erased, as the log says; "
            "5 withheld; 1 disclosed and TAMPERED WITH"
        ),
        "           disclosed though erased: 2",
        "Unchecked  History.",
    ]


def test_report_of_a_log_without_a_head_verifies_nothing() -> None:
    report = Report(TRUST)
    report.findings.add("checkpoint: checkpoint is missing.")
    assert not report.is_verified
    assert not Report(TRUST).is_verified
    assert report.text().splitlines()[-2:] == [
        "NOT VERIFIED.",
        "  - checkpoint: checkpoint is missing.",
    ]


def test_first_wrong_entry_is_the_earliest_and_the_closest_named() -> None:
    report = Report(TRUST, head=HEAD)
    report.findings.add("a tile is missing")
    report.findings.add("later", range(900, 901))
    report.findings.add("somewhere here", range(256, 512))
    report.findings.add("exactly here", range(256, 257))
    assert report.first_wrong == range(256, 257)
    assert "The first wrong entry is entry 256." in report.text()
    report.findings.add("before", range(100, 200))
    assert "The first wrong entry is one of entries 100 to 199." in report.text()


def test_findings_beyond_what_anybody_reads_are_counted() -> None:
    report = Report(TRUST, head=HEAD)
    for number in range(1_200):
        report.findings.add("wrong", range(5000 - number, 5001 - number))
    assert len(report.findings) == 1_200
    assert report.first_wrong == range(3801, 3802)
    assert report.text().endswith("  - wrong\n  - and 200 more.")


def test_name_of_a_file_cannot_write_on_the_terminal() -> None:
    report = Report(TRUST, head=HEAD)
    report.findings.add("tile/\x1b[2J\rVERIFIED.\n\u202e\udcff: is no tile")
    assert report.text().endswith("  - tile/\\x1b[2J\\rVERIFIED.\\n\\u202e\\udcff: is no tile")


def test_report_for_a_program_keeps_its_keys() -> None:
    report = Report(WITNESSED, head=HEAD, entries=1200, tiles=6, heads=[900, 1200])
    report.witnesses = [Witnessed(BRANCH, 1200, 1_813_053_600, is_newest=True)]
    report.signed = Counter(p_a=3)
    report.findings.add("wrong", range(4, 6))
    assert json.loads(as_json(report)) == {
        "version": 1,
        "verified": False,
        "log": "union.example/audit/2027",
        "keys": [str(KEY)],
        "head": {"size": 1200, "root": ROOT},
        "checked": {
            "entries": 1200,
            "tiles": 6,
            "heads": 2,
            "links": 0,
            "proofs": 0,
            "receipts": 0,
        },
        "witnesses": {
            "required": 1,
            "signed": 1,
            "each": [
                {
                    "key": str(BRANCH),
                    "signed_newest": True,
                    "size": 1200,
                    "time": 1_813_053_600,
                }
            ],
        },
        "acts": {"signed": 3, "unsigned": 0, "sealed": 1197, "by": {"p_a": 3}},
        "personal": {
            "values": 0,
            "disclosed": 0,
            "erased": 0,
            "withheld": 0,
            "tampered": 0,
            "disclosed_though_erased": 0,
        },
        "first_wrong": {"first": 4, "last": 5},
        "findings": [{"message": "wrong", "entries": {"first": 4, "last": 5}}],
        "more_findings": 0,
        "unchecked": [],
    }


def test_report_for_a_program_has_no_head_where_none_was_signed() -> None:
    stated = json.loads(as_json(Report(TRUST)))
    assert (stated["verified"], stated["head"], stated["first_wrong"]) == (False, None, None)
