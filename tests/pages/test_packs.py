import zipfile
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from audit.formats.paserk import SAMPLE
from audit.models import Entry
from audit.pack.archive import open_archive
from audit.pack.checking import check_pack, signed_by
from audit.pack.manifest import Manifest
from audit.publishing.witnessed import current_trust
from conferences.enums import PackState
from conferences.models import ScrutinyPack
from members.enums import Office
from members.models import Member
from members.services import officer_key_enrol
from motions.packs.packing import pack_ask, pack_make
from motions.packs.seals import pack_sign
from tests.audit.pack.packs import as_zip, files_of
from tests.factories.members import make_officer
from tests.pages.halls import Hall

PACKS = "/c/NDC27/scrutiny-pack/"


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: object) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def scrutineer(hall: Hall) -> Member:
    return make_officer(Office.SCRUTINEER, hall.conference.body, "Ines Calloway-Sample")


@pytest.fixture
def officer(hall: Hall) -> Client:
    return hall.as_(hall.returning_officer)


def content_of(answer: object) -> dict[str, bytes]:
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_pack_is_for_the_returning_officer_and_the_scrutineer(
    hall: Hall, scrutineer: Member
) -> None:
    assert hall.as_(None).get(PACKS).status_code == 302
    assert hall.as_(hall.delegate).get(PACKS).status_code == 403
    assert hall.as_(hall.teller).post(PACKS).status_code == 403
    assert hall.as_(hall.chair).get(PACKS).status_code == 403
    assert hall.as_(scrutineer).get(PACKS).status_code == 200
    assert not ScrutinyPack.objects.exists()


def test_an_officer_makes_a_pack_and_takes_it(
    hall: Hall,
    officer: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    hall.decide_the_motion()
    with django_capture_on_commit_callbacks(execute=True):
        assert officer.post(PACKS, {}).status_code == 302
    pack = ScrutinyPack.objects.get()
    assert pack.trouble == ""
    page = officer.get(PACKS).text
    assert "Take the pack" in page
    assert pack.manifest_sha256 in page
    answer = officer.get(f"{PACKS}{pack.pk}.zip")
    assert answer["Content-Disposition"] == f'attachment; filename="{pack.file_name}"'
    files = content_of(answer)
    assert "index.html" in files
    assert "roll.txt" in files
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"scrutiny_pack.asked_for", "scrutiny_pack.made", "record.seen"} <= kinds


def test_the_returning_officer_signs_a_pack_once(
    hall: Hall, officer: Client, scrutineer: Member, tmp_path: Path
) -> None:
    pack = pack_make(pack=pack_ask(conference=hall.conference, actor=scrutineer))
    before = content_of(officer.get(f"{PACKS}{pack.pk}.zip"))
    address = f"{PACKS}{pack.pk}/sign/"
    assert hall.as_(scrutineer).post(address).status_code == 403
    assert "Sign it as returning officer" not in hall.as_(scrutineer).get(PACKS).text
    assert "Sign it as returning officer" in officer.get(PACKS).text
    assert "Signed, and in the log." in officer.post(address, follow=True).text
    assert "signed already" in officer.post(address, follow=True).text
    after = content_of(officer.get(f"{PACKS}{pack.pk}.zip"))
    assert after.keys() - before.keys() == {"signature.leaf", "signature.tlog-proof"}
    assert {name: after[name] for name in before} == before
    assert check_pack(pack.file, current_trust()) == []
    with open_archive(pack.file) as archive:
        manifest = Manifest.parse(after["manifest.json"])
        signer = signed_by(archive, manifest, current_trust())
    assert signer.startswith(hall.returning_officer.pseudonym)


def test_a_signature_with_a_pen_bears_the_officers_own_key(hall: Hall) -> None:
    officer = hall.returning_officer
    officer_key_enrol(actor=officer, pass_phrase="lanterns above a quiet harbour", cost=SAMPLE)
    pack = pack_make(pack=pack_ask(conference=hall.conference, actor=officer))
    pack_sign(pack=pack, actor=officer)
    manifest = Manifest.parse(files_of(pack.file)["manifest.json"])
    with open_archive(pack.file) as archive:
        assert signed_by(archive, manifest, current_trust()) == (
            f"{officer.pseudonym}, with their own key"
        )


def test_a_signature_of_another_pack_does_not_hold(hall: Hall, scrutineer: Member) -> None:
    packs = [
        pack_make(pack=pack_ask(conference=hall.conference, actor=scrutineer)) for _ in range(2)
    ]
    for pack in packs:
        pack_sign(pack=pack, actor=hall.returning_officer)
    one, other = (files_of(pack.file) for pack in packs)
    forged = {**one, **{name: other[name] for name in other if name.startswith("signature.")}}
    packs[0].file.write_bytes(as_zip(forged))
    (found,) = check_pack(packs[0].file, current_trust())
    assert "The returning officer's signature does not hold." in found


def test_refused_when_a_pack_is_signed_before_it_is_made(hall: Hall, officer: Client) -> None:
    officer.post(PACKS, {})
    pack = ScrutinyPack.objects.get()
    assert "no such pack to sign" in officer.post(f"{PACKS}{pack.pk}/sign/", follow=True).text
    assert officer.post(f"{PACKS}{uuid4()}/sign/").status_code == 404


def test_a_roll_is_sealed_before_it_waits_anywhere(hall: Hall, officer: Client) -> None:
    officer.post(PACKS, {"pass_phrase": "seven sample scrutineers sat"})
    pack = ScrutinyPack.objects.get()
    assert pack.sealed_roll
    assert bytes(pack.sealed_roll).startswith(b"Salted__")
    assert pack.state == PackState.WAITING
    page = officer.get(PACKS).text
    assert "It waits for its turn" in page
    assert 'hx-trigger="every 2s"' in page


def test_a_short_pass_phrase_is_explained(hall: Hall, officer: Client) -> None:
    answer = officer.post(PACKS, {"pass_phrase": "too short"})
    assert answer.status_code == 422
    assert "20 characters or more" in answer.text
    assert "too short" not in answer.text
    assert not ScrutinyPack.objects.exists()


def test_a_vote_of_elsewhere_is_not_to_be_chosen(hall: Hall, officer: Client) -> None:
    answer = officer.post(PACKS, {"ballot": str(uuid4())})
    assert answer.status_code == 422
    assert "Choose a vote of this conference." in answer.text


def test_a_pack_that_is_not_ready_or_not_there_is_not_found(hall: Hall, officer: Client) -> None:
    officer.post(PACKS, {})
    pack = ScrutinyPack.objects.get()
    assert officer.get(f"{PACKS}{pack.pk}.zip").status_code == 404
    assert officer.get(f"{PACKS}{uuid4()}.zip").status_code == 404


def test_a_pack_that_cannot_be_made_says_why(
    hall: Hall,
    officer: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    (settings.DATA_DIR / "packs").write_text("a file where the folder should be")
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(PACKS, {})
    assert ScrutinyPack.objects.get().state == PackState.FAILED
    page = officer.get(PACKS).text
    assert "Could not be made" in page
    assert "Traceback" not in page
