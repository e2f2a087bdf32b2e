"""Officers' own keys: set up, unlocked, retired; and who can sign with what."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from audit.formats.attestation import OfficerKeys
from audit.formats.paserk import SAMPLE, STRONG, cost_of
from audit.formats.signing import SigningKey
from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from members import services
from members.enums import Office
from members.models import Body, Member, OfficerKey
from members.pens import Pen, pen_of, pen_token
from members.selectors import officer_key_of
from members.services import officer_key_enrol, officer_key_retire, pen_take_up, sessions_end
from tests.factories.members import make_member, make_officer, make_union

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

PHRASE = "lanterns above a quiet harbour"


@pytest.fixture
def union() -> Body:
    return make_union()


@pytest.fixture
def chair(union: Body) -> Member:
    return make_officer(Office.CHAIR, union)


@pytest.fixture
def returning_officer(union: Body) -> Member:
    return make_officer(Office.RETURNING_OFFICER, union, "Tobias Lockwell")


def fresh(member: Member) -> Member:
    """The member as the next request finds them: with empty hands."""
    return Member.objects.select_related("sessions").get(pk=member.pk)


def enrol(officer: Member, phrase: str = PHRASE) -> Pen:
    return officer_key_enrol(actor=officer, pass_phrase=phrase, cost=SAMPLE)


def leaves() -> Iterator[dict[str, Any]]:
    for leaf in Entry.objects.order_by("at", "id").values_list("leaf", flat=True):
        yield json.loads(bytes(leaf))


def signers() -> list[tuple[str, str]]:
    """Judge the whole log as a scrutineer does: what was done, and who signed it."""
    keys = OfficerKeys(settings.AUDIT_ORIGIN)
    judged = [(leaf["t"], keys.judge(leaf)) for leaf in leaves()]
    return [(kind, key.name) for kind, key in judged if key]


def open_a_vote(actor: Member | None) -> None:
    with entry(actor=actor) as log:
        log.record("ballot.opened", subject="ballot:1", attested=True, roll=12)


def refused(code: str) -> "pytest.RaisesExc[Refusal]":
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_enrolment_is_the_first_thing_the_key_signs(chair: Member) -> None:
    enrol(chair)
    assert signers() == [("officer_key.enrolled", chair.pseudonym)]


def test_act_of_an_officer_with_a_pen_bears_their_signature(chair: Member) -> None:
    enrol(chair)
    open_a_vote(chair)
    assert signers()[-1] == ("ballot.opened", chair.pseudonym)


def test_act_without_a_pen_says_that_it_is_unsigned(chair: Member) -> None:
    open_a_vote(chair)
    *_, last = leaves()
    assert last["attestation"] is None
    assert signers() == []


def test_act_of_the_clock_asks_for_no_signature(settings: Settings) -> None:
    settings.OFFICERS_MUST_SIGN = True
    open_a_vote(None)
    [leaf] = leaves()
    assert "attestation" not in leaf


def test_act_that_asks_for_no_signature_gets_none(chair: Member) -> None:
    enrol(chair)
    with entry(actor=chair) as log:
        log.record("credential.checked_in", subject="credential:1")
    *_, last = leaves()
    assert "attestation" not in last


def test_act_without_a_pen_is_refused_where_officers_must_sign(
    settings: Settings, chair: Member
) -> None:
    settings.OFFICERS_MUST_SIGN = True
    before = Entry.objects.count()
    with refused("officer-must-sign"):
        open_a_vote(chair)
    assert Entry.objects.count() == before
    enrol(chair)
    open_a_vote(chair)
    assert signers()[-1][0] == "ballot.opened"


def test_key_is_sealed_at_full_strength(chair: Member) -> None:
    officer_key_enrol(actor=chair, pass_phrase=PHRASE)
    assert cost_of(OfficerKey.objects.get().sealed) == STRONG


def test_pass_phrase_takes_up_the_same_pen(chair: Member) -> None:
    made = enrol(chair)
    later = fresh(chair)
    taken = pen_take_up(actor=later, pass_phrase=f" {PHRASE} ")
    assert taken.key.verifier == made.key.verifier
    assert signers()[-1] == ("pen.taken_up", chair.pseudonym)


def test_wrong_pass_phrase_is_refused_and_the_log_says_so(chair: Member) -> None:
    enrol(chair)
    with refused("wrong-pass-phrase"):
        pen_take_up(actor=chair, pass_phrase="lanterns above a quiet harbor")
    *_, last = leaves()
    assert (last["t"], last["code"]) == ("officer_key.refused", "wrong-pass-phrase")


def test_a_few_wrong_tries_have_to_wait(chair: Member) -> None:
    enrol(chair)
    for _ in range(5):
        with refused("wrong-pass-phrase"):
            pen_take_up(actor=chair, pass_phrase="not this one")
    with refused("too-many-tries"):
        pen_take_up(actor=chair, pass_phrase=PHRASE)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        pen_take_up(actor=chair, pass_phrase=PHRASE)


def test_member_without_office_has_nothing_to_sign_with() -> None:
    with refused("not-an-officer"):
        enrol(make_member())


@pytest.mark.parametrize("phrase", ["short", "aaaaaaaaaaaaaaaaaaaaaaa", "Maureen Ashgrove!"])
def test_weak_pass_phrase_is_refused(chair: Member, phrase: str) -> None:
    with refused("weak-pass-phrase"):
        enrol(chair, phrase)
    assert officer_key_of(chair) is None


def test_second_key_at_a_time_is_refused(chair: Member) -> None:
    enrol(chair)
    with refused("has-a-key"):
        enrol(chair)


def test_database_refuses_a_second_key_at_a_time(chair: Member) -> None:
    enrol(chair)
    with entry(actor=chair) as log:
        log.record("test.prepared", subject="test")
        with pytest.raises(IntegrityError), transaction.atomic():
            OfficerKey.objects.create(member=chair, public="k4", enrolled_at=timezone.now())


def test_new_pass_phrase_opens_the_same_key(chair: Member) -> None:
    before = enrol(chair).key.verifier
    new = "four unrelated little words"
    services.officer_key_reseal(actor=chair, pass_phrase=PHRASE, new_pass_phrase=new, cost=SAMPLE)
    assert pen_take_up(actor=chair, pass_phrase=new).key.verifier == before
    with refused("wrong-pass-phrase"):
        pen_take_up(actor=chair, pass_phrase=PHRASE)


def test_pass_phrase_is_not_changed_without_the_old_one(chair: Member) -> None:
    made = enrol(chair)
    with refused("wrong-pass-phrase"):
        services.officer_key_reseal(
            actor=chair, pass_phrase="not this one", new_pass_phrase="four unrelated words here"
        )
    assert pen_take_up(actor=chair, pass_phrase=PHRASE).key.verifier == made.key.verifier


def test_retired_key_is_thrown_away_and_its_pens_are_void(chair: Member) -> None:
    enrol(chair)
    elsewhere = fresh(chair)
    elsewhere.pen = chair.pen
    officer_key_retire(actor=chair, member=chair)
    assert OfficerKey.objects.get().sealed == ""
    with refused("pen-is-void"):
        open_a_vote(elsewhere)
    with refused("no-key"):
        pen_take_up(actor=chair, pass_phrase=PHRASE)
    assert signers()[-1] == ("officer_key.retired", chair.pseudonym)


def test_lost_key_is_retired_without_a_pen_and_replaced(settings: Settings, chair: Member) -> None:
    settings.OFFICERS_MUST_SIGN = True
    lost = enrol(chair)
    chair.pen = None
    officer_key_retire(actor=chair, member=chair)
    new = enrol(chair)
    open_a_vote(chair)
    assert new.key.verifier != lost.key.verifier
    assert [kind for kind, _ in signers()] == [
        "officer_key.enrolled",
        "officer_key.enrolled",
        "ballot.opened",
    ]


def test_key_of_another_is_retired_by_whoever_appoints_officers(
    union: Body, chair: Member, returning_officer: Member
) -> None:
    enrol(chair)
    with refused("not-your-office"):
        officer_key_retire(actor=returning_officer, member=chair)
    officer_key_retire(actor=make_officer(Office.CLERK, union), member=chair)
    assert officer_key_of(chair) is None
    assert [kind for kind, _ in signers()] == ["officer_key.enrolled"]


def test_fingerprint_is_confirmed_by_a_second_officer(
    chair: Member, returning_officer: Member
) -> None:
    enrol(chair)
    key = OfficerKey.objects.get()
    services.officer_key_confirm(actor=returning_officer, fingerprint=key.fingerprint)
    key.refresh_from_db()
    assert key.confirmed_by == returning_officer
    *_, last = leaves()
    assert (last["t"], last["of"], last["key"]) == (
        "officer_key.confirmed",
        chair.log_name,
        key.fingerprint,
    )
    with refused("already-confirmed"):
        services.officer_key_confirm(actor=returning_officer, fingerprint=key.fingerprint)


def test_own_fingerprint_is_confirmed_by_nobody_but_another(chair: Member) -> None:
    enrol(chair)
    with refused("own-key"):
        services.officer_key_confirm(actor=chair, fingerprint=OfficerKey.objects.get().fingerprint)


def test_fingerprint_is_not_confirmed_by_any_officer(union: Body, chair: Member) -> None:
    enrol(chair)
    with refused("not-your-office"):
        services.officer_key_confirm(
            actor=make_officer(Office.TELLER, union),
            fingerprint=OfficerKey.objects.get().fingerprint,
        )


def test_fingerprint_that_is_no_keys_is_refused(returning_officer: Member) -> None:
    with refused("no-key"):
        services.officer_key_confirm(actor=returning_officer, fingerprint="k4.pid.x")


def test_key_put_in_place_of_the_enrolled_one_is_found_out(chair: Member) -> None:
    enrol(chair)
    other = make_officer(Office.TELLER, make_union("OTHER"))
    enrol(other)
    sealed = OfficerKey.objects.get(member=other).sealed
    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        OfficerKey.objects.filter(member=chair).update(sealed=sealed)
    with refused("not-your-key"):
        pen_take_up(actor=chair, pass_phrase=PHRASE)


def test_pen_is_read_back_from_what_the_browser_keeps(chair: Member) -> None:
    pen = enrol(chair)
    kept = pen_of(chair, pen_token(pen, chair))
    assert kept is not None
    assert kept.key.pem() == pen.key.pem()
    assert abs(kept.until - pen.until) < timedelta(seconds=1)


def test_pen_in_the_browser_does_not_show_the_key(chair: Member) -> None:
    pen = enrol(chair)
    token = pen_token(pen, chair)
    assert token.startswith("v4.local.")
    assert pen.key.seed().hex() not in token


def test_pen_is_nobody_elses(chair: Member, returning_officer: Member) -> None:
    token = pen_token(enrol(chair), chair)
    assert pen_of(returning_officer, token) is None


def test_pen_ends_with_the_sessions(chair: Member) -> None:
    token = pen_token(enrol(chair), chair)
    sessions_end(member=chair)
    assert pen_of(fresh(chair), token) is None


def test_pen_runs_out(chair: Member) -> None:
    pen = Pen(SigningKey.generate(chair.pseudonym), timezone.now() + timedelta(seconds=5))
    token = pen_token(pen, chair)
    assert pen_of(chair, token)
    with time_machine.travel(timezone.now() + timedelta(seconds=10)):
        assert pen_of(chair, token) is None


def test_pen_of_a_site_with_another_secret_is_worthless(settings: Settings, chair: Member) -> None:
    token = pen_token(enrol(chair), chair)
    settings.SECRET_KEY = "another secret, of another site, made up for this test"
    assert pen_of(chair, token) is None


@pytest.mark.parametrize("token", ["", "v4.local.", "v4.local.AAAA", "nonsense", "v4.public.AAAA"])
def test_senseless_pen_is_none(chair: Member, token: str) -> None:
    assert pen_of(chair, token) is None
