"""What the executive asks conference to do, public in its time; and its notes, which never are."""

import pytest

from audit.models import Entry
from motions.enums import NecPosition
from motions.order.about import in_order
from motions.order.notes import speaking_note_discard, speaking_note_keep, speaking_notes
from motions.order.positions import position_record
from tests.factories.conferences import Sitting, refused
from tests.factories.members import signed_in

pytestmark = pytest.mark.django_db

SECRET = "Say that the figures are from the regulator"


def test_position_is_public_at_once_or_with_the_final_agenda(sitting: Sitting) -> None:
    motion = sitting.motion("M6")
    qualified = NecPosition.SUPPORT_WITH_QUALIFICATION
    with refused("no-qualification"):
        position_record(motion=motion, actor=sitting.clerk, position=qualified)
    position_record(motion=motion, actor=sitting.clerk, position=qualified, note="Cost it first")
    assert in_order(sitting.motion("M6")).position == "Support with qualification"
    leaf = bytes(Entry.objects.latest("at").leaf).decode()
    assert '"position":"support_with_qualification"' in leaf
    assert "Cost it first" not in leaf
    sitting.set_orders(positions_shown="final_agenda")
    assert in_order(sitting.motion("M6")).position == ""
    position_record(motion=sitting.motion("M6"), actor=sitting.clerk, position=NecPosition.OPPOSE)
    assert "oppose" not in bytes(Entry.objects.latest("at").leaf).decode()


def test_speaking_notes_are_for_the_executive_alone(sitting: Sitting) -> None:
    secretary, motion = sitting.officers["general_secretary"], sitting.motion("M6")
    with refused("no-words"):
        speaking_note_keep(motion=motion, actor=secretary, text=" ")
    note = speaking_note_keep(motion=motion, actor=secretary, text=SECRET)
    assert [each.text for each in speaking_notes(motion, secretary)] == [SECRET]
    with refused("not-your-office"):
        speaking_notes(motion, sitting.clerk)
    address = f"/c/{sitting.conference.code}/motions/M6/executive/"
    assert SECRET in signed_in(secretary).get(address).content.decode()
    clerks = signed_in(sitting.clerk).get(address)
    assert clerks.status_code == 200
    assert SECRET not in clerks.content.decode()
    delegate = sitting.credential("B11-1").member
    assert signed_in(delegate).get(address).status_code == 403
    assert not any(b"regulator" in bytes(row.leaf) for row in Entry.objects.order_by("-at")[:9])
    speaking_note_discard(motion=motion, actor=secretary, note_id=note.pk)
    with refused("not-your-note"):
        speaking_note_discard(motion=motion, actor=secretary, note_id=note.pk)


def test_page_gives_back_what_was_typed(sitting: Sitting) -> None:
    page = signed_in(sitting.clerk)
    address = f"/c/{sitting.conference.code}/motions/M6/executive/"
    qualified = {"act": "position", "position": "support_with_qualification"}
    assert page.post(address, qualified).status_code == 409
    said = page.post(address, {"act": "position", "position": "nonsense", "note": "Costs first"})
    assert said.status_code == 422
    assert "Costs first" in said.content.decode()
    assert page.post(address, qualified | {"note": "Costs first"}).status_code == 302
    assert sitting.motion("M6").nec_note == "Costs first"
    assert page.post(address, {"act": "note", "text": SECRET}).status_code == 409
