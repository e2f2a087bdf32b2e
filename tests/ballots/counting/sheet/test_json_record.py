import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given

from ballots.counting.amounts import units, words
from ballots.counting.contest import Contest
from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.record import Count
from ballots.counting.sheet import json_record
from ballots.counting.words import labels
from tests.ballots.counting.elections import election, expected, papers
from tests.ballots.counting.sheet.counts import FEW, counts


@FEW
@given(counts())
def test_record_read_back_is_the_same_record(count: Count) -> None:
    record = json_record.write(count)
    again = json_record.read(record)
    assert json_record.write(again) == record
    assert (again.stages, again.elected, again.contest) == (
        count.stages,
        count.elected,
        count.contest,
    )


@FEW
@given(counts())
def test_record_has_every_amount_in_the_order_of_the_paper_and_no_number_to_round(
    count: Count,
) -> None:
    text = json_record.write(count)
    found = json.loads(text, parse_float=lambda _: pytest.fail("a float in the record"))
    for stage, said in zip(count.stages, found["stages"], strict=True):
        assert said["votes"] == [words(each, count.rule.places) for each in stage.votes]
    assert text.endswith(b"}\n")


@FEW
@given(counts())
def test_table_can_be_hashed_from_the_record_alone(count: Count) -> None:
    found = json.loads(json_record.write(count))
    rows = [",".join([*each["votes"], each["non_transferable"]]) for each in found["stages"]]
    assert sha256("\n".join(rows).encode()).hexdigest() == found["table_sha256"]


def test_two_of_one_name_are_told_apart_by_number() -> None:
    assert labels(Contest("", ("A", "B", "A", "A (candidate 1)"), 1)) == (
        "A (candidate 1) (candidate 1)",
        "B",
        "A (candidate 3)",
        "A (candidate 1)",
    )


def test_record_that_was_changed_is_refused() -> None:
    count = RULES["plurality"][1](Contest("", ("A", "B"), 1), papers((3, 1), (2, 2)), Lots())
    record = json_record.write(count)
    with pytest.raises(ValueError, match="is not the one"):
        json_record.read(record.replace(b'"3"', b'"4"'))
    for nonsense in (b"{}", b"[]", b"nonsense", b'{"version": 2}', b"\xff"):
        with pytest.raises(ValueError, match=r"."):
            json_record.read(nonsense)


@FEW
@given(counts())
def test_amounts_written_are_read_back(count: Count) -> None:
    for stage in count.stages:
        for each in stage.votes:
            assert units(words(each, count.rule.places), count.rule.places) == each
            assert units(words(-each, count.rule.places), count.rule.places) == -each


def test_amount_with_other_places_is_refused() -> None:
    with pytest.raises(ValueError, match="has not 2 places"):
        units("1.5", 2)


@pytest.mark.conformance
@pytest.mark.parametrize("kind", ["scottish", "ers97"])
def test_records_of_known_elections_have_the_table_expected(
    conformance_data: Path, kind: str
) -> None:
    checked = 0
    for name, known in expected(conformance_data).items():
        if (table := known["counts"].get(f"{kind}_stv")) is None or "table_sha256" not in table:
            continue
        stood, cast = election(conformance_data, name, known["seats"])
        count = RULES[kind][1](stood, cast, Lots("1"))
        if count.lots:
            continue  # another seed, another table
        assert json_record.table_sha256(count) == table["table_sha256"], name
        checked += 1
    assert checked > 10
