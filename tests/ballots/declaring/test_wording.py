"""The words that a returning officer signs."""

from datetime import date

import pytest

from ballots.declaring.wording import OfficerStatement, complaints

NAME = "Winifred Tarn"


def words(**said: object) -> list[str]:
    statement = OfficerStatement(NAME, **said)  # type: ignore[arg-type]
    return statement.paragraphs(appointed_on=date(2027, 6, 1), body="Lantern")


def test_the_statement_is_in_the_words_of_the_guide() -> None:
    assert "\n".join(words(roll_inspected=True, inspection="at my own instance")) == (
        "I was appointed returning officer for this vote on 1 June 2027 by Lantern. I am not a "
        "member of the union's executive, a candidate, or an employee of a candidate. This is not "
        "a ballot in which the law requires an independent scrutineer and I do not report under "
        "section 52, 78, 100E or 231B of the 1992 Act. From the records I have seen:\n"
        "(1) I have no reason to think the rules of the union on this vote were broken;\n"
        "(2) the arrangements for the roll, passcodes, voting and counting gave the security that "
        "was reasonably practicable;\n"
        "(3) I was able to act without interference;\n"
        "(4) the roll was inspected, at my own instance; matters noted: none."
    )


@pytest.mark.parametrize(
    ("said", "paragraph", "part"),
    [
        ({"rules_broken": True}, 1, "I have reason to think"),
        ({"security_given": False}, 2, "did not give the security"),
        ({"without_interference": False}, 3, "I was not able"),
        ({}, 4, "the roll was not inspected; matters noted: none."),
        ({"matters": "Two pages were slow"}, 4, "matters noted: Two pages were slow."),
    ],
)
def test_each_choice_is_said(said: dict[str, object], paragraph: int, part: str) -> None:
    assert part in words(**said)[paragraph]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"signed_as": "Maureen Ashgrove"}, "Type your name"),
        ({"signed_as": ""}, "Type your name"),
        ({"rules_broken": True}, "matters noted"),
        ({"security_given": False}, "matters noted"),
        ({"without_interference": False, "matters": "  "}, "matters noted"),
        ({"roll_inspected": True}, "at whose instance"),
        ({"matters": "x" * 2001}, "2,000 characters"),
        ({"roll_inspected": True, "inspection": "x" * 201}, "200 characters"),
    ],
)
def test_what_is_missing_is_named(said: dict[str, object], fault: str) -> None:
    (found,) = OfficerStatement(**{"signed_as": NAME, **said}).faults(NAME)  # type: ignore[arg-type]
    assert fault in found


def test_a_name_is_the_same_in_any_case_and_spacing() -> None:
    assert OfficerStatement(" winifred  TARN ").faults(NAME) == []


def test_the_choices_for_the_log_hold_no_words_of_the_officer() -> None:
    said = OfficerStatement(NAME, matters="About a person", inspection="of a person").choices()
    assert all(isinstance(choice, bool) for choice in said.values())
    assert said["matters_noted"]


def test_where_and_by_when_to_complain_is_said_with_the_day() -> None:
    said = complaints(date(2027, 6, 15), "")
    assert said.startswith("First to the returning officer, under the rules of the union.")
    assert "section 108A" in said
    assert "end on 14 December 2027" in said
    assert complaints(date(2027, 6, 15), "the branch secretary").startswith("First to the branch")
