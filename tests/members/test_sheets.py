"""Sheets of codes for the post: who prints them, and what they hold."""

import re
import zlib
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from audit.recording import entry
from members.delivery.words import words_of
from members.enums import Channel, ContactKind, DispatchState, Office
from members.models import Dispatch, Member, PrintedCode
from members.printing import Sheet, sheets_pdf
from members.services.contacts import contacts_write
from members.services.dispatching import notice_dispatch
from members.services.passcodes import passcode_verify
from members.services.sheets import sheets_make
from tests.factories.conferences import refused
from tests.factories.members import make_body, make_member, make_officer, make_union, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Member:
    return make_officer(Office.RETURNING_OFFICER, make_union(), "Winifred Tarn")


@pytest.fixture
def hubert() -> Member:
    """The member of `large_print_and_post`: no e-mail, no mobile."""
    return make_member("Hubert Allardyce", branch=make_body("B07"), email="")


def by_post(member: Member) -> Dispatch:
    now = timezone.now()
    return Dispatch.objects.create(
        member=member,
        purpose="ballot:1",
        channel=Channel.POST,
        made_at=now,
        next_try_at=now,
        lifetime=timedelta(days=20),
    )


def words(pdf: bytes) -> bytes:
    """The streams of a PDF, laid open."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    opened = []
    for stream in streams:
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            opened.append(stream)
    return b"\n".join([pdf, *opened])


def test_sheet_for_another_is_made_and_logged_with_who_made_it(
    officer: Member, hubert: Member
) -> None:
    (sheet,) = sheets_make(actor=officer, members=[hubert])
    assert (sheet.name, sheet.number, len(sheet.codes)) == (
        "Hubert Allardyce",
        hubert.membership_number,
        10,
    )
    (leaf,) = Entry.objects.filter(kind="printed_codes.issued").values_list("leaf", flat=True)
    assert officer.pseudonym.encode() in bytes(leaf)
    assert not any(code.encode() in bytes(leaf) for code in sheet.codes)
    assert not any(sheet.codes[0] in sealed.sealed for sealed in PrintedCode.objects.all())
    assert sheet.codes[0] not in repr(sheet)


def test_whose_sheet_another_prints_is_told_where_a_message_reaches_them(
    officer: Member, hubert: Member
) -> None:
    reached = make_member("Ivy Okafor")

    sheets_make(actor=officer, members=[hubert, reached])
    sheets_make(actor=reached, members=[reached])

    told = Dispatch.objects.get(what="sheet-printed")
    assert (told.member, told.channel) == (reached, Channel.EMAIL)
    assert "sheet of codes was printed" in words_of(told, "").text


def test_notice_does_not_wait_for_a_sheet(officer: Member, hubert: Member) -> None:
    with entry(actor=None) as log:
        contacts_write(hubert, {ContactKind.POST: "1 High Street, Leeds, LS1 1AA"})
        log.record("test.prepared", subject="test")
    hubert = Member.objects.get(pk=hubert.pk)

    assert notice_dispatch(member=hubert, notice="briefing") is None
    now = timezone.now()
    Dispatch.objects.create(
        member=hubert, purpose="x", what="x", channel=Channel.POST, made_at=now, next_try_at=now
    )
    page = signed_in(officer).get("/sheets/")
    assert "Hubert" not in page.content.decode()


def test_new_sheet_voids_the_old_one(officer: Member, hubert: Member) -> None:
    (old,) = sheets_make(actor=officer, members=[hubert])
    sheets_make(actor=officer, members=[hubert])
    with refused("passcode-wrong"):
        passcode_verify(member=hubert, channel=Channel.PRINTED, passcode=old.codes[0])


@pytest.mark.parametrize("office", [Office.MEMBERSHIP_OFFICER, Office.HELPDESK, None])
def test_sheet_for_another_refused_when_the_office_is_not_held(
    hubert: Member, office: Office | None
) -> None:
    union = make_union()
    actor = make_officer(office, union) if office else make_member()
    with refused("not-your-office"):
        sheets_make(actor=actor, members=[hubert])


def test_pdf_is_tagged_in_large_print_where_asked_and_its_picture_holds_no_code() -> None:
    codes = ("K7PX34FM",) * 10
    address = ("14 Harbour Row", "Linford")
    sheets = [Sheet("Hubert Allardyce", "L00712", address, codes, large) for large in (False, True)]
    normal, large = (
        sheets_pdf([sheet], sign_in="https://vote.example.org/sign-in/") for sheet in sheets
    )
    assert b"pdfuaid:part" in words(normal)
    assert b"StructTreeRoot" in words(large)


def test_officer_prints_and_enters_sheets_as_posted(officer: Member, hubert: Member) -> None:
    dispatch = by_post(hubert)
    desk = signed_in(officer)
    assert b"Hubert Allardyce" in desk.get("/sheets/").content

    pdf = desk.post("/sheets/", {"act": "print", "sheet": str(dispatch.pk), "large": "x"})
    assert (pdf["Content-Type"], pdf["Cache-Control"].count("no-store")) == ("application/pdf", 1)
    desk.post("/sheets/", {"act": "posted", "sheet": str(dispatch.pk)})

    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.sent_at is not None) == (DispatchState.SENT, True)


def test_sheets_for_the_post_refused_when_no_officer_asks(hubert: Member) -> None:
    assert signed_in(hubert).get("/sheets/").status_code == 403
    assert Client().get("/sheets/").status_code == 302


def test_own_sheet_comes_as_a_pdf(hubert: Member) -> None:
    pdf = signed_in(hubert).post("/me/sheet/", {"large": "on"})
    assert pdf.content.startswith(b"%PDF-")
    assert PrintedCode.objects.count() == 10
