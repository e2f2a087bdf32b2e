import pytest

from audit import holding
from audit.holding import EVERYTHING, held, holds_on
from audit.models import Entry, Hold
from audit.refusal import Refusal
from audit.services.holds import hold_place, hold_release
from audit.store.write_guard import UnrecordedWriteError
from members.models import Member
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db: None) -> Member:
    return make_member("Winifred Tarn")


def test_hold_is_live_until_released(officer: Member) -> None:
    assert not held("ballot:1")
    hold = hold_place(actor=officer, subject="ballot:1", reason="Complaint 3")
    assert held("ballot:1")
    assert not held("ballot:2")
    hold_release(actor=officer, hold=hold, reason="Settled")
    assert not held("ballot:1")


def test_each_complaint_has_a_hold_of_its_own(officer: Member) -> None:
    first = hold_place(actor=officer, subject="ballot:1", reason="Complaint 3")
    hold_place(actor=officer, subject="ballot:1", reason="Complaint 4")
    hold_release(actor=officer, hold=first, reason="Settled")
    assert [hold.reason for hold in holds_on("ballot:1")] == ["Complaint 4"]


def test_hold_covers_what_belongs_to_its_subject(
    officer: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    above = {"ballot:1": ["motion:N/M1"], "motion:N/M1": ["conference:N"]}
    monkeypatch.setattr(holding, "belongings", [lambda name: above.get(name, [])])
    hold_place(actor=officer, subject="conference:N", reason="Complaint 3")
    assert held("ballot:1")
    assert held("motion:N/M1")
    assert not held("ballot:2")


def test_subjects_that_belong_to_each_other_end_the_search(
    officer: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        holding, "belongings", [lambda name: {"a": ["b"], "b": ["a"]}.get(name, [])]
    )
    hold_place(actor=officer, subject="c", reason="Complaint 3")
    assert not held("a")


def test_hold_on_everything_covers_anything(officer: Member) -> None:
    hold_place(actor=officer, subject=EVERYTHING, reason="The Certification Officer asks")
    assert held("ballot:1")
    assert held(officer)


def test_hold_is_in_the_log_without_its_reason(officer: Member) -> None:
    hold = hold_place(actor=officer, subject="ballot:1", reason="Asha Bellweather complains")
    hold_release(actor=officer, hold=hold, reason="Asha Bellweather withdrew it")
    placed, released = Entry.objects.filter(kind__startswith="hold.").order_by("at")
    assert (placed.kind, released.kind) == ("hold.placed", "hold.released")
    assert b"Bellweather" not in bytes(placed.leaf) + bytes(released.leaf)


@pytest.mark.parametrize("reason", ["", "  "])
def test_hold_without_a_reason_is_refused(officer: Member, reason: str) -> None:
    with pytest.raises(Refusal, match="Say which complaint"):
        hold_place(actor=officer, subject="ballot:1", reason=reason)
    assert not held("ballot:1")


def test_hold_is_released_once(officer: Member) -> None:
    hold = hold_place(actor=officer, subject="ballot:1", reason="Complaint 3")
    hold_release(actor=officer, hold=hold, reason="Settled")
    with pytest.raises(Refusal, match="released already"):
        hold_release(actor=officer, hold=hold, reason="Settled")


def test_hold_cannot_be_taken_away_unrecorded(officer: Member) -> None:
    hold_place(actor=officer, subject="ballot:1", reason="Complaint 3")
    with pytest.raises(UnrecordedWriteError):
        Hold.objects.all().delete()
