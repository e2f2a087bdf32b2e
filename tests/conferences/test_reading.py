"""Strict reading of a JSON document."""

from datetime import UTC, date, datetime, time

import pytest

from conferences.reading import Problem, Reading, UnreadableDocumentError


def said(file: Reading) -> list[str]:
    return [str(problem) for problem in file.problems]


def test_right_values_are_read_without_a_problem() -> None:
    file = Reading(
        {
            "name": "NDC27",
            "size": 3,
            "yes": True,
            "on": "2027-06-15",
            "at": "10:45",
            "when": "2027-02-26T12:00:00+00:00",
            "kind": "motion",
            "rows": [{"id": "B01"}, {}],
        }
    )
    assert file.text("name") == "NDC27"
    assert file.whole("size", least=1, most=3) == 3
    assert file.flag("yes") is True
    assert file.flag("no", default=False) is False
    assert file.day("on") == date(2027, 6, 15)
    assert file.hour("at") == time(10, 45)
    assert file.instant("when") == datetime(2027, 2, 26, 12, tzinfo=UTC)
    assert file.one_of("kind", ("motion", "report")) == "motion"
    assert [row.where for row in file.rows("rows")] == ["rows[B01]", "rows[2]"]
    assert file.problems == []


def test_places_are_named_down_to_the_part() -> None:
    file = Reading({"conference": {"quorum": {"delegates": "ten"}}})
    file["conference"]["quorum"].whole("delegates")
    assert said(file) == ["conference.quorum.delegates: must be a whole number; it is 'ten'"]


def test_a_missing_part_is_one_problem_and_not_one_for_each_of_its_parts() -> None:
    file = Reading({})
    part = file["conference"]
    part.text("code")
    part["quorum"].whole("delegates")
    assert said(file) == ["conference: is missing"]


def test_long_values_are_cut_in_the_report() -> None:
    file = Reading({"name": "word " * 100})
    file.text("name")
    assert len(said(file)[0]) < 120


def test_the_error_lists_each_problem_once() -> None:
    problem = Problem("here", "is wrong")
    assert UnreadableDocumentError([problem, problem]).problems == (problem,)


@pytest.mark.parametrize("value", [None, 3, "text", [], True])
def test_a_document_that_is_no_object_is_one_problem(value: object) -> None:
    file = Reading(value)
    file.text("code")
    list(file.rows("rows"))
    assert said(file) == ["the file: must be an object"]
