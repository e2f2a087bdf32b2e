"""Every column that leads to a person is answered for, and nobody is told of anyone else."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from audit.formats.disclosure import salted_digest
from audit.models import Entry, Position
from audit.personal_data import parts
from audit.retention import schedule
from audit.services.access import access_record
from audit.store.sequencer import sequence_all
from ballots.services import ballot_close, unable_report
from conferences.services.complaints import complaint_receive
from members import services
from members.enums import Office
from members.models import Member
from members.services.subject_access import as_json, told_about
from tests.factories.ballots import cast_by, make_hall
from tests.factories.members import make_member, make_officer, make_union
from tests.pages.halls import make_hall as make_conference_hall

PEOPLE = {"members.Member"}
"""Tables whose rows are one person; a table in a part is one too, for the tables below it."""


def columns_that_lead_to_people() -> set[str]:
    """Name every column that points at a person, or at a row that is about one person."""
    of_people = PEOPLE | {
        "conferences.Credential",
        "ballots.RollEntry",
        "members.PrintedCodeDevice",
    }
    return {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.get_fields()
        if column.concrete
        and column.related_model is not None
        and column.related_model._meta.label in of_people
    }


def test_every_column_that_leads_to_a_person_is_in_some_part() -> None:
    told = {column for part in parts.values() for column in part.covers}
    assert columns_that_lead_to_people() - told == set()


def test_no_part_answers_for_a_column_that_is_not_there() -> None:
    told = {column for part in parts.values() for column in part.covers}
    assert told - columns_that_lead_to_people() == set()


def test_every_part_is_on_the_retention_schedule() -> None:
    assert {part.rule for part in parts.values()} <= schedule.keys()


def held(told: dict[str, Any], key: str) -> list[dict[str, Any]]:
    (part,) = [part for part in told["parts"] if part["key"] == key]
    rows: list[dict[str, Any]] = part["held"]
    return rows


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_person_is_told_their_votes_with_what_opens_the_log() -> None:
    hall = make_hall(delegates=3)
    ballot = hall.open()
    voter = hall.delegates[0]
    cast_by(voter, ballot, "for")
    cast_by(voter, ballot, "against")
    sequence_all()
    (line,) = held(told_about(voter), "votes")
    assert [cast["counts"] for cast in line["votes cast"]] == [False, True]
    assert [cast["choice"] for cast in line["votes cast"]] == ["For", "Against"]
    for cast in line["votes cast"]:
        leaf = bytes(Position.objects.get(seq=cast["number"]).entry.leaf).decode()
        assert salted_digest(cast["salt"], "choice", cast["key"]) in leaf


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_person_is_told_nothing_of_anyone_else() -> None:
    hall = make_hall(delegates=3)
    ballot = hall.open()
    mine, other = hall.delegates[0], hall.delegates[1]
    cast_by(mine, ballot, "for")
    cast_by(other, ballot, "against")
    unable_report(ballot=ballot, voter=hall.delegates[2], reason="My phone died")
    told = as_json(told_about(mine)).decode()
    strangers = [other, hall.delegates[2], hall.chair, hall.returning_officer, hall.teller]
    for stranger in strangers:
        for theirs in (stranger.name, stranger.email, stranger.membership_number):
            assert theirs not in told
    assert "My phone died" not in told
    assert mine.name in told


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_officer_is_not_told_what_others_sealed_or_they_sealed_of_others() -> None:
    hall = make_hall(delegates=2)
    ballot = hall.open()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        closed = ballot_close(ballot=ballot, actor=hall.teller)
        hall.recommend_void(closed)
    told = as_json(told_about(hall.returning_officer)).decode()
    assert "Seven of 56 delegates could not vote" not in told
    assert "recommended that it is void" in told


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_person_is_told_of_their_offices_devices_and_entries() -> None:
    officer = make_officer(Office.CHAIR, make_union(), "Asha Bellweather")
    services.printed_codes_issue(member=officer, actor=officer)
    told = told_about(officer)
    assert held(told, "offices")[0]["office"] == "Chair"
    assert [row["device"] for row in held(told, "devices") if "device" in row] == ["printed codes"]
    events = [row["event"] for row in held(told, "log")]
    assert {"member.entered", "appointment.made", "printed_codes.issued"} <= set(events)
    (made,) = [row for row in held(told, "log") if row["event"] == "appointment.made"]
    assert [words["value"] for words in made["sealed words"]] == ["Asha Bellweather"]


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_person_is_told_who_was_shown_the_roll_they_are_on() -> None:
    hall = make_hall(delegates=2)
    ballot = hall.open()
    access_record(actor=hall.teller, office="teller", what="who has not voted", subject=ballot)
    access_record(actor=hall.teller, office="teller", what="another roll", subject="ballot:other")
    (look,) = held(told_about(hall.delegates[0]), "looks")
    assert (look["by"], look["what"]) == ("teller", "who has not voted")
    assert hall.teller.name not in str(look)


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_what_a_person_is_told_is_json_that_any_program_reads() -> None:
    told = told_about(make_member())
    assert json.loads(as_json(told)) == told
    assert Entry.objects.exists()


@pytest.mark.django_db
def test_no_name_address_or_number_of_anyone_stands_in_the_log() -> None:
    hall = make_conference_hall()
    hall.decide_the_motion()
    today = timezone.localdate()
    complaint_receive(
        conference=hall.conference,
        actor=hall.returning_officer,
        complainant=hall.delegate.name,
        about=f"{hall.delegate.name} was not let in",
        rule="Rule 12",
        breach_on=today,
        received_on=today,
    )
    services.printed_codes_issue(member=hall.delegate, actor=hall.delegate)
    services.passcode_issue(member=hall.delegate)
    services.member_suspend(actor=None, member=hall.delegate)
    told_about(hall.delegate)
    log = b"\n".join(bytes(leaf) for leaf in Entry.objects.values_list("leaf", flat=True))
    people = [(m.name, m.email, m.membership_number) for m in Member.objects.all()]
    assert people
    for known in (value for person in people for value in person if value):
        assert known.encode() not in log
