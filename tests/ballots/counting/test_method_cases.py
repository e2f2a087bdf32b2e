"""The small method cases of the conformance data, each with its exact expected values."""

from dataclasses import replace
from fractions import Fraction

import pytest

from ballots.counting.amounts import words
from ballots.counting.card_vote import Card, Tally, decide_by_sections, percent, tally
from ballots.counting.contest import Reserved
from ballots.counting.lots import Lots, Sampler
from ballots.counting.named import RULES
from ballots.counting.record import Ending
from ballots.enums import Choice, Majority, Outcome
from ballots.majority import decide
from tests.ballots.counting.elections import contest, election, method_cases, names, papers

pytestmark = pytest.mark.conformance

ALL = {
    *("motion_simple", "motion_tied", "motion_two_thirds_exact", "motion_two_thirds_just_short"),
    *("motion_two_thirds_present", "card_membership", "card_split", "card_bands"),
    *("card_two_sections", "fptp_tie_last_place", "fptp_spoilt", "fptp_reserved"),
    *("fptp_reserved_vacant", "priority_top3_equal", "priority_top3_points", "ron_av", "ron_stv"),
    *("lot_vectors", "ims_approval", "ims_council_borda", "ims_reserved_stv"),
}


@pytest.fixture(scope="module")
def cases(conformance_data):
    return method_cases(conformance_data)


def run(code, stood, cast, **lots):
    return RULES[code][1](stood, cast, Lots(**lots))


def test_every_case_is_known_here(cases):
    assert set(cases) == ALL


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        ("motion_simple", Majority.SIMPLE),
        ("motion_tied", Majority.SIMPLE),
        ("motion_two_thirds_exact", Majority.TWO_THIRDS_CAST),
        ("motion_two_thirds_just_short", Majority.TWO_THIRDS_CAST),
        ("motion_two_thirds_present", Majority.TWO_THIRDS_PRESENT),
    ],
)
def test_motions(cases, case, rule):
    given, wanted = cases[case]["input"], cases[case]["expected"]
    decision = decide(
        rule,
        votes_for=given["for"],
        against=given["against"],
        abstain=given["abstain"],
        present=sum(given.values()),
    )
    if wanted["outcome"] == "tied":
        assert decision.outcome is Outcome.NOT_CARRIED
        assert decision.explanation.startswith("Equal votes")
    else:
        assert decision.outcome.value == wanted["outcome"]
        assert f"{decision.reached}/{decision.base}" == wanted["share"]


@pytest.mark.parametrize(
    ("case", "band"), [("card_membership", 1), ("card_split", 1), ("card_bands", 100)]
)
def test_card_votes(cases, case, band):
    cards = [Card(each["members"], mandate(each["vote"])) for each in cases[case]["input"]]
    wanted = cases[case]["expected"]
    assert tally(cards, band) == Tally(wanted["for"], wanted["against"], wanted["abstain"])


def mandate(vote):
    return Choice(vote) if isinstance(vote, str) else Tally(vote["for"], vote["against"])


def test_card_votes_in_two_sections(cases):
    case = cases["card_two_sections"]
    result = decide_by_sections(
        {name: Tally(each["for"], each["against"]) for name, each in case["input"].items()}
    )
    assert result.share == Fraction(case["expected"]["share"])
    assert percent(result.share) == case["expected"]["percent_3dp"]
    assert result.outcome.value == case["expected"]["outcome"]


def test_a_tie_across_the_last_place_is_reported(cases):
    case = cases["fptp_tie_last_place"]
    rows = [(votes, number) for number, votes in enumerate(case["input"].values(), start=1)]
    count = run("plurality", contest(list(case["input"]), 3), papers(*rows))
    assert names(count, count.elected) == case["expected"]["elected"]
    assert count.ending is Ending.LOT_NEEDED
    assert {"candidates": names(count, count.tied), "places": count.tied_places} == (
        case["expected"]["tie"]
    )


def test_spoilt_papers(cases):
    case = cases["fptp_spoilt"]
    wanted = case["expected"]
    rows = [(1, *("ABCD".index(cross) + 1 for cross in row)) for row in case["input"]]
    count = run("plurality", contest("ABCD", 3), papers(*rows))
    assert dict(zip("ABCD", count.stages[0].votes, strict=True)) == wanted["votes"]
    assert sum(count.papers.invalid.values()) == wanted["invalid"]
    assert count.papers.blank == wanted["blank"]
    assert names(count, count.elected) == wanted["elected"]
    assert count.ending is Ending.COMPLETE


@pytest.mark.parametrize("case", ["fptp_reserved", "fptp_reserved_vacant"])
def test_reserved_places(cases, case):
    given, wanted = cases[case]["input"], cases[case]["expected"]
    candidates = list(given["votes"])
    stood = contest(
        candidates,
        sum(seats for _, seats in given["plan"]),
        reserved=tuple(Reserved(tag, seats) for tag, seats in given["plan"] if tag),
        tags=tuple(frozenset(given["tags"][name]) for name in candidates),
    )
    rows = [(votes, number) for number, votes in enumerate(given["votes"].values(), start=1)]
    count = run("plurality", stood, papers(*rows))
    places = count.figures["places"]
    assert [each for each in places if each["holder"]] == [
        {"place": each["seat"], "holder": each["candidate"]} for each in wanted["elected"]
    ]
    assert [each["place"] for each in places if not each["holder"]] == wanted["vacant"]
    assert count.unfilled == len(wanted["vacant"])


@pytest.mark.parametrize(
    ("case", "code"),
    [("priority_top3_equal", "priority"), ("priority_top3_points", "priority-points")],
)
def test_priority_ballots(cases, case, code):
    given, wanted = cases[case]["input"], cases[case]["expected"]
    count = run(code, contest(given["motions"], 3), weighted(given, given["motions"], "choices"))
    assert dict(zip(given["motions"], count.stages[0].votes, strict=True)) == wanted["totals"]
    assert count.figures["order"] == wanted["order"]


def weighted(given, candidates, key):
    return papers(
        *(
            (each["weight"], *(candidates.index(name) + 1 for name in each[key]))
            for each in given["ballots"]
        )
    )


def test_ron_by_the_alternative_vote(cases):
    given, wanted = cases["ron_av"]["input"], cases["ron_av"]["expected"]
    candidates = given["candidates"]
    stood = contest(candidates, ron=candidates.index("RON") + 1)
    count = run("av", stood, weighted(given, candidates, "prefs"))
    assert [list(stage.votes) for stage in count.stages] == wanted["rounds"]
    assert names(count, count.elected) == wanted["elected"]
    assert count.unfilled == wanted["vacancies"]


@pytest.mark.parametrize(
    ("code", "wanted_as"),
    [("scottish", "ScottishSTV"), ("scottish-stop", "ScottishSTV"), ("ers97", "ERS97STV")],
)
def test_ron_by_the_nus_ruling(cases, code, wanted_as):
    given, wanted = cases["ron_stv"]["input"], cases["ron_stv"]["expected"][wanted_as]
    candidates = given["candidates"]
    stood = contest(candidates, given["seats"], ron=candidates.index("RON") + 1)
    count = run(code, stood, weighted(given, candidates, "prefs"))
    assert sorted(names(count, count.elected)) == sorted(wanted["elected"])
    assert count.unfilled == wanted["vacancies"]


def test_lots(cases):
    for each in cases["lot_vectors"]["expected"]:
        sampler = Sampler(each["seed"])
        assert [[among, sampler.draw(among)[0]] for among, _ in each["draws"]] == each["draws"]


def test_approval(cases):
    given, wanted = cases["ims_approval"]["input"], cases["ims_approval"]["expected"]
    count = run("approval", contest(given["candidates"], given["seats"]), papers(*given["ballots"]))
    assert dict(zip(given["candidates"], count.stages[0].votes, strict=True)) == wanted["votes"]
    assert names(count, count.elected) == wanted["elected"]


@pytest.mark.parametrize(("code", "form"), [("borda", "zero"), ("borda-average", "average")])
def test_borda(cases, conformance_data, code, form):
    wanted = cases["ims_council_borda"]["expected"]
    stood, cast = election(conformance_data, "ims_council")
    count = run(code, stood, cast)
    points = {
        name: Fraction(words(votes, 1))
        for name, votes in zip(stood.candidates, count.stages[0].votes, strict=True)
    }
    assert points == {name: Fraction(each) for name, each in wanted[f"unranked_{form}"].items()}
    assert names(count, count.elected)[0] == wanted[f"winner_{form}"]


@pytest.mark.parametrize("code", ["ers97", "scottish", "scottish-stop"])
def test_reserved_places_by_stv(cases, conformance_data, code):
    case = cases["ims_reserved_stv"]
    stood, cast = election(conformance_data, "ims_council", case["input"]["seats"])
    for each, wanted in zip(case["input"]["runs"], case["expected"], strict=True):
        tags = [frozenset({"group"} if name in each["group"] else ()) for name in stood.candidates]
        reserving = replace(
            stood, reserved=(Reserved("group", each["reserved"]),), tags=tuple(tags)
        )
        count = run(code, reserving, cast)
        assert sorted(names(count, count.elected)) == sorted(wanted)
