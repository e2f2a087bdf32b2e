from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from audit.holding import held
from audit.refusal import Refusal
from audit.retention import due_now
from audit.services.deletions import deletion_ask, deletion_confirm
from audit.services.holds import hold_place
from conferences.models import ScrutinyPack
from conferences.retention import PACKS
from motions.packs.packing import pack_ask, pack_make
from tests.pages.halls import Hall, make_hall

pytestmark = pytest.mark.django_db

LATER = timedelta(days=3 * 366)


@pytest.fixture
def hall(settings: Settings, tmp_path: object) -> Hall:
    settings.DATA_DIR = tmp_path
    return make_hall()


@pytest.fixture
def pack(hall: Hall) -> ScrutinyPack:
    return pack_make(pack=pack_ask(conference=hall.conference, actor=None))


def due() -> list[str]:
    return [one.subject for one in due_now(timezone.now()) if one.rule == PACKS]


def test_a_pack_goes_with_its_file_24_months_after_it_was_asked_for(
    hall: Hall,
    pack: ScrutinyPack,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    assert due() == []
    with time_machine.travel(timezone.now() + LATER):
        assert due() == [pack.log_name]
        deletion = deletion_ask(actor=hall.chair, office="a", rule=PACKS, subject=pack.log_name)
        with django_capture_on_commit_callbacks(execute=True):
            deletion_confirm(actor=hall.returning_officer, office="b", deletion=deletion)
    assert not ScrutinyPack.objects.exists()
    assert not pack.file.exists()


def test_refused_when_a_complaint_about_the_conference_is_live(
    hall: Hall, pack: ScrutinyPack
) -> None:
    hold_place(actor=hall.chair, subject=hall.conference, reason="Complaint 1 is live.")
    assert held(pack.log_name)
    with time_machine.travel(timezone.now() + LATER), pytest.raises(Refusal):
        deletion_ask(actor=hall.chair, office="a", rule=PACKS, subject=pack.log_name)
    assert pack.file.exists()
