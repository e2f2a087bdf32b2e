"""The log as its three readers see it: anyone, the scrutineer, and the returning officer."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from audit.formats.attestation import attest, written_key
from audit.formats.canonical import canonical, parse
from audit.formats.disclosure import salted_digest
from audit.formats.signing import SigningKey
from audit.models import Disclosure, Entry, Position
from audit.recording import entry
from audit.services.access import SEEN
from audit.store.sequencer import sequence_all
from ballots.enums import Choice, VotingForm
from ballots.models import Ballot, Cast
from members.enums import Office
from members.models import Member
from members.services import appointment_make
from tests.factories.ballots import cast_by
from tests.factories.members import make_member, make_officer, signed_in
from tests.pages.halls import Hall, make_hall


@pytest.fixture
def scrutineer(hall: Hall) -> Member:
    return make_officer(Office.SCRUTINEER, hall.conference.body, "Rhiannon Oakhanger")


@pytest.fixture
def auditor(hall: Hall) -> Member:
    return make_officer(Office.AUDITOR, hall.conference.body, "Sunniva Blackmoor")


def place_of(kind: str, number: int = 0) -> int:
    """Give the place of an entry of a kind, the first or a later one."""
    sequence_all()
    return Position.objects.filter(entry__kind=kind).order_by("seq")[number].seq


def page(client: Client, address: str, **given: str) -> str:
    answer = client.get(address, given)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.text


def looks() -> int:
    return Entry.objects.filter(kind=SEEN).count()


# --- search -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["M1", "m1", "motion 1", "Shorter working week", "shorter WORKING", "motion:NDC27/M1"]
)
def test_motion_is_found_as_people_name_it(hall: Hall, client: Client, words: str) -> None:
    hall.decide_the_motion()
    sequence_all()
    text = page(client, "/log/", q=words)
    assert "Motion called: M1, Shorter working week pilots 1" in text
    assert 'href="/log/story/motion:NDC27/M1/"' in text
    assert "Appointment made" not in text.partition('id="entries"')[2]


@pytest.mark.parametrize(
    ("words", "is_shown", "is_not"),
    [
        ("vote opened", "Motion vote opened", "Motion called"),
        ("chair", "as chair", "Vote cast"),
        ("Branch B01", "Body created: Branch B01", "Branch B02"),
        ("NDC27", "", "Appointment made"),
        ("B01-1", "Attendance", "Body created"),
    ],
)
def test_log_is_searched_in_plain_words(
    hall: Hall, client: Client, words: str, is_shown: str, is_not: str
) -> None:
    hall.decide_the_motion()
    with entry(actor=None) as log:
        log.record("attendance.checked", subject=hall.credentials[0])
    sequence_all()
    text = page(client, "/log/", q=words)
    assert is_shown in text
    assert is_not not in text.partition('id="entries"')[2]


def test_day_is_found_and_only_that_day(hall: Hall, client: Client) -> None:
    sequence_all()
    today = timezone.localdate()
    assert "Body created" in page(client, "/log/", q=f"{today:%d %B %Y}")
    assert "No entries here" in page(client, "/log/", q=f"{today - timedelta(days=1):%d/%m/%Y}")
    assert "No entries here" in page(client, "/log/", since=f"{today + timedelta(days=1)}")
    assert "Body created" in page(client, "/log/", since=f"{today}", until=f"{today}")


def test_ballot_is_found_by_its_title_and_one_held_back_is_not(hall: Hall, client: Client) -> None:
    hall.decide_the_motion()
    sequence_all()
    title = hall.ballot.title
    assert f"Ballot opened: {title}" in page(client, "/log/", q=title)
    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        Ballot.objects.update(state="under_review")
    assert title not in page(client, "/log/", q=title).replace(f'value="{title}"', "").replace(
        f"“{title}”", ""
    )


def test_office_and_event_are_filters_together(hall: Hall, client: Client) -> None:
    hall.decide_the_motion()
    sequence_all()
    text = page(client, "/log/", kind="motion.called", office="chair")
    assert "Motion called: M1" in text
    assert "Event: Motion called." in text
    assert "No entries here" in page(client, "/log/", kind="motion.called", office="teller")


def test_nobody_is_looked_up_in_public(hall: Hall, scrutineer: Member, client: Client) -> None:
    sequence_all()
    text = page(client, "/log/", q=hall.chair.pseudonym)
    assert "Only the returning officer, the scrutineer and the auditor may look up" in text
    answer = signed_in(scrutineer).get("/log/", {"q": hall.chair.pseudonym})
    assert answer.headers["Location"] == f"/log/people/{hall.chair.pseudonym}/"


@pytest.mark.parametrize("motions", [1, 3])
def test_log_asks_as_often_for_one_motion_as_for_three(
    motions: int, db: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_hall(motions=motions)
    with entry(actor=None) as log:
        for number in range(motions):
            log.record("motion.called", subject=f"motion:NDC27/M{number + 1}")
            log.record("ballot.opened", subject=f"ballot:{uuid4()}")
    sequence_all()
    with django_assert_num_queries(9):
        client.get("/log/")


# --- stories ------------------------------------------------------------------------------------


def test_motions_life_is_told_in_order_with_its_ballot(hall: Hall, client: Client) -> None:
    hall.decide_the_motion()
    sequence_all()
    text = page(client, "/log/story/motion:NDC27/M1/")
    assert "<h1>M1, Shorter working week pilots 1</h1>" in text
    numbers = [int(found) for found in re.findall(r'<li value="(\d+)">', text)]
    assert numbers == sorted(numbers)
    told = re.findall(r'act__what">\s*<a[^>]*>([^<]+)</a>', text)
    assert told[:3] == ["Motion called", "Motion moved", "Motion seconded"]
    assert told.index("Ballot opened") < told.index("4 votes cast") < told.index("Ballot closed")
    assert told[-1] == "Motion declared"
    assert re.findall(r'lane-key--\d" aria-hidden="true"></span>(\w+)', text)[0] == "Motion"


def test_ballots_life_is_told_with_its_question(hall: Hall, client: Client) -> None:
    hall.decide_the_motion()
    sequence_all()
    text = page(client, f"/log/story/{hall.ballot.log_name}/")
    for said in ("Ballot created", "Ballot opened", "Ballot closed", "Ballot declared"):
        assert said in text
    assert "Question put" in text or "Question vote opened" in text
    assert "Motion called" not in text


def test_story_that_has_not_begun_says_so(hall: Hall, client: Client) -> None:
    sequence_all()
    assert 'href="/log/story/motion:NDC27/M1/"' in page(client, "/c/NDC27/motions/M1/")
    assert "Nothing yet" in page(client, "/log/story/motion:NDC27/M1/")


@pytest.mark.parametrize(
    "subject",
    ["motion:NDC27/M99", "nonsense", "ballot:x", "motion:", "member:", "member:a/b", "member:p_a"],
)
def test_story_of_nothing_is_not_found(hall: Hall, client: Client, subject: str) -> None:
    sequence_all()
    assert client.get(f"/log/story/{subject}/").status_code == 404


@pytest.mark.parametrize("votes", [1, 3])
def test_story_asks_as_often_whatever_the_votes(
    hall: Hall, client: Client, votes: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with entry(actor=None) as log:
        for number in range(votes):
            log.record("vote.cast", subject="motion:NDC27/M1")
            log.record("motion.called", subject="motion:NDC27/M1", number=number)
    sequence_all()
    with django_assert_num_queries(8):
        client.get("/log/story/motion:NDC27/M1/")


# --- whose hand ---------------------------------------------------------------------------------


def test_officers_signature_is_told_from_the_machines_seal(
    hall: Hall, client: Client, settings: pytest.FixtureRequest
) -> None:
    origin = settings.AUDIT_ORIGIN  # type: ignore[attr-defined]
    officer, key = hall.returning_officer.pseudonym, SigningKey.generate("officer")
    public = {"by": officer, "of": f"member:{officer}", "t": "officer_key.enrolled"}
    enrol(public, key, origin)
    enrol({"by": officer, "of": "ballot:1", "t": "ballot.declared"}, key, origin)
    forged = {"by": officer, "of": "ballot:2", "t": "ballot.declared"}
    enrol(forged, SigningKey.generate("forger"), origin)
    with entry(actor=hall.returning_officer) as log:
        log.record("ballot.declared", subject="ballot:3", attested=True)
    with entry(actor=None) as log:
        log.record("ballot.closed", subject="ballot:4")
    sequence_all()
    signed, wrong, unsigned = (place_of("ballot.declared", number) for number in range(3))
    text = page(client, f"/log/{signed}/")
    assert "Signed by the officer in person" in text
    assert f"The key was enrolled in entry {place_of('officer_key.enrolled')}" in text
    assert "The signature does not hold." in page(client, f"/log/{wrong}/")
    assert "Not signed by the officer in person" in page(client, f"/log/{unsigned}/")
    assert "Done by the machine" in page(client, f"/log/{place_of('ballot.closed')}/")
    listed = page(client, "/log/", kind="ballot.")
    assert listed.count("Signed by the officer") == 2
    assert listed.count("Not signed by the officer") == 1
    assert listed.count("By the machine") == 1


def enrol(said: dict[str, str], key: SigningKey, origin: str) -> None:
    """Write a signed entry as the log has it; an enrolment names the key as well."""
    at, entry_id = timezone.now(), uuid4()
    act = {**said, "id": str(entry_id), "at": f"{at:%Y-%m-%dT%H:%M:%SZ}", "v": 1}
    if said["t"] == "officer_key.enrolled":
        act["key"] = written_key(key.verifier)
    leaf = canonical({**act, "attestation": attest(act, key, origin=origin)})
    Entry.objects.create(id=entry_id, at=at, kind=said["t"], subject=said["of"], leaf=leaf)


# --- sealed values ------------------------------------------------------------------------------


@pytest.fixture
def sealed_at(hall: Hall) -> int:
    """An entry with one sealed value."""
    with entry(actor=None) as log:
        log.record("ballot.voided", subject="ballot:1", personal={"reason": "Two papers stuck"})
    return place_of("ballot.voided")


def test_public_sees_that_something_is_sealed_and_not_what(sealed_at: int, client: Client) -> None:
    text = page(client, f"/log/{sealed_at}/")
    assert "One personal value is sealed in this entry" in text
    assert "Withheld" in text
    assert "Two papers stuck" not in text
    assert "Why do you need to see them?" not in text
    assert client.post(f"/log/{sealed_at}/", {"why": "curious"}).status_code == 405


@pytest.mark.parametrize("office", [Office.SCRUTINEER, Office.RETURNING_OFFICER])
def test_officer_opens_what_is_sealed_and_the_log_says_so(
    hall: Hall, sealed_at: int, office: Office
) -> None:
    reader = make_officer(office, hall.conference.body, "Reader")
    client, address = signed_in(reader), f"/log/{sealed_at}/"
    assert "Two papers stuck" not in page(client, address)
    answer = client.post(address, {"why": "A complaint about ballot 1"})
    assert "reason: Two papers stuck" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    look = parse(bytes(Entry.objects.get(kind=SEEN).leaf))
    assert (look["by"], look["office"], look["of"]) == (reader.pseudonym, office, "ballot:1")
    assert "complaint" not in str(look)


@pytest.mark.parametrize("why", ["", "   "])
def test_nothing_is_opened_without_a_reason(scrutineer: Member, sealed_at: int, why: str) -> None:
    text = signed_in(scrutineer).post(f"/log/{sealed_at}/", {"why": why}).text
    assert "Say why you need to see them." in text
    assert "Two papers stuck" not in text
    assert looks() == 0


def test_auditor_opens_nothing(auditor: Member, sealed_at: int) -> None:
    client = signed_in(auditor)
    assert "Why do you need to see them?" not in page(client, f"/log/{sealed_at}/")
    assert client.post(f"/log/{sealed_at}/", {"why": "audit"}).status_code == 405
    assert looks() == 0


def test_appointment_that_has_ended_opens_nothing(hall: Hall, sealed_at: int) -> None:
    past = make_member("Former scrutineer")
    today = timezone.localdate()
    appointment_make(
        actor=None,
        member=past,
        office=Office.SCRUTINEER,
        body=hall.conference.body,
        starts_on=today - timedelta(days=30),
        ends_on=today,
    )
    client = signed_in(past)
    assert "Why do you need to see them?" not in page(client, f"/log/{sealed_at}/")
    assert client.post(f"/log/{sealed_at}/", {"why": "still"}).status_code == 405
    assert client.get("/log/desk/").status_code == 403


def test_officer_of_a_branch_reads_as_anyone_does(hall: Hall, sealed_at: int) -> None:
    client = signed_in(make_officer(Office.SCRUTINEER, hall.branches[0], "Of one branch"))
    assert "Why do you need to see them?" not in page(client, f"/log/{sealed_at}/")
    assert client.get("/log/desk/").status_code == 403


def test_value_that_is_not_what_was_sealed_is_not_shown(scrutineer: Member, sealed_at: int) -> None:
    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        kept = Disclosure.objects.get(entry__position=sealed_at)
        kept.delete()
        Disclosure.objects.create(
            entry_id=kept.entry_id, name=kept.name, salt=kept.salt, value="Something else"
        )
    text = signed_in(scrutineer).post(f"/log/{sealed_at}/", {"why": "check"}).text
    assert "Something else" not in text
    assert "Withheld" in text


def test_erased_value_is_said_to_be_erased(sealed_at: int, client: Client) -> None:
    kept = Disclosure.objects.get(entry__position=sealed_at)
    digest = salted_digest(kept.salt, kept.name, kept.value)
    with entry(actor=None) as log:
        other = [[sealed_at + 1, digest], [sealed_at, "x" * 43]]
        log.record("erasure.performed", subject="ballot:1", erased=other)
    assert "Erased" not in page(client, f"/log/{sealed_at}/")
    with entry(actor=None) as log:
        log.record("erasure.performed", subject="ballot:1", erased=[[sealed_at, digest]])
    assert "Erased" in page(client, f"/log/{sealed_at}/")


def opened_vote(reader: Member) -> str:
    address = f"/log/{place_of('vote.cast')}/"
    return signed_in(reader).post(address, {"why": "The count was questioned"}).text


def test_scrutineer_sees_how_a_vote_was_cast_once_it_is_over_and_nobody_else_does(
    hall: Hall, scrutineer: Member
) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    for line in hall.ballot.roll.select_related("voter"):
        cast_by(line.voter, hall.ballot, Choice.FOR)
    assert "choice: for" not in opened_vote(scrutineer)
    hall.press("close_vote")
    assert "choice: for" in opened_vote(scrutineer)
    assert "choice: for" not in opened_vote(hall.returning_officer)


def test_vote_in_a_secret_ballot_is_shown_to_nobody(hall: Hall, scrutineer: Member) -> None:
    hall.decide_the_motion()
    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        Ballot.objects.update(form=VotingForm.SECRET_BALLOT)
    assert Cast.objects.exists()
    assert "choice: for" not in opened_vote(scrutineer)


# --- a person, and the desk ---------------------------------------------------------------------


def test_person_reads_their_own_story(hall: Hall) -> None:
    hall.decide_the_motion()
    sequence_all()
    text = page(signed_in(hall.delegate), f"/log/people/{hall.delegate.pseudonym}/")
    assert "What the log says of you" in text
    assert "Vote cast" in text
    assert looks() == 0


def test_persons_story_is_for_those_who_may_read_it_and_the_look_is_recorded(
    hall: Hall, scrutineer: Member, client: Client
) -> None:
    hall.decide_the_motion()
    sequence_all()
    address = f"/log/people/{hall.chair.pseudonym}/"
    assert client.get(address).status_code == 302
    assert signed_in(hall.delegate).get(address).status_code == 403
    assert looks() == 0
    text = page(signed_in(scrutineer), address)
    assert "Motion called" in text
    assert "Appointment made" in text
    assert "Maureen" not in text.partition("<main")[2]
    assert looks() == 1


@pytest.mark.parametrize("name", ["p_short", "p_" + "0" * 22, "nobody"])
def test_person_who_is_nobody_is_not_found(scrutineer: Member, name: str) -> None:
    assert signed_in(scrutineer).get(f"/log/people/{name}/").status_code == 404


def test_desk_is_for_those_who_read_in_an_office(
    hall: Hall, scrutineer: Member, auditor: Member, client: Client
) -> None:
    hall.decide_the_motion()
    sequence_all()
    assert client.get("/log/desk/").status_code == 302
    assert signed_in(hall.delegate).get("/log/desk/").status_code == 403
    with entry(actor=None) as log:
        log.record("roll.imported", subject="roll")
    text = page(signed_in(scrutineer), "/log/desk/")
    assert "<h1>Scrutineer</h1>" in text
    assert "Roll imported: roll" in text
    assert "/c/NDC27/registers/" in text
    assert f"/ballots/{hall.ballot.pk}/disclosures/" in text
    assert "Find a person" in text
    assert "Find a person" not in page(signed_in(auditor), "/log/desk/")


def test_desk_says_until_when_its_reader_may_read(hall: Hall) -> None:
    member, today = make_member("Scrutineer for a week"), timezone.localdate()
    appointment_make(
        actor=None,
        member=member,
        office=Office.SCRUTINEER,
        body=hall.conference.body,
        starts_on=today,
        ends_on=today + timedelta(days=8),
    )
    last = today + timedelta(days=7)
    assert f"up to and including {last:%A} {last.day} {last:%B %Y}" in page(
        signed_in(member), "/log/desk/"
    )


def test_person_is_found_by_number_for_a_reason_that_the_log_keeps(
    hall: Hall, scrutineer: Member, auditor: Member
) -> None:
    number = hall.delegate.membership_number
    client = signed_in(scrutineer)
    asked = {"who": number.lower(), "why": "A complaint of 15 June"}
    answer = client.post("/log/desk/find-person/", asked)
    assert answer.headers["Location"] == f"/log/people/{hall.delegate.pseudonym}/"
    assert looks() == 1
    for wrong, words in (
        ({"who": number, "why": ""}, "Say why."),
        ({"who": "nobody", "why": "x"}, "There is nobody with that membership number."),
    ):
        answer = client.post("/log/desk/find-person/", wrong)
        assert (answer.status_code, words in answer.text) == (422, True)
    answer = signed_in(auditor).post("/log/desk/find-person/", asked)
    assert "Your office reads the log by pseudonym only." in answer.text
    assert signed_in(hall.delegate).post("/log/desk/find-person/", asked).status_code == 403
    assert looks() == 1


# --- heads --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_heads_are_listed_in_as_many_questions_however_many(
    db: None, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        with entry(actor=None) as log:
            log.record("test.prepared", subject="test")
        sequence_all()
    with django_assert_num_queries(10):
        text = client.get("/log/heads/").text
    assert text.count('class="heads__size"') == count


def test_entry_leads_along_the_log_and_to_its_files(hall: Hall, client: Client) -> None:
    sequence_all()
    text = page(client, "/log/1/")
    for address in ("/log/0/", "/log/2/", "/log/proofs/1.tlog-proof", "/log/proofs/1.leaf"):
        assert f'href="{address}"' in text
    assert 'href="/log/check/#entry=1"' in text
    assert 'href="/log/0/"' not in page(client, "/log/0/").partition("<h1")[2]
