"""Stage tables of real elections, figure for figure: elections, official reports and wards."""

import json
import tarfile
from hashlib import sha256
from typing import Any

import pytest

from ballots.counting.amounts import words
from ballots.counting.contest import Contest
from ballots.counting.files import blt
from ballots.counting.lots import Lots, PhysicalLot
from ballots.counting.named import RULES
from ballots.counting.record import Action, Count
from tests.ballots.counting.elections import election, expected, names

pytestmark = pytest.mark.conformance

OFFICIAL = ["dundee22_maryfield", "dundee22_strathmartine", "dundee22_west_end", "glasgow07_linn"]


def figures(count: Count) -> list[list[str]]:
    """Give the sheet as it is printed: a row for each stage, the non-transferable votes last."""
    return [
        [words(units, count.rule.places) for units in (*stage.votes, stage.non_transferable)]
        for stage in count.stages
    ]


def fingerprint(count: Count) -> str:
    return sha256("\n".join(",".join(row) for row in figures(count)).encode()).hexdigest()


def by_hand(stood: Contest, lots: list[dict[str, Any]]) -> Lots:
    number = {name: place for place, name in enumerate(stood.candidates, start=1)}
    return Lots(
        by_hand=[
            PhysicalLot(frozenset(number[name] for name in lot["tied"]), number[lot["drawn"]])
            for lot in lots
        ]
    )


@pytest.mark.parametrize(
    ("code", "known_as"), [("ers97", "ers97_stv"), ("scottish", "scottish_stv")]
)
def test_every_election_has_the_expected_stages(conformance_data, code, known_as):
    found = expected(conformance_data).items()
    counted = {name: each["counts"][known_as] for name, each in found if known_as in each["counts"]}
    assert len(counted) == 18
    for name, wanted in counted.items():
        stood, cast = election(conformance_data, name)
        count = RULES[code][1](stood, cast, by_hand(stood, wanted.get("lots", [])))
        assert figures(count) == [
            [*stage["votes"], stage["non_transferable"]] for stage in wanted["stages"]
        ], name
        assert fingerprint(count) == wanted["table_sha256"], name
        assert [stage.action for stage in count.stages] == [
            stage["action"] for stage in wanted["stages"]
        ]
        assert [sorted(names(count, each)) for each in count.elected_by_stage] == (
            wanted["elected_by_stage"]
        )
        assert names(count, count.elected) == wanted["elected"]
        quota = wanted["quota"] if code == "scottish" else wanted["final_quota"]
        assert words(count.quota or 0, count.rule.places) == quota
        if code == "ers97":
            assert count.figures["initial_quota"] == wanted["initial_quota"]
            has_stages_of_its_own(count, wanted["stages"])


def has_stages_of_its_own(count: Count, wanted: list[dict[str, Any]]) -> None:
    """Compare what only the tables of ERS97 have: who, the quota and the transfer value."""
    for stage, each in zip(count.stages, wanted, strict=True):
        assert names(count, stage.who) == each["who"]
        assert words(stage.quota or 0, 2) == each["quota"]
        value = stage.transfer_value
        assert (None if value is None else words(value, 2)) == each["transfer_value"]


@pytest.mark.parametrize("name", OFFICIAL)
def test_the_report_of_the_council_is_reproduced(conformance_data, name):
    report = expected(conformance_data)[name]["official"]
    count = RULES["scottish"][1](*election(conformance_data, name), Lots())
    assert [
        (
            stage.action,
            names(count, stage.who),
            row,
            sorted(names(count, stage.elected)),
        )
        for stage, row in zip(count.stages, figures(count), strict=True)
    ] == [
        (
            stage["action"],
            [stage["who"]] if stage["who"] else [],
            ["0.00000" if each == "-" else each for each in stage["votes"]]
            + [stage["non_transferable"]],
            sorted(stage["elected_unordered"]),
        )
        for stage in report["stages"]
    ]
    assert sorted(names(count, count.elected)) == sorted(report["winners"])
    assert count.quota == int(report["quota"]) * 10**5


def test_the_report_on_the_model_election_is_reproduced(conformance_data):
    report = expected(conformance_data)["ers97_model"]["official"]
    count = RULES["ers97"][1](*election(conformance_data, "ers97_model"), Lots())
    second = count.stages[1]
    quota, value = count.quota or 0, second.transfer_value or 0
    assert (count.papers.valid, words(quota, 2)) == (report["valid"], report["quota"])
    assert names(count, second.who) == [report["stage2"]["surplus_of"]]
    assert words(count.stages[0].votes[0] - quota, 2) == report["stage2"]["surplus"]
    assert words(value, 2) == report["stage2"]["transfer_value"]
    onward = sum(each.papers for each in second.transfers if each.to)
    assert onward == report["stage2"]["transferable"]
    lost = words(second.non_transferable, 2)
    assert lost == report["stage2"]["non_transferable_difference"]


def test_every_ward_of_the_corpus_has_the_expected_stages(conformance_data):
    folder = conformance_data / "counting"
    wards = json.loads((folder / "scot_corpus_expected.json").read_text())["wards"]
    seen = 0
    with tarfile.open(folder / "scot_corpus.tar.xz") as archive:
        for member in archive:
            if not (file := archive.extractfile(member)):
                continue
            name = member.name.rpartition("/")[2].removesuffix(".blt")
            stood, cast = blt.read(file.read())
            for code in ("scottish", "ers97"):
                count = RULES[code][1](stood, cast, Lots())
                assert sorted(count.elected) == wards[name][code], (name, code)
                assert fingerprint(count)[:32] == wards[name][f"{code}_sha256"], (name, code)
            seen += 1
    assert seen == len(wards) == 374


def test_both_endings_of_the_scottish_rules_differ_in_the_last_transfer_alone(conformance_data):
    ended_otherwise = 0
    for name, each in expected(conformance_data).items():
        if not (wanted := each["counts"].get("scottish_stv")):
            continue
        stood, cast = election(conformance_data, name)
        printed, stopped = (
            RULES[code][1](stood, cast, by_hand(stood, wanted.get("lots", [])))
            for code in ("scottish", "scottish-stop")
        )
        assert figures(stopped)[:-1] == figures(printed)[:-1]
        assert sorted(stopped.elected) == sorted(printed.elected)
        if figures(stopped) != figures(printed):
            ended_otherwise += 1
            assert stopped.stages[-1].action is Action.EXCLUDE
            assert stopped.stages[-1].transfers == ()
            assert figures(stopped)[-1] == figures(stopped)[-2]
    assert ended_otherwise == 15
