"""The branch's desk: a motion from its draft to its receipt, on pages, by two officers."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.jottings import jotted, jotting_save
from members.models import Body
from motions.committee import rulings
from motions.models import Motion
from motions.states import MotionState
from tests.factories.conferences import Sitting
from tests.factories.lodging import TEXT, BranchDesk, make_desk
from tests.factories.members import make_member, signed_in

pytestmark = pytest.mark.django_db
DESK = "/c/NDC27/branch/B08/motions/"
TYPED = {"act": "keep", "kind": "ordinary", "title": "Paper clips", "text": TEXT}
MEETING = {
    "act": "send",
    "held_on": "2026-11-10",
    "meeting": "general",
    "present": "14",
    "quorum": "10",
    "certifies": "on",
}


@pytest.fixture
def desk(sitting: Sitting) -> BranchDesk:
    return make_desk(sitting)


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_motion_goes_from_a_draft_to_a_receipt_that_checks(desk: BranchDesk) -> None:
    first, second = signed_in(desk.first), signed_in(desk.second)
    jotting_save(desk.first, "motion:NDC27/B08/new", {"title": ["Paper cl"], "text": ["Conf"]})
    assert 'value="Paper cl"' in said(first.get(f"{DESK}new/"))
    kept: Any = first.post(f"{DESK}new/", TYPED)
    assert jotted(desk.first, "motion:NDC27/B08/new") == {}
    with desk.in_time():
        first, second = signed_in(desk.first), signed_in(desk.second)
        assert first.post(kept.url, MEETING).status_code == 302
        assert "Whose turn:</strong>" not in said(first.get(DESK))
        page = said(second.get(kept.url))
        assert "Confirm and lodge" in page
        assert "Confirm and lodge" not in said(first.get(kept.url))
        motion = Motion.objects.get(reference="B08-1")
        sha256 = motion.substantive.sha256
        assert sha256 in page
        second.post(kept.url, {"act": "confirm", "seen": sha256})
        motion.refresh_from_db()
        assert motion.standing == MotionState.LODGED
        assert motion.number in said(first.get(DESK))
        told = {"number": motion.number, "sha256": sha256}
        assert "was received on 26 February 2027, 11:00" in said(
            Client().post("/c/NDC27/receipt/", told)
        )
        assert "No motion" in said(Client().post("/c/NDC27/receipt/", told | {"sha256": "0" * 64}))
        by_words = {"number": motion.number.lower(), "text": TEXT}
        assert "was received on" in said(Client().post("/c/NDC27/receipt/", by_words))


def test_what_was_typed_is_given_back_with_what_is_wrong(desk: BranchDesk) -> None:
    client = signed_in(desk.first)
    for text, words in (
        ("Conference \u202e notes", "turns the direction of writing (U+202E)"),
        ("w " * 500_000, "characters long"),
        ("", "Write the text of the motion."),
    ):
        answer = client.post(f"{DESK}new/", TYPED | {"text": text})
        assert answer.status_code in {409, 422}
        assert words in said(answer)
        assert 'value="Paper clips"' in said(answer)
    assert client.post(f"{DESK}new/", TYPED | {"text": "a\0b"}).status_code == 400
    script = client.post(
        f"{DESK}new/", TYPED | {"act": "show", "text": "<script>alert(1)</script>"}
    )
    assert "&lt;script&gt;alert(1)" in said(script)
    assert "<script>alert" not in said(script)


def test_send_refused_keeps_the_certificate_as_typed(desk: BranchDesk) -> None:
    motion = desk.drafted(text="word " * 251)
    with desk.in_time():
        client = signed_in(desk.first)
        long = client.post(f"{DESK}{motion.reference}/", MEETING)
        assert "This motion has 251 words; standing orders allow 250. 1 too many." in said(long)
        few = client.post(f"{DESK}{motion.reference}/", MEETING | {"present": "9"})
    assert long.status_code == few.status_code == 409
    assert 'value="9"' in said(few)


def test_second_officer_sends_it_back_with_a_reason(desk: BranchDesk) -> None:
    motion = desk.sent()
    with desk.in_time():
        second, address = signed_in(desk.second), f"{DESK}{motion.reference}/"
        assert second.post(address, {"act": "send_back", "why": " "}).status_code == 422
        second.post(address, {"act": "send_back", "why": "The figure is wrong"})
        assert "The figure is wrong" in said(signed_in(desk.first).get(address))


def test_late_motion_says_so_and_is_offered_again(desk: BranchDesk) -> None:
    motion = desk.late()
    with time_machine.travel(desk.deadline() + timedelta(days=20)):
        client = signed_in(desk.first)
        page = said(client.get(f"{DESK}{motion.reference}/"))
        assert "after the closing time" in page
        assert "Offer it again as an emergency motion" in page
        again = client.get(f"{DESK}new/?late={motion.reference}")
        assert "This takes up" in said(again)
        typed = TYPED | {
            "kind": "emergency",
            "arose_on": "2027-03-05",
            "why_urgent": "The site closes in July.",
        }
        kept = client.post(f"{DESK}new/?late={motion.reference}", typed)
        assert kept.status_code == 302
    assert Motion.objects.get(offered_again=motion).kind == "emergency"


def test_query_is_answered_and_a_motion_withdrawn_by_two(desk: BranchDesk) -> None:
    motion = rulings.motion_receive(motion=desk.lodged(), actor=desk.sitting.clerk)
    address = f"{DESK}{motion.reference}/"
    rulings.motion_query(
        motion=motion,
        actor=desk.sitting.clerk,
        question="Which clips?",
        reply_by=desk.deadline() + timedelta(days=9),
    )
    with desk.in_time():
        first, second = signed_in(desk.first), signed_in(desk.second)
        assert "Answer the committee" in said(first.get(address))
        first.post(address, {"act": "reply", "text": f"{TEXT} Twice.", "note": ""})
        assert "Another officer has to sign it" in said(first.get(address))
        second.post(address, {"act": "countersign"})
        motion.refresh_from_db()
        assert motion.state == MotionState.WITH_SOC
        first.post(address, {"act": "withdraw"})
        second.post(address, {"act": "countersign"})
    motion.refresh_from_db()
    assert motion.standing == MotionState.WITHDRAWN


def test_desk_is_for_the_officers_of_the_branch_alone(desk: BranchDesk) -> None:
    motion = desk.drafted()
    for address in (DESK, f"{DESK}new/", f"{DESK}{motion.reference}/"):
        assert signed_in(make_member("Nell Umber")).get(address).status_code == 403
        assert signed_in(desk.sitting.chair).get(address).status_code == 403
        assert Client().get(address).status_code == 302
    client = signed_in(desk.first)
    assert client.get(f"{DESK}M6/").status_code == 404
    assert client.get("/c/NDC27/branch/NONE/motions/").status_code == 404
    assert Body.objects.filter(code="B08").exists()


def test_desk_asks_as_often_for_three_motions_as_for_one(desk: BranchDesk) -> None:
    client = signed_in(desk.first)
    client.get(DESK)
    with CaptureQueriesContext(connection) as few:
        client.get(DESK)
    for title in ("One", "Two", "Three"):
        desk.drafted(title=title)
    with CaptureQueriesContext(connection) as more:
        client.get(DESK)
    assert len(more) == len(few)
