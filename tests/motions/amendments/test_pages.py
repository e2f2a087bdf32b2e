"""The editor, the branch's page of one amendment, and the amendments on the page of a motion."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from audit.recording import entry
from motions.amendment_life import AmendmentState
from motions.amendments.shown import amendments_shown
from motions.models import Amendment
from motions.selectors import motion_in_full
from tests.factories.amending import Amending
from tests.factories.members import make_member, signed_in

pytestmark = pytest.mark.django_db

ADDS = "At end add: 'and to report each year.'"


@pytest.fixture
def officer(amending: Amending) -> Client:
    with amending.in_time():  # a session does not last until then
        return signed_in(amending.first)


def editor(amending: Amending, number: str = "M9") -> str:
    return reverse("motions:amend", args=[amending.sitting.conference.code, number])


def form(amending: Amending, **more: str) -> dict[str, str]:
    text = amending.sitting.motion("M9").substantive.text
    return {"body": str(amending.branch.pk), "text": text, "instruction": ""} | more


def test_words_changed_in_the_editor_give_the_instruction(
    amending: Amending, officer: Client
) -> None:
    text = amending.sitting.motion("M9").substantive.text.removesuffix(".")
    edited = form(amending, text=f"{text} and to report each year.", show="edit")
    with amending.in_time():
        answer = officer.post(editor(amending), edited)
    preview = answer.context["preview"]
    assert preview.difference.would_read == edited["text"]
    assert preview.difference.why_not == ""
    assert "<ins>" in preview.difference.changed
    with amending.in_time():
        answer = officer.post(
            editor(amending), edited | {"keep": "keep", "shown": preview.instruction, "show": ""}
        )
    kept = Amendment.objects.get(lodged_by=amending.branch, state=AmendmentState.DRAFT)
    assert answer.headers["Location"].endswith(f"/amendments/{kept.reference}/")
    assert kept.instruction == preview.instruction


def test_only_what_was_shown_is_kept(amending: Amending, officer: Client) -> None:
    typed = form(amending, instruction=ADDS, keep="keep")
    with amending.in_time():
        answer = officer.post(editor(amending), typed)
        assert answer.context["preview"].instruction == ADDS
        answer = officer.post(editor(amending), typed | {"shown": "Delete 'pay'."})
        assert answer.context["changed_since"]
        assert not Amendment.objects.filter(state=AmendmentState.DRAFT).exists()
        officer.post(editor(amending), typed | {"shown": ADDS})
    assert Amendment.objects.get(state=AmendmentState.DRAFT).instruction == ADDS


def test_what_is_not_understood_says_where_and_may_be_kept(
    amending: Amending, officer: Client
) -> None:
    typed = "Make the second half rather shorter."
    with amending.in_time():
        answer = officer.post(editor(amending), form(amending, instruction=typed, show="say"))
    assert "not in a form that can be applied" in answer.context["preview"].difference.why_not
    assert typed in answer.content.decode()


def test_editor_warns_of_words_that_another_touches_and_of_too_many(
    amending: Amending, officer: Client
) -> None:
    amending.sitting.set_orders(amendment_words=3)
    typed = form(
        amending, instruction="Delete 'in residential care' and insert 'in all of them now'."
    )
    with amending.in_time():
        answer = officer.post(editor(amending, "M5"), typed | {"show": "say"})
    page = answer.content.decode()
    assert "It does not go together with Amendment 5.1" in page
    assert "over the limit by 2 words" in page


def test_bad_words_are_refused_and_given_back(amending: Amending, officer: Client) -> None:
    typed = form(amending, instruction="At end add: '\u202eturned'", show="say")
    with amending.in_time():
        answer = officer.post(editor(amending), typed)
    assert answer.status_code == 409
    assert "turns the direction of writing" in answer.content.decode()
    assert "\u202eturned" in answer.content.decode()


def test_editor_is_closed_after_the_deadline_and_to_whoever_is_no_officer(
    amending: Amending, officer: Client
) -> None:
    with amending.too_late():
        answer = officer.get(editor(amending))
    assert answer.status_code == 409
    assert "Amendments closed on 27 April 2027" in answer.content.decode()
    stranger = signed_in(make_member("Stran Ger"))
    assert stranger.get(editor(amending)).status_code == 403
    assert officer.get(editor(amending, "M99")).status_code == 404


def test_draft_is_seen_by_its_branch_alone(amending: Amending, officer: Client) -> None:
    draft = amending.drafted(ADDS)
    address = reverse("motions:amendment", args=[draft.conference.code, draft.reference])
    page = officer.get(address)
    assert page.status_code == 200
    assert "Certify and send" in page.content.decode()
    assert signed_in(make_member("Stran Ger")).get(address).status_code == 404
    public = Client().get(reverse("motions:motion", args=[draft.conference.code, "M9"]))
    assert "report each year" not in public.content.decode()


def test_two_officers_send_and_confirm_on_the_page(amending: Amending, officer: Client) -> None:
    draft = amending.drafted(ADDS)
    address = reverse("motions:amendment", args=[draft.conference.code, draft.reference])
    told = {"held_on": "2026-11-10", "meeting": "general", "present": "14", "quorum": "20"}
    told |= {"certifies": "on"}
    with amending.in_time():
        answer = officer.post(address, told | {"act": "submit"})
        assert answer.status_code == 409
        assert "was not quorate" in answer.content.decode()
        officer.post(address, told | {"act": "submit", "quorum": "10"})
        assert officer.post(address, {"act": "confirm"}).status_code == 409
        signed_in(amending.second).post(address, {"act": "confirm"})
    draft.refresh_from_db()
    assert (draft.state, draft.number) == (AmendmentState.LODGED, "M9.1")
    public = Client().get(reverse("motions:motion", args=[draft.conference.code, "M9"]))
    assert re.search(r"<ins>\s?and to report each year", public.content.decode())


def test_page_of_a_motion_asks_as_much_for_one_amendment_as_for_thirty(
    amending: Amending, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conference = amending.sitting.conference
    amending.in_order(ADDS)
    for number in (1, 30):
        with entry(actor=None) as log:
            Amendment.objects.bulk_create(
                Amendment(
                    conference=conference,
                    motion=amending.sitting.motion("M9"),
                    reference=f"X{number}-{each}",
                    number=f"M9.{number}{each:02}",
                    lodged_by=amending.branch,
                    instruction=f"At end add: 'and {each} times more.'",
                    state=AmendmentState.IN_ORDER,
                    place=each + 2,
                )
                for each in range(number)
            )
            log.record("test.prepared", subject=conference)
        found = motion_in_full(conference, "M9")
        with django_assert_num_queries(1):
            shown = amendments_shown(found)
        assert all(each.difference.changed for each in shown)
    assert len(shown) == 32
