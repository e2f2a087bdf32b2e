"""Every line of the lifecycle is a button of a page: for the entitled alone, and recorded."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from audit.models import Entry
from members.enums import Office
from members.models import Body, Member
from members.services.appointments import appointment_make
from motions.lifecycle import LINES, Transition
from motions.models import Motion
from motions.states import Party
from motions.steps import sha256
from tests.factories.conferences import Sitting
from tests.factories.lodging import make_desk
from tests.factories.members import make_member, make_officer, signed_in
from tests.motions.ways import WAYS, Hall, Press, Way

pytestmark = pytest.mark.django_db

BY_KEY = {(line.source, line.act, line.when): line for line in LINES}
TO_SIGN_IN, REFUSED = 302, {403, 404, 409}
TRIED = [
    pytest.param(BY_KEY[key], way, id=f"{key[0]}-{key[1]}{key[2] and '-' + key[2]}-{n}")
    for key, ways in groupby(WAYS, key=lambda each: each[0])
    for n, (_key, way) in enumerate(ways, start=1)
]


@pytest.fixture(scope="module")
def _people(_loaded: Sitting, django_db_blocker: DjangoDbBlocker) -> Iterator[Hall]:
    """Appoint officers in B08 and B16 once, and name some who are entitled to nothing here."""
    with django_db_blocker.unblock(), transaction.atomic():
        b06, b16 = (Body.objects.get(code=code) for code in ("B06", "B16"))
        answers = _loaded.credential("B16-1").member
        appointment_make(actor=None, member=answers, office=Office.BRANCH_SECRETARY, body=b16)
        nobody = {
            "a delegate": _loaded.credential("B13-1").member,
            "an officer of another branch": make_officer(Office.BRANCH_SECRETARY, b06, "Other"),
            "a stranger": make_member("Stran Ger"),
        }
        yield Hall(_loaded, make_desk(_loaded), answers, nobody)
        transaction.set_rollback(True)


@pytest.fixture
def hall(_people: Hall, sitting: Sitting) -> Hall:
    return replace(_people, sitting=sitting, desk=replace(_people.desk, sitting=sitting))


def standing(motion: Motion) -> Motion:
    return Motion.objects.select_related("conference").get(pk=motion.pk)


def recorded(line: Transition, motion: Motion) -> dict[str, Any]:
    event = Entry.objects.filter(kind=f"motion.{line.act.done}", subject=motion.log_name)
    told: dict[str, Any] = json.loads(bytes(event.latest("at").leaf))
    return told


def not_entitled(line: Transition, hall: Hall) -> dict[str, Member]:
    """Add who comes nearest: for the acts of a branch the chair, for all others that branch."""
    if line.party == Party.BRANCH:
        return hall.nobody | {"the chair": hall.sitting.chair}
    return hall.nobody | {"an officer of the branch": hall.desk.first}


def refuse_all_but_the_entitled(press: Press, line: Transition, others: dict[str, Member]) -> None:
    for who, member in others.items():
        answer = signed_in(member).post(press.url, press.given)
        assert answer.status_code in REFUSED, who
        assert standing(press.motion).standing == line.source, who
    assert Client().post(press.url, press.given).status_code in {TO_SIGN_IN, *REFUSED}
    assert standing(press.motion).standing == line.source, "nobody signed in"


def test_every_line_has_a_page() -> None:
    assert {key for key, _way in WAYS} == BY_KEY.keys()
    assert len(BY_KEY) == len(LINES)


@pytest.mark.parametrize(("line", "way"), TRIED)
def test_act_is_on_a_page_for_the_entitled_alone(line: Transition, way: Way, hall: Hall) -> None:
    press = way(hall)
    assert standing(press.motion).standing == line.source
    with press.then():
        refuse_all_but_the_entitled(press, line, not_entitled(line, hall))
        answer = signed_in(press.by).post(press.url, press.given)
    assert answer.status_code == 302, answer.content.decode()
    motion = standing(press.motion)
    assert motion.standing == line.target
    told = recorded(line, motion)
    assert (told["was"], told["now"]) == (line.source, line.target)
    text = motion.texts.get(version=told["text_version"])
    assert text == motion.substantive
    assert told["text_sha256"] == sha256(text.text) == text.sha256
