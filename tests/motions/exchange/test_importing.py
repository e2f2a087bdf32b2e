"""A file of motions: looked at, entered by the clerk in one act, and undone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from audit.retention import sweep
from motions.committee.rulings import motion_rule_in_order
from motions.exchange.deciding import ERROR, NEW, SAME, THERE, WARNING, preview
from motions.exchange.entering import (
    file_read,
    motion_import_apply,
    motion_import_undo,
    motions_stage,
)
from motions.exchange.openslides_columns import LABELS, PARTICIPANTS
from motions.models import Amendment, ImportedMotion, Motion, MotionImport, StagedImport
from tests.factories.conferences import Sitting, refused
from tests.factories.members import signed_in
from tests.motions.exchange.test_reading_books import a_book
from tests.motions.exchange.test_reading_openslides import FULL, rows_of, written

pytestmark = pytest.mark.django_db
IMPORT = "/c/NDC27/exchange/import/"


def staged(sitting: Sitting, content: bytes) -> StagedImport:
    return motions_stage(
        conference=sitting.conference,
        actor=sitting.clerk,
        name="motions.csv",
        content=content,
        incoming=file_read(content),
    )


def branch_named(sitting: Sitting, code: str = "B05") -> str:
    return str(sitting.credential(f"{code}-1").body.name)


def two_motions(sitting: Sitting) -> bytes:
    known = {"submitters": f"Ada Lovelace ({branch_named(sitting)})"}
    return written(
        list(LABELS),
        FULL | known,
        FULL | known | {"number": "A2", "title": "Löhne", "text": "<p>L&ouml;hne</p>"},
    )


def entered(sitting: Sitting) -> MotionImport:
    file = staged(sitting, two_motions(sitting))
    body = sitting.credential("B05-1").body
    return motion_import_apply(staged=file, actor=sitting.clerk, choices={1: [body], 2: [body]})


def upload(client: Client, content: bytes, name: str = "motions.csv") -> str:
    return str(client.post(IMPORT, {"file": SimpleUploadedFile(name, content)}, follow=True).text)


def test_openslides_export_goes_in_on_the_pages_and_comes_out_equal(sitting: Sitting) -> None:
    clerk, content = signed_in(sitting.clerk), two_motions(sitting)
    page = upload(clerk, content)
    assert "Motions exported from OpenSlides 4" in page
    assert "Nothing has been entered yet" in page
    file = StagedImport.objects.get()
    assert not Motion.objects.filter(title="Löhne").exists()
    answer = clerk.post(f"{IMPORT}{file.pk}/", {}, follow=True)
    assert "2 motions were entered" in answer.text
    assert not StagedImport.objects.exists()
    motion = Motion.objects.get(title="Löhne")
    assert (motion.state, motion.lodged_by.code) == ("WITH_SOC", "B05")
    exported = rows_of(clerk.get("/c/NDC27/exchange/openslides4-motions.csv").content)
    came = rows_of(content)
    assert exported[0] == came[0]
    assert exported[-2:] == came[1:]


def test_what_came_with_a_motion_is_for_the_clerk_alone(sitting: Sitting) -> None:
    entered(sitting)
    address = "/c/NDC27/exchange/openslides4-motions.csv"
    assert "Grace Hopper" in signed_in(sitting.clerk).get(address).text
    for client in (Client(), signed_in(sitting.chair)):
        text = client.get(address).text
        assert "Shorter hours" in text
        assert "Grace Hopper" not in text
        assert "Tag1" not in text


def test_only_the_clerk_imports(sitting: Sitting) -> None:
    file = staged(sitting, two_motions(sitting))
    delegate = sitting.credential("B05-1").member
    for member in (sitting.chair, delegate):
        assert signed_in(member).get(IMPORT).status_code == 403
        assert signed_in(member).get(f"{IMPORT}{file.pk}/").status_code == 403
        with refused("not-your-office"):
            motion_import_apply(staged=file, actor=member, choices={})
        with refused("not-your-office"):
            motions_stage(
                conference=sitting.conference, actor=member, name="x", content=b"",
                incoming=file_read(two_motions(sitting)),
            )  # fmt: skip
    assert Client().get(IMPORT).status_code == 302


def test_every_row_is_shown_with_its_state(
    sitting: Sitting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here = sitting.motion("M6")
    known = {"submitters": branch_named(sitting)}
    words = here.texts.all()[0].text.replace("\n", "<br>")
    file = staged(
        sitting,
        written(
            list(LABELS),
            FULL | known,
            FULL | {"number": "2", "title": "Another", "submitters": "Volt Europa"},
            FULL | known | {"number": "5", "title": "Third"},
            {"number": "6", "title": here.title, "text": words} | known,
            FULL | known | {"number": "9a", "title": ""},
        ),
    )
    with django_assert_num_queries(3):
        rows = preview(sitting.conference, file)
    assert [row.state for row in rows] == [NEW, WARNING, THERE, SAME, ERROR]
    assert [row.is_ticked for row in rows] == [True, True, False, False, False]
    assert rows[1].number == "M2"
    page = signed_in(sitting.clerk).get(f"{IMPORT}{file.pk}/").text
    for words in (
        "Here already",
        "Number taken",
        "Cannot be entered",
        "Volt Europa",
        "has no title",
    ):
        assert words in page


def test_unknown_submitter_has_to_be_chosen(sitting: Sitting) -> None:
    clerk = signed_in(sitting.clerk)
    file = staged(sitting, written(list(LABELS), FULL | {"submitters": "Volt Europa"}))
    answer = clerk.post(f"{IMPORT}{file.pk}/", {})
    assert answer.status_code == 409
    assert "Choose who submits" in answer.text
    answer = clerk.post(f"{IMPORT}{file.pk}/", {"who-0": "B06"}, follow=True)
    assert "1 motion was entered" in answer.text
    assert Motion.objects.get(title="Shorter hours").lodged_by.code == "B06"


def test_motions_left_out_are_not_entered(sitting: Sitting) -> None:
    clerk = signed_in(sitting.clerk)
    file = staged(sitting, two_motions(sitting))
    answer = clerk.post(f"{IMPORT}{file.pk}/", {"leave": ["1", "2"]})
    assert "Tick at least one motion" in answer.text
    clerk.post(f"{IMPORT}{file.pk}/", {"leave": ["2"]})
    assert Motion.objects.filter(title="Shorter hours").exists()
    assert not Motion.objects.filter(title="Löhne").exists()
    assert MotionImport.objects.get().left_out == 1


def test_file_can_be_thrown_away_and_is_forgotten(sitting: Sitting) -> None:
    file = staged(sitting, two_motions(sitting))
    signed_in(sitting.clerk).post(f"{IMPORT}{file.pk}/", {"act": "discard"})
    assert not StagedImport.objects.exists()
    old = staged(sitting, two_motions(sitting))
    StagedImport.objects.update(sent_at=timezone.now() - timedelta(days=31))
    staged(sitting, two_motions(sitting))
    assert sweep()["files of motions"] == 1
    assert StagedImport.objects.exclude(pk=old.pk).count() == 1


def test_book_in_word_is_entered_with_its_amendments(sitting: Sitting) -> None:
    clerk = signed_in(sitting.clerk)
    assert "A motion book in Word" in upload(clerk, a_book(), "book.docx")
    file = StagedImport.objects.get()
    page = clerk.get(f"{IMPORT}{file.pk}/").text
    assert "Harbour &amp; Quay" in page
    names = {f"who-{n}": code for n, code in enumerate(("B05", "B06", "B08"))}
    answer = clerk.post(f"{IMPORT}{file.pk}/", {"leave": []} | names, follow=True)
    assert "entered" in answer.text
    motion = Motion.objects.get(title="A fair wage")
    amendment = Amendment.objects.get(motion=motion)
    assert (amendment.state, amendment.number) == ("with_soc", f"{motion.number}.1")


def test_import_is_in_the_log_once_with_its_hash(sitting: Sitting) -> None:
    made = entered(sitting)
    entry = Entry.objects.get(kind="motions.imported")
    assert entry.subject == made.log_name
    assert made.sha256.encode() in bytes(entry.leaf)
    assert Entry.objects.filter(kind="motion.received", subject__contains="/I1-").count() == 2


def test_import_is_undone_until_the_committee_acts(sitting: Sitting) -> None:
    made = entered(sitting)
    client = signed_in(sitting.clerk)
    assert "Take them out again" in client.get(IMPORT).text
    answer = client.post(f"{IMPORT}1/undo/", follow=True)
    assert "taken out again" in answer.text
    assert not ImportedMotion.objects.exists()
    assert not Motion.objects.filter(title="Löhne").exists()
    with refused("no-undo-any-more"):
        motion_import_undo(motion_import=made, actor=sitting.clerk)
    again = entered(sitting)
    assert again.number == 2  # names in the log are never given twice
    motion = Motion.objects.get(title="Löhne")
    motion_rule_in_order(motion=motion, actor=sitting.clerk)
    answer = client.post(f"{IMPORT}2/undo/")
    assert answer.status_code == 409
    assert "Something has been done" in answer.text
    assert Motion.objects.filter(title="Löhne").exists()


def test_file_is_entered_once(sitting: Sitting) -> None:
    file = staged(sitting, two_motions(sitting))
    seen_by_another = StagedImport.objects.select_related("conference").get(pk=file.pk)
    body = sitting.credential("B05-1").body
    motion_import_apply(staged=file, actor=sitting.clerk, choices={1: [body]})
    with refused("decided-already"):
        motion_import_apply(staged=seen_by_another, actor=sitting.clerk, choices={1: [body]})


def test_bad_file_is_refused_on_the_page(sitting: Sitting) -> None:
    clerk = signed_in(sitting.clerk)
    for content, words in (
        (b"x" * (8 * 1024 * 1024 + 1), "larger than 8 MB"),
        (b"name,description\r\na,b\r\n", "The first line has to name the columns"),
        (b"\0\1\2\3binary", "zero bytes"),
        (b'number,title,text\r\n1,"a\r\n', "Line 2"),
    ):
        answer = clerk.post(IMPORT, {"file": SimpleUploadedFile("x.csv", content)})
        assert answer.status_code == 422
        assert words in answer.text
    assert not StagedImport.objects.exists()


def test_participants_are_matched_and_nobody_is_registered(sitting: Sitting) -> None:
    seat = sitting.credential("B05-1")
    other = sitting.credential("B06-1").member
    rows = [
        {"first_name": "A", "last_name": "B", "structure_level": "B05",
         "member_number": seat.member.membership_number.lower(), "default_password": "hunter2"},
        {"first_name": "Ada", "last_name": "Lovelace", "structure_level": "B06",
         "username": other.membership_number},
        {"first_name": "No", "last_name": "Body", "structure_level": "Volt Europa",
         "email": "nobody@example.org"},
    ]  # fmt: skip
    before = sitting.conference.registrations.count()
    page = upload(signed_in(sitting.clerk), written(list(PARTICIPANTS), *rows))
    assert "Registered already" in page
    assert "Nobody on the register was found" in page
    assert "hunter2" not in page
    assert seat.member.membership_number in page
    assert sitting.conference.registrations.count() == before
    assert Entry.objects.filter(kind="record.seen").exists()
    assert not StagedImport.objects.exists()
