"""Signing the declaration: what is signed, what the log says of it, and when it is refused."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from audit.formats.attestation import OfficerKeys, key_id
from audit.formats.canonical import canonical, parse
from audit.formats.paserk import SAMPLE
from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from audit.store.sequencer import sequence_all
from ballots.declaring.counts import reconciliation_of
from ballots.declaring.document import declaration_document, draft
from ballots.declaring.signed import signed_declaration, standing_declaration
from ballots.declaring.wording import OfficerStatement
from ballots.enums import Majority, VotingForm
from ballots.models import Ballot, Declaration, RollEntry
from ballots.papers import paper_of
from ballots.services import declaration_sign
from members.enums import BodyKind, Office
from members.models import Appointment, Body
from members.services import appointment_end, officer_key_enrol
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.factories.members import make_body, make_officer

pytestmark = pytest.mark.django_db

INDICATIVE = {"class_code": "PAY_CONSULT", "majority": Majority.NONE}


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=3)


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    return hall.declared("for", "for", "against")


def refusal_of(sign: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        sign()
    return refused.value


def in_the_log(kind: str, ballot: Ballot) -> list[dict[str, Any]]:
    found = Entry.objects.filter(kind=kind, subject=ballot.log_name).order_by("at")
    return [parse(bytes(each.leaf)) for each in found]


def tampered(sql: str, *values: Any) -> None:
    """Change a table as someone with the database's password would: by SQL, past every service."""
    with entry(actor=None) as log, connection.cursor() as cursor:
        cursor.execute(sql, values)
        log.record("test.prepared", subject="test")


# --- what is signed -----------------------------------------------------------------------------


def test_what_is_signed_is_canonical_and_the_log_has_its_hash(hall: Hall, ballot: Ballot) -> None:
    signed = hall.sign(ballot)
    document = declaration_document(ballot)
    assert signed.document.encode() == canonical(document)
    (leaf,) = in_the_log("declaration.signed", ballot)
    assert leaf["document_sha256"] == signed.sha256 == sha256(canonical(document)).hexdigest()
    assert leaf["id"] == str(signed.entry_id)
    assert (leaf["office"], leaf["by"]) == ("returning_officer", hall.returning_officer.pseudonym)
    assert (leaf["head_size"], leaf["head_root"]) == (
        document["seal"]["size"],
        document["seal"]["root"],
    )
    assert "attestation" in leaf


def test_the_document_says_everything_the_guide_lists(hall: Hall, ballot: Ballot) -> None:
    hall.sign(ballot, roll_inspected=True, inspection="at my own instance")
    document = declaration_document(ballot)
    assert document["status"] == "signed"
    assert document["union"] == hall.union.name
    assert document["class"]["code"] == "CONF_VOTE"
    assert document["majority"] == {
        "key": "simple",
        "words": "Simple majority",
        "sum": "F > A",
    }
    assert [(each["label"], each["votes"]) for each in document["figures"]] == [
        ("For", 2),
        ("Against", 1),
        ("Abstain", 0),
    ]
    assert document["votes"] == {
        "cast": 3,
        "valid": 3,
        "blank": 0,
        "abstentions": 0,
        "unable": 0,
    }
    assert document["turnout"]["percent"] == "100.00"
    assert document["result"]["verdict"] == "CARRIED"
    assert document["declared_by"] == {"name": hall.chair.name, "office": "Chair"}
    assert document["signature"]["name"] == hall.returning_officer.name
    assert document["signature"]["words"].startswith("A person's signature.")
    assert document["seal"]["words"].startswith("A machine's seal.")
    assert "Certification Officer" in document["complaints"]
    assert all(line["balances"] for line in document["reconciliation"])


def test_no_voter_is_in_the_document(hall: Hall, ballot: Ballot) -> None:
    text = hall.sign(ballot).document
    for delegate in hall.delegates:
        assert delegate.name not in text
        assert delegate.pseudonym not in text
    assert "credential:" not in text


def test_a_branch_that_voted_alike_is_not_shown_to_have(hall: Hall) -> None:
    """Whoever knows that all of a delegation voted must not learn how they did (guide 3.6)."""
    document = declaration_document(hall.declared("for", "for", "for"))
    assert document["by_body"] == [
        {"body": hall.branch.name, "roll": 3, "voted": None, "votes": None}
    ]


def test_a_card_vote_is_shown_by_branch(hall: Hall) -> None:
    ballot = hall.declared("for", "against", form=VotingForm.CARD_VOTE, weights=[1190, 1240, 860])
    document = declaration_document(ballot)
    assert document["by_body"][0]["votes"] == {"for": 1190, "against": 1240, "abstain": 0}
    assert document["turnout"]["percent"] == "66.67"
    assert document["turnout"]["strength"] == {"cast": 2430, "roll": 3290, "percent": "73.86"}


def test_an_indicative_ballot_says_so_and_decides_nothing(hall: Hall) -> None:
    options = paper_of(["Accept", "Reject"])
    ballot = hall.declared("option-1", options=options, title="Pay", question="Pay?", **INDICATIVE)
    hall.sign(ballot)
    document = declaration_document(ballot)
    assert document["is_indicative"]
    assert document["banners"][0].startswith("Indicative ballot.")
    assert document["tie"] == {"is_tie": False, "casting_vote": None, "rule": ""}


def test_a_late_vote_is_not_cast_and_the_declaration_says_why(hall: Hall) -> None:
    ballot = hall.declared("for")
    with pytest.raises(Refusal):
        cast_by(hall.delegates[1], ballot)
    hall.sign(ballot)
    document = declaration_document(ballot)
    assert document["rejected"] == [
        {
            "code": "after_close",
            "words": "Came after the close, unopened",
            "count": 1,
            "was_cast": False,
        }
    ]
    assert document["votes"]["cast"] == 1


def test_a_changed_vote_is_received_twice_and_counted_once(hall: Hall) -> None:
    ballot = hall.open()
    cast_by(hall.delegates[0], ballot, "against")
    declared = hall.finish(ballot, "for")
    (line,) = [one for one in reconciliation_of(declared).lines if one.key == "changed"]
    assert line.sum_in_words == (
        "received, by the log 2 = counted 1 + replaced by the voter before the close 1"
    )
    hall.sign(declared)


def test_a_vote_that_took_the_place_of_a_void_one_names_it(hall: Hall) -> None:
    void = hall.void(hall.open())
    ballot = hall.declared("for", replaces=void)
    hall.sign(ballot)
    (before,) = declaration_document(ballot)["void_votes"]
    assert (before["ballot"], before["state"]) == (str(void.pk), "void")


def test_a_void_vote_has_a_document_without_figures(hall: Hall, ballot: Ballot) -> None:
    hall.sign(ballot)
    void = hall.void(ballot)
    document = declaration_document(void)
    assert document["status"] == "void"
    assert document["figures"] == []
    assert (document["result"], document["votes"], document["turnout"]) == (None, None, None)
    assert document.keys() == declaration_document(hall.declared("for")).keys()
    assert standing_declaration(void) is None


def test_no_document_before_the_declaration(hall: Hall) -> None:
    with pytest.raises(ValueError, match="declared"):
        draft(hall.open())


def test_an_officers_own_key_attests_the_act_and_the_paper_names_it(
    hall: Hall, ballot: Ballot
) -> None:
    officer = hall.returning_officer
    pen = officer_key_enrol(actor=officer, pass_phrase="a lantern over the harbour", cost=SAMPLE)
    hall.sign(ballot)
    keys = OfficerKeys(settings.AUDIT_ORIGIN)
    log = [parse(bytes(each.leaf)) for each in Entry.objects.order_by("position__seq", "at")]
    signers = {leaf["t"]: keys.judge(leaf) for leaf in log}
    signer = signers["declaration.signed"]
    assert signer
    assert signer.public == pen.key.verifier.public
    standing = standing_declaration(ballot)
    assert standing
    assert standing.provenance.attestation == key_id(pen.key.verifier)


def test_refused_without_a_pen_where_officers_must_sign(
    hall: Hall, ballot: Ballot, settings: Settings
) -> None:
    settings.OFFICERS_MUST_SIGN = True
    assert refusal_of(lambda: hall.sign(ballot)).code == "officer-must-sign"
    assert not Declaration.objects.exists()


# --- correcting ---------------------------------------------------------------------------------


def test_a_correction_is_a_new_declaration_that_names_the_old(hall: Hall, ballot: Ballot) -> None:
    first = hall.sign(ballot)
    second = hall.sign(ballot, corrects=first, correction="I noted the wrong hour of the close.")
    document = declaration_document(ballot)
    assert document["reference"].endswith("/2")
    assert document["corrects"]["sha256"] == first.sha256
    assert document["corrects"]["reason"] == "I noted the wrong hour of the close."
    assert (second.number, second.corrects) == (2, first)
    first_leaf, second_leaf = in_the_log("declaration.signed", ballot)
    assert (first_leaf["corrects"], second_leaf["corrects"]) == (None, first.sha256)
    assert signed_declaration(Declaration.objects.get(pk=first.pk)).document["corrects"] is None


@pytest.mark.parametrize("correction", ["", "wrong"])
def test_refused_when_a_correction_gives_no_reason(
    hall: Hall, ballot: Ballot, correction: str
) -> None:
    first = hall.sign(ballot)
    no = refusal_of(lambda: hall.sign(ballot, corrects=first, correction=correction))
    assert no.code == "reason-missing"


def test_refused_when_signed_twice(hall: Hall, ballot: Ballot) -> None:
    first = hall.sign(ballot)
    assert refusal_of(lambda: hall.sign(ballot)).code == "already-signed"
    reason = "I noted the wrong hour of the close."
    hall.sign(ballot, corrects=first, correction=reason)
    no = refusal_of(lambda: hall.sign(ballot, corrects=first, correction=reason))
    assert no.code == "already-signed"


def test_refused_when_another_votes_declaration_is_corrected(hall: Hall, ballot: Ballot) -> None:
    other = hall.sign(hall.declared("for"))
    reason = "I noted the wrong hour of the close."
    no = refusal_of(lambda: hall.sign(ballot, corrects=other, correction=reason))
    assert no.code == "already-signed"


# --- who ----------------------------------------------------------------------------------------


def test_refused_when_not_the_returning_officer(hall: Hall, ballot: Ballot) -> None:
    for officer in (hall.chair, hall.teller, hall.delegates[0]):
        no = refusal_of(lambda officer=officer: hall.sign(ballot, actor=officer))  # type: ignore[misc]
        assert no.code == "not-your-office"
    assert len(in_the_log("ballot.refused", ballot)) == 3


def test_refused_when_the_appointment_has_ended(hall: Hall, ballot: Ballot) -> None:
    appointment = Appointment.objects.get(member=hall.returning_officer)
    appointment_end(actor=None, appointment=appointment)
    assert refusal_of(lambda: hall.sign(ballot)).code == "not-your-office"


def hold_besides(hall: Hall, office: Office, body: Body) -> None:
    """Give the returning officer an office that the register would not have let them take."""
    appointment = Appointment.objects.get(member=make_officer(office, body))
    tampered(
        "UPDATE members_appointment SET member_id = %s WHERE id = %s",
        hall.returning_officer.pk,
        appointment.pk,
    )


@pytest.mark.parametrize("office", [Office.EXECUTIVE, Office.CHAIR, Office.GENERAL_SECRETARY])
def test_refused_when_the_officer_is_part_of_what_they_certify(
    hall: Hall, ballot: Ballot, office: Office
) -> None:
    hold_besides(hall, office, hall.union)
    no = refusal_of(lambda: hall.sign(ballot))
    assert no.code == "not-independent"
    assert in_the_log("ballot.refused", ballot)[-1]["code"] == "not-independent"


def test_refused_when_the_executive_is_a_committee_of_the_union(hall: Hall, ballot: Ballot) -> None:
    executive = make_body("NEC", kind=BodyKind.COMMITTEE, parent=hall.union)
    hold_besides(hall, Office.EXECUTIVE, executive)
    assert refusal_of(lambda: hall.sign(ballot)).code == "not-independent"


def test_a_branch_chair_may_certify_a_vote_of_the_union(hall: Hall, ballot: Ballot) -> None:
    hold_besides(hall, Office.CHAIR, hall.branch)
    assert hall.sign(ballot).signed_by == hall.returning_officer


def test_refused_when_the_officer_is_a_candidate(hall: Hall) -> None:
    options = paper_of(["Somebody Else", hall.returning_officer.name.upper()])
    ballot = hall.declared(
        "option-1", options=options, title="Teas", question="Who makes it?", **INDICATIVE
    )
    assert refusal_of(lambda: hall.sign(ballot)).code == "candidate"


# --- what is said -------------------------------------------------------------------------------


def test_refused_when_the_statement_is_not_complete(hall: Hall, ballot: Ballot) -> None:
    no = refusal_of(lambda: hall.sign(ballot, signed_as="W. T.", rules_broken=True))
    assert no.code == "statement-incomplete"
    assert "Type your name" in no.message
    assert "matters noted" in no.message


def test_an_officer_may_sign_that_not_all_was_well(hall: Hall, ballot: Ballot) -> None:
    hall.sign(ballot, security_given=False, matters="The doors of the page were open to all.")
    statement = declaration_document(ballot)["statement"]
    assert "did not give the security" in statement["paragraphs"][2]
    (leaf,) = in_the_log("declaration.signed", ballot)
    assert (leaf["security_given"], leaf["matters_noted"]) == (False, True)
    assert "doors" not in str(leaf)


# --- what is proved -----------------------------------------------------------------------------


def move_a_vote(ballot: Ballot) -> None:
    tampered(
        "UPDATE ballots_rollentry SET cast_id = NULL, voted = false WHERE id = %s",
        RollEntry.objects.filter(ballot=ballot).earliest("pk").pk,
    )


def add_a_member_to_the_roll(ballot: Ballot) -> None:
    first = RollEntry.objects.filter(ballot=ballot).earliest("pk")
    stranger = make_officer(Office.AUDITOR, first.voter.branch)  # type: ignore[arg-type]
    tampered(
        "INSERT INTO ballots_rollentry (ballot_id, voter_id, body_id, admitted, weight) "
        "VALUES (%s, %s, %s, 'credential:NDC27/X-1', 1)",
        ballot.pk,
        stranger.pk,
        first.body_id,
    )


def change_a_weight(ballot: Ballot) -> None:
    tampered("UPDATE ballots_rollentry SET weight = weight + 4 WHERE ballot_id = %s", ballot.pk)


def change_the_result(ballot: Ballot) -> None:
    tampered(
        "UPDATE ballots_ballot SET result = jsonb_set(result, '{figures,for}', '3') WHERE id = %s",
        ballot.pk,
    )


def change_who_declared_it(ballot: Ballot) -> None:
    tampered("UPDATE ballots_ballot SET declared_by_id = created_by_id WHERE id = %s", ballot.pk)


@pytest.mark.parametrize(
    ("tamper", "broken"),
    [
        (move_a_vote, ["changed", "cast", "branches", "recount", "log"]),
        (add_a_member_to_the_roll, ["roll", "papers", "log"]),
        (change_a_weight, ["roll", "branches", "recount", "log"]),
        (change_the_result, ["log"]),
        (change_who_declared_it, ["log"]),
    ],
)
def test_refused_when_the_records_do_not_balance(
    hall: Hall, ballot: Ballot, tamper: Callable[[Ballot], None], broken: list[str]
) -> None:
    tamper(ballot)
    no = refusal_of(lambda: hall.sign(ballot))
    assert no.code == "does-not-balance"
    assert not Declaration.objects.exists()
    leaf = in_the_log("ballot.refused", ballot)[-1]
    assert (leaf["code"], leaf["lines"]) == ("does-not-balance", broken)
    ballot = Ballot.objects.get(pk=ballot.pk)
    for line in reconciliation_of(ballot).broken:
        assert f"{line.title}: {line.sum_in_words}" in no.message


def test_refused_when_not_declared_yet(hall: Hall) -> None:
    assert refusal_of(lambda: hall.sign(hall.open())).code == "ballot-not-to-sign"


def test_refused_when_void(hall: Hall, ballot: Ballot) -> None:
    hall.void(ballot)
    assert refusal_of(lambda: hall.sign(ballot)).code == "ballot-not-to-sign"


def test_refused_before_the_log_has_sealed_the_vote(hall: Hall, ballot: Ballot) -> None:
    def sign() -> object:
        statement = OfficerStatement(hall.returning_officer.name)
        return declaration_sign(ballot=ballot, actor=hall.returning_officer, statement=statement)

    assert refusal_of(sign).code == "not-sealed-yet"
    sequence_all()
    with pytest.raises(Refusal):
        cast_by(hall.delegates[0], ballot)  # too late, and in the log as such
    assert refusal_of(sign).code == "not-sealed-yet"
    sequence_all()
    sign()


# --- what is kept -------------------------------------------------------------------------------


def test_a_declaration_that_was_changed_is_not_shown(hall: Hall, ballot: Ballot) -> None:
    signed = hall.sign(ballot)
    signed.document = signed.document.replace("CARRIED", "LOST")
    no = refusal_of(lambda: signed_declaration(signed))
    assert no.code == "not-as-signed"
    signed.sha256 = sha256(signed.document.encode()).hexdigest()
    assert refusal_of(lambda: signed_declaration(signed)).code == "not-as-signed"


@pytest.mark.parametrize(
    "act", ["UPDATE ballots_declaration SET number = 9", "DELETE FROM ballots_declaration"]
)
def test_the_database_refuses_to_change_a_declaration(hall: Hall, ballot: Ballot, act: str) -> None:
    hall.sign(ballot)
    with pytest.raises(DatabaseError), transaction.atomic():
        tampered(act)
