"""Who is told how people voted; and the verifier's word on what is disclosed and what erased."""

import io
import json
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command

from audit.formats.canonical import parse
from audit.keys import log_key
from audit.models import Entry
from audit.publishing.export import export
from audit.publishing.stored import StoredLog
from audit.refusal import Refusal
from audit.services.deletions import deletion_ask, deletion_confirm
from audit.store.sequencer import sequence_all
from audit.verify.checking import verify_export
from audit.verify.report import Report
from ballots.disclosing import votes_told
from ballots.enums import VotingForm
from ballots.models import Ballot
from ballots.retention import KEY
from ballots.services import ballot_close, ballot_declare
from ballots.services.disclosing import disclosures_give
from members import services
from members.enums import Office
from members.models import Member
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.factories.members import make_body, make_member, make_officer, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

HELD_ON = datetime(2024, 6, 15, 10, tzinfo=UTC)


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=3)


@pytest.fixture
def scrutineer(hall: Hall) -> Member:
    return make_officer(Office.SCRUTINEER, hall.union, "Rosalind Quillfeather")


def voted(hall: Hall, **facts: Any) -> Ballot:
    """A vote in which everyone has voted, one of them twice."""
    ballot = hall.open(**facts)
    for delegate in hall.delegates:
        cast_by(delegate, ballot, "for")
    cast_by(hall.delegates[0], ballot, "against")
    return ballot_close(ballot=ballot, actor=hall.teller)


def told(actor: Member, ballot: Ballot) -> int:
    return votes_told(actor, ballot).count()


def test_scrutineer_is_told_of_every_vote_once_it_has_closed(
    hall: Hall, scrutineer: Member
) -> None:
    ballot = hall.open()
    cast_by(hall.delegates[0], ballot, "for")
    assert told(scrutineer, ballot) == 0  # no running tally, to anyone
    assert told(scrutineer, voted(hall)) == 4


def test_scrutineer_of_another_body_or_of_yesterday_is_told_nothing(hall: Hall) -> None:
    ballot = voted(hall)
    assert told(make_officer(Office.SCRUTINEER, make_body()), ballot) == 0
    past = make_member("Corin Vale")
    services.appointment_make(
        actor=None,
        member=past,
        office=Office.SCRUTINEER,
        body=hall.union,
        starts_on=datetime(2020, 1, 1, tzinfo=UTC).date(),
        ends_on=datetime(2020, 1, 2, tzinfo=UTC).date(),
    )
    assert told(past, ballot) == 0


@pytest.mark.parametrize("office", ["chair", "returning_officer", "teller"])
def test_other_officers_are_told_nothing(hall: Hall, office: str) -> None:
    assert told(getattr(hall, office), voted(hall)) == 0


def test_branch_is_told_of_its_card_and_nobody_elses_show_of_hands(hall: Hall) -> None:
    member, stranger = make_member(branch=hall.branch), make_member(branch=make_body())
    card = voted(hall, form=VotingForm.CARD_VOTE)
    assert told(member, card) == 4
    assert told(stranger, card) == 0
    hands = voted(hall)
    assert told(member, hands) == 0
    assert told(hall.delegates[0], hands) == 2  # one's own, both of them


def test_nobody_is_told_of_a_secret_ballot(hall: Hall, scrutineer: Member) -> None:
    ballot = voted(hall)
    ballot.form = VotingForm.SECRET_BALLOT  # such as will be held one day
    assert told(scrutineer, ballot) == 0
    assert told(hall.delegates[0], ballot) == 0


def test_file_of_disclosures_is_given_and_recorded_each_time(
    hall: Hall, scrutineer: Member
) -> None:
    ballot = voted(hall)
    sequence_all()
    for _ in range(2):
        lines = disclosures_give(actor=scrutineer, ballot=ballot).splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["question", *["choice"] * 4]
    looks = Entry.objects.filter(kind="record.seen", subject=ballot.log_name)
    said = [parse(bytes(look.leaf)) for look in looks]
    assert [(look["by"], look["office"], look["copy"]) for look in said] == [
        (scrutineer.pseudonym, "scrutineer", True)
    ] * 2


def test_branch_that_takes_its_file_again_and_again_is_recorded_once(hall: Hall) -> None:
    ballot, member = voted(hall, form=VotingForm.CARD_VOTE), make_member(branch=hall.branch)
    sequence_all()
    for _ in range(3):
        assert disclosures_give(actor=member, ballot=ballot)
    assert Entry.objects.filter(kind="record.seen", subject=ballot.log_name).count() == 1


def test_file_refused_to_others_and_their_first_attempt_is_in_the_log(hall: Hall) -> None:
    ballot = voted(hall)
    for actor in (hall.chair, hall.chair, hall.teller):
        with pytest.raises(Refusal) as refusal:
            disclosures_give(actor=actor, ballot=ballot)
        assert refusal.value.code == "not-disclosed-to-you"
    attempts = Entry.objects.filter(kind="disclosure.refused", subject=ballot.log_name)
    assert attempts.count() == 2  # a second attempt of the same person adds nothing


def checked(folder: Path, disclosures: bytes = b"") -> Report:
    sequence_all()
    export(StoredLog.current(), folder)
    return verify_export(
        folder, log_key().verifier, disclosures=disclosures.splitlines(keepends=True)
    )


def test_verifier_tells_disclosed_tampered_and_erased_apart(tmp_path: Path) -> None:
    with time_machine.travel(HELD_ON) as clock:
        hall = make_hall(delegates=3)
        ballot = voted(hall)
        clock.shift(timedelta(seconds=91))
        ballot = ballot_declare(ballot=ballot, actor=hall.chair)
    with time_machine.travel(HELD_ON + timedelta(days=750)):
        scrutineer = make_officer(Office.SCRUTINEER, hall.union)
        sequence_all()
        lines = disclosures_give(actor=scrutineer, ballot=ballot)
        count = len(lines.splitlines())

        report = checked(tmp_path / "log", lines)
        assert list(report.findings) == []
        assert (report.personal.disclosed, report.personal.erased) == (count, 0)

        turned = lines.replace(b'"value":"for"', b'"value":"against"', 1)
        assert checked(tmp_path / "log", turned).personal.tampered == 1

        deletion = deletion_ask(actor=hall.chair, office="a", rule=KEY, subject=ballot.log_name)
        deletion_confirm(actor=hall.returning_officer, office="b", deletion=deletion)
        report = checked(tmp_path / "log")
        assert list(report.findings) == []
        assert (report.personal.erased, report.personal.tampered) == (count, 0)
        assert told(scrutineer, ballot) == 0


def test_page_shows_the_scrutineer_each_vote_and_records_one_look(
    hall: Hall, scrutineer: Member
) -> None:
    ballot = voted(hall)
    sequence_all()
    client = signed_in(scrutineer)
    for _ in range(2):
        page = client.get(f"/ballots/{ballot.pk}/disclosures/").content.decode()
    assert "changed later" in page
    for delegate in hall.delegates:
        assert delegate.name in page
    assert Entry.objects.filter(kind="record.seen", subject=ballot.log_name).count() == 1
    answer = client.post(f"/ballots/{ballot.pk}/disclosures/")
    assert "disclosures.jsonl" in answer["Content-Disposition"]
    assert len(answer.content.splitlines()) == 5


def test_page_shows_ones_own_vote_without_a_word_in_the_log(hall: Hall) -> None:
    ballot = voted(hall)
    page = signed_in(hall.delegates[0]).get(f"/ballots/{ballot.pk}/disclosures/").content.decode()
    assert hall.delegates[0].name in page
    assert hall.delegates[1].name not in page
    assert not Entry.objects.filter(kind="record.seen").exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_page_refused_to_others_in_words(hall: Hall, method: str) -> None:
    ballot = voted(hall)
    answer = getattr(signed_in(hall.chair), method)(f"/ballots/{ballot.pk}/disclosures/")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "is for the scrutineer" in answer.content.decode()


def test_command_writes_the_file_for_the_scrutineer(
    hall: Hall, scrutineer: Member, tmp_path: Path
) -> None:
    ballot, file, out = voted(hall), tmp_path / "disclosures.jsonl", io.StringIO()
    call_command("disclosures", ballot.pk, scrutineer.membership_number, file, stdout=out)
    assert len(file.read_bytes().splitlines()) == 5
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="there already"):
        call_command("disclosures", ballot.pk, scrutineer.membership_number, file)


def test_command_refuses_in_words(hall: Hall, scrutineer: Member, tmp_path: Path) -> None:
    ballot, number = voted(hall), scrutineer.membership_number
    for asked, words in [
        (("nonsense", number, tmp_path / "a"), "There is no vote nonsense"),
        ((uuid4(), number, tmp_path / "a"), "There is no vote"),
        ((ballot.pk, "NO-SUCH", tmp_path / "a"), "Nobody on the register"),
        ((ballot.pk, hall.chair.membership_number, tmp_path / "a"), "is for the scrutineer"),
        ((ballot.pk, number, tmp_path / "no" / "a"), "cannot be written"),
    ]:
        with pytest.raises(CommandError, match=words):
            call_command("disclosures", *map(str, asked))
