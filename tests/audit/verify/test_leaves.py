"""What the entries say: who signed, and what became of the values that are digests only."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from audit.formats.attestation import ATTESTATION, key_id, written_key
from audit.formats.canonical import canonical, parse
from audit.formats.signing import SigningKey
from audit.publishing.export import export
from audit.verify.checking import verify_export
from audit.verify.report import Report
from tests.audit.logs import KEY, InventedLog, leaf
from tests.audit.verify.whole import (
    CHOICES,
    OFFICER,
    PEN,
    digest,
    disclosure,
    entries,
    erasure,
    signed,
)

OTHER = SigningKey.generate("p_omar")


def verify(folder: Path, said: Sequence[bytes], disclosures: Sequence[bytes] = ()) -> Report:
    """Check a log of these entries, which was signed as it stands."""
    export(InventedLog(said), folder)
    return verify_export(folder, KEY.verifier, disclosures=disclosures)


def test_acts_that_a_person_signed_are_counted_apart(tmp_path: Path) -> None:
    report = verify(tmp_path, entries())
    assert report.is_verified, report.text()
    assert (report.signed, report.unsigned) == ({OFFICER: 3}, 2)


@pytest.mark.parametrize("kind", ["ballot.opened", "ballot.declared", "erasure.performed"])
def test_act_that_leaves_its_signature_out_counts_as_unsigned(tmp_path: Path, kind: str) -> None:
    facts: dict[str, object] = {"erased": []} if kind == "erasure.performed" else {}
    by_officer = leaf(0, t=kind, by=OFFICER, asked_by="p_rhys", **facts)
    report = verify(tmp_path, [by_officer])
    assert report.unsigned == 1
    assert "1 act with no officer's signature" in report.text()


def test_clock_is_asked_for_no_signature(tmp_path: Path) -> None:
    assert verify(tmp_path, [leaf(0, t="ballot.closed")]).unsigned == 0


def enrolment(index: int = 0, pen: SigningKey = PEN) -> bytes:
    """Give the entry by which an officer's key comes into force."""
    key = written_key(pen.verifier)
    return signed(index, pen, t="officer_key.enrolled", of=f"member:{OFFICER}", key=key)


def retirement(index: int) -> bytes:
    key = key_id(PEN.verifier)
    return leaf(index, t="officer_key.retired", of=f"member:{OFFICER}", by=OFFICER, key=key)


def altered(entry: bytes) -> bytes:
    return canonical({**parse(entry), "question": "another"})


def of_another_entry(index: int) -> bytes:
    token = parse(signed(7, t="ballot.closed"))[ATTESTATION]
    return leaf(index, by=OFFICER, t="ballot.closed", attestation=token)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ([signed(0, t="ballot.closed")], "Entry 0 .*p_sian has no key in force"),
        ([enrolment(), altered(signed(1))], "Entry 1 .*is not what this entry says"),
        ([enrolment(), of_another_entry(1)], "Entry 1 .*is not what this entry says"),
        ([enrolment(), signed(1, OTHER)], "Entry 1 .*with another key than that of p_sian"),
        ([enrolment(), retirement(1), signed(2)], "Entry 2 .*p_sian has no key in force"),
        ([enrolment(), enrolment(1)], "Entry 1 .*a second key while the first was in force"),
        ([enrolment(pen=KEY)], "Entry 0 .*is, or was, another key already"),
        (
            [enrolment(), leaf(1, by=OFFICER, attestation="v4.public.=")],
            "Entry 1 .*v4.public token",
        ),
        ([enrolment(), leaf(1, by=OFFICER, attestation=7)], "Entry 1 .*v4.public token"),
    ],
    ids=["none", "altered", "moved", "other", "retired", "second", "log's", "token", "number"],
)
def test_signature_that_does_not_hold_is_named(
    tmp_path: Path, said: list[bytes], wrong: str
) -> None:
    report = verify(tmp_path, said)
    assert re.search(wrong, report.text()), report.text()
    assert report.first_wrong == range(len(said) - 1, len(said))


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        (b"[]", "An entry must be an object."),
        (b"7", "An entry must be an object."),
        (b"\xff", "This is not JSON in UTF-8."),
        (leaf(0).replace(b'"v":1', b'"v":1.0'), "A number must be whole"),
        (leaf(0).replace(b'"v":1', b'"v":true'), "It does not say `v`"),
        (canonical({**parse(leaf(0)), "t": ["motion.moved"]}), "It does not say `t`"),
        (leaf(0, _sd="digest"), "`_sd` is not a list of digests"),
        (leaf(0, _sd=[7]), "`_sd` is not a list of digests"),
        (erasure(0), "It does not name what was erased"),
        (erasure(0, erased=[[0]]), "It does not name what was erased"),
        (erasure(0, erased=[[True, "x"]]), "It does not name what was erased"),
        (b'{"a":' * 9_000, "This is nested too deeply."),
    ],
    ids=range(12),
)
def test_entry_out_of_due_form_is_named(tmp_path: Path, entry: bytes, wrong: str) -> None:
    report = verify(tmp_path, [entry])
    assert report.first_wrong == range(1)
    assert wrong in report.text()


def counts(report: Report) -> tuple[int, ...]:
    values = report.personal
    return values.disclosed, values.erased, values.withheld, values.tampered


def test_value_is_disclosed_erased_or_withheld(tmp_path: Path) -> None:
    report = verify(tmp_path, entries(), [disclosure(2)])
    assert report.is_verified, report.text()
    assert report.personal.digests == len(CHOICES)
    assert counts(report) == (1, 1, 1, 0)


def test_value_that_was_erased_is_never_called_tampered_with(tmp_path: Path) -> None:
    report = verify(tmp_path, entries(), [disclosure(2), disclosure(4)])
    assert report.is_verified, report.text()
    assert counts(report) == (2, 1, 0, 0)
    assert "tampered" not in report.text().lower()


def test_value_disclosed_though_erased_is_remarked_upon(tmp_path: Path) -> None:
    report = verify(tmp_path, entries(), [disclosure(3), disclosure(3)])
    assert report.is_verified
    assert counts(report) == (1, 1, 2, 0)
    assert "disclosed though erased: 1" in report.text()


@pytest.mark.parametrize(
    "line",
    [
        disclosure(2, value="against"),
        disclosure(2, salt="c2FsdHNhbHRzYWx0c2F0"),
        disclosure(2, name="weight"),
        disclosure(2, index=3),
        disclosure(2, index=5),
        disclosure(2, index=9),
        disclosure(2, index=-1),
        disclosure(2, entry=parse(leaf(3))["id"]),
    ],
    ids=["value", "salt", "name", "entry", "no-digest", "beyond", "negative", "id"],
)
def test_value_that_is_not_what_was_recorded_is_tampered_with(tmp_path: Path, line: bytes) -> None:
    report = verify(tmp_path, entries(), [disclosure(4), line])
    assert counts(report)[0::3] == (1, 1)
    assert "Disclosure on line 2: The value given as" in report.text()
    assert "it has been tampered with" in report.text()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"\xff\n",
        b"[]\n",
        b'{"entry":1}\n',
        disclosure(2, index="2"),
        disclosure(2, index=True),
        disclosure(2, note="more"),
        disclosure(2).replace(b",", b", "),
        disclosure(2)[:-3],
        disclosure(2) + b"\n",
        b'{"a":' * 20_000,
    ],
    ids=range(12),
)
def test_disclosure_that_cannot_be_read_is_no_evidence_either_way(
    tmp_path: Path, line: bytes
) -> None:
    report = verify(tmp_path, entries(), [line])
    assert "Disclosure on line 1: " in report.text()
    assert counts(report) == (0, 1, 2, 0)


@pytest.mark.parametrize(
    ("erased", "wrong"),
    [
        ([[2, digest(3)]], "Entry 2 holds no such digest"),
        ([[5, digest(3)]], "Entry 5 holds no such digest"),
        ([[9, digest(3)]], "There is no entry 9 before it"),
        ([[-1, digest(3)]], "There is no entry -1 before it"),
        ([[7, digest(3)]], "There is no entry 7 before it"),
    ],
)
def test_erasure_of_what_never_was_is_named(
    tmp_path: Path, erased: list[object], wrong: str
) -> None:
    said = entries()
    said[7] = erasure(7, erased=erased)
    report = verify(tmp_path, said)
    assert report.first_wrong == range(7, 8)
    assert f"Entry 7 says that a value was erased. {wrong}" in report.text()
    assert report.personal.erased == 0


@pytest.mark.parametrize(
    "people",
    [{"asked_by": OFFICER}, {"asked_by": None}, {"by": "system"}, {"asked_by": "system"}],
    ids=["one", "nobody", "clock", "clock asked"],
)
def test_erasure_that_one_person_answers_for_is_named(
    tmp_path: Path, people: dict[str, object]
) -> None:
    said = entries()
    said[7] = erasure(7, erased=[[3, digest(3)]], **people)
    report = verify(tmp_path, said)
    assert report.first_wrong == range(7, 8)
    assert "Two people answer for what is erased" in report.text()
    assert (report.personal.erased, report.personal.withheld) == (0, 3)


def test_values_are_found_again_all_over_a_long_log(tmp_path: Path) -> None:
    said = [leaf(index, _sd=[digest(2 + index % 3)]) for index in range(600)]
    given = [
        disclosure(2 + index % 3, index=index, entry=parse(leaf(index))["id"])
        for index in (599, 0, 256, 255, 512)
    ]
    report = verify(tmp_path, said, given)
    assert report.is_verified, report.text()
