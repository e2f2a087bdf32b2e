"""The readiness report as it is read, and as a decision names it."""

from conferences.readiness.report import Finding, Report, State

FOUND = [
    Finding("roll", "Roll", State.READY, "Imported."),
    Finding("breaks", "Breaks", State.LOOK, "Two hours without one."),
    Finding("rule", "Rule", State.STOP, "None is named."),
    Finding("test", "Test vote", State.STOP, "Not successful."),
]


def test_what_stands_in_the_way_is_read_first_and_the_rest_keeps_its_order() -> None:
    assert [one.code for one in Report(FOUND).gravest_first] == ["rule", "test", "breaks", "roll"]


def test_the_name_of_a_report_does_not_hang_on_how_it_is_read() -> None:
    assert [row["code"] for row in Report(FOUND).as_rows()] == ["roll", "breaks", "rule", "test"]
