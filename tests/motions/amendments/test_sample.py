"""The sample's ten amendments: what each makes of its motion, and in which order they are taken."""

import pytest

from motions.wording import (
    apply_amendment,
    conflicts,
    counted_in,
    is_direct_negative,
    order_of_text,
)
from tests.factories.conferences import sample_document

DOCUMENT = sample_document()
TEXTS = {row["id"]: row["text"] for row in DOCUMENT["motions"]}
AMENDMENTS = {row["id"]: row for row in DOCUMENT["amendments"]}

WOULD_READ = {
    "M1.1": "agreed way to stop the pilot; and\n3. include part-time members on the same terms, so "
    "that no member loses pay or hours by working part time;\n4. report the results",
    "M1.2": "as a health measure as well as a fairness measure and asks the National Executive "
    "Council to gather evidence before any claim is published.",
    "M5.1": "legal minimum staffing levels in residential and home care",
    "M5.2": "a legal minimum staffing level in care homes with more than ten beds",
    "M6.1": "should not be the exception",
    "M7.1": " and for the limit to be lower for heavy work.",
    "M9.1": "national claims for 2028, where the bargaining group agrees,",
    "M11.1": ". Where one tenth or more of the credentials admitted to a vote could not cast it "
    "because of a failure on the Union's side, the vote shall be taken again.",
    "M12.1": "before each ballot in Welsh as well as in English.",
    "M13.1": " and to report each year.",
}


def test_there_are_ten() -> None:
    assert set(AMENDMENTS) == set(WOULD_READ)


@pytest.mark.parametrize("number", WOULD_READ)
def test_amendment_of_the_sample_makes_the_expected_text(number: str) -> None:
    row = AMENDMENTS[number]
    text = TEXTS[row["to"]]
    changed = apply_amendment(text, row["instruction"])
    assert WOULD_READ[number] in changed
    assert WOULD_READ[number] not in text
    assert counted_in(row["instruction"]) <= 200


def test_the_one_ruled_out_is_the_one_flagged_as_a_direct_negative() -> None:
    flagged = {
        number
        for number, row in AMENDMENTS.items()
        if is_direct_negative(TEXTS[row["to"]], row["instruction"])
    }
    ruled_out = {
        number for number, row in AMENDMENTS.items() if row["soc_decision"] == "not_in_order"
    }
    assert flagged == ruled_out == {"M6.1"}


def test_what_falls_in_the_sample_is_found_to_conflict() -> None:
    to_m5 = {each: AMENDMENTS[each]["instruction"] for each in ("M5.1", "M5.2")}
    assert AMENDMENTS["M5.1"]["if_carried_falls"] == ["M5.2"]
    found = conflicts(TEXTS["M5"], to_m5)
    assert ("M5.1", "M5.2", "cannot_follow") in {each[:3] for each in found}


def test_amendments_are_taken_in_the_order_of_the_text_and_not_of_arrival() -> None:
    to_m1 = {each: AMENDMENTS[each]["instruction"] for each in ("M1.1", "M1.2")}
    assert order_of_text(TEXTS["M1"], to_m1) == ["M1.2", "M1.1"]
