import pytest
from pytest_django import DjangoAssertNumQueries

from conferences.enums import RehearsalState
from conferences.models import Rehearsal
from members.models import Member
from motions.rehearsing.laying_out import rehearsal_start
from tests.pages.halls import Hall

PAGE = "/c/NDC27/rehearsals/"
AS_USUAL = {
    "act": "run", "chair": "simulated", "votes": 2, "pace": 20, "delegates": 100, "late": 10,
    "drop_outs": 5, "unable": 2, "slow": 15, "double_taps": 5, "silent": 4,
}  # fmt: skip


def test_rehearsals_are_for_officers_and_started_by_some(hall: Hall, clerk: Member) -> None:
    assert hall.as_(None).get(PAGE).status_code == 302
    assert hall.as_(hall.delegate).get(PAGE).status_code == 403
    assert "Lay out a rehearsal" not in hall.as_(hall.teller).get(PAGE).text
    assert "Lay out a rehearsal" in hall.as_(clerk).get(PAGE).text
    answer = hall.as_(clerk).post(PAGE, follow=True)
    assert "NDC27-R1 is laid out" in answer.text
    assert "Clear NDC27-R1 away first" in hall.as_(clerk).post(PAGE, follow=True).text
    assert hall.as_(clerk).get(f"{PAGE}2/").status_code == 404


def test_rehearsal_says_so_on_its_pages_and_on_the_wall(hall: Hall, clerk: Member) -> None:
    rehearsal_start(conference=hall.conference, actor=clerk)
    for page in ("/c/NDC27-R1/", "/c/NDC27-R1/now/", "/c/NDC27-R1/hall/"):
        assert "othing decided here is a decision" in hall.as_(hall.delegate).get(page).text
    assert "nothing decided here" not in hall.as_(hall.delegate).get("/c/NDC27/now/").text


def test_run_is_begun_watched_and_ended_early(hall: Hall, clerk: Member) -> None:
    rehearsal_start(conference=hall.conference, actor=clerk)
    browser = hall.as_(clerk)
    wrong = browser.post(f"{PAGE}1/", AS_USUAL | {"unable": 60, "silent": 60})
    assert "more than 100 in 100" in wrong.text
    assert 'value="60"' in wrong.text
    assert Rehearsal.objects.get().state == RehearsalState.READY
    assert "Under way" in browser.post(f"{PAGE}1/", AS_USUAL, follow=True).text
    assert "0 of 2 votes" in browser.get(f"{PAGE}1/progress/").text
    assert "Ending after" in browser.post(f"{PAGE}1/", {"act": "stop"}, follow=True).text
    Rehearsal.objects.update(state=RehearsalState.READY, trouble="The database did not answer.")
    assert browser.get(f"{PAGE}1/progress/").headers["HX-Refresh"] == "true"
    assert "The database did not answer." in browser.get(f"{PAGE}1/").text
    assert "kept" in browser.post(f"{PAGE}1/", {"act": "clear"}, follow=True).text


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_rehearsals_asks_the_same_however_many(
    hall: Hall, clerk: Member, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = rehearsal_start(conference=hall.conference, actor=clerk)
    Rehearsal.objects.update(state=RehearsalState.CLEARED)
    for number in range(2, count + 1):
        copy = rehearsal_start(conference=hall.conference, actor=clerk)
        assert copy.number == number
        Rehearsal.objects.update(state=RehearsalState.CLEARED)
    browser = hall.as_(clerk)
    with django_assert_max_num_queries(12):
        assert first.copy.code in browser.get(PAGE).text
