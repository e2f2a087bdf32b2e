"""A replayed conference, packed: its declarations balance, and its log verifies by two witnesses.

The whole way is gone once, as the returning officer and the scrutineer go it; every test looks at
another side of the same pack.
"""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from audit.formats.canonical import parse
from audit.formats.trust import Trust
from audit.keys import log_key
from audit.models import Entry
from audit.pack.checking import check_pack
from audit.pack.documents import QUESTIONS
from audit.refusal import Refusal
from audit.services.witnesses import witness_add
from audit.store.sequencer import sequence_all
from ballots.declaring.wording import OfficerStatement
from ballots.enums import BallotState
from ballots.models import Ballot, Election
from ballots.services import declaration_sign
from conferences.models import Conference
from conferences.services import complaint_receive, departure_enter, incident_decide
from conferences.services.incidents import incident_end, incident_open
from members.enums import Office
from members.models import Appointment, Member
from members.selectors import officers_of
from motions.packs.packing import pack_ask, pack_make
from motions.replay.clock import story_time
from motions.scrutiny import votes_of
from tests.audit.pack.packs import as_zip
from tests.audit.witness.witnesses import a_witness, at_work

pytestmark = pytest.mark.django_db

PASS_PHRASE = "seven sample scrutineers sat"
ELECTIONS = 3
EVENING = datetime(2027, 6, 17, 18, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Packed:
    """What came out: the pack, its files, and the trust of whoever checks it."""

    file: Path
    files: Mapping[str, bytes]
    trust: Trust
    conference: Conference
    steps: list[str]

    def table(self, path: str) -> list[dict[str, str]]:
        text = self.files[path].decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def json(self, path: str) -> Any:
        return json.loads(self.files[path])

    def of_votes(self, name: str) -> dict[str, Any]:
        found = (path for path in self.files if path.startswith("ballots/") and name in path)
        return {path.split("/")[1]: self.json(path) for path in sorted(found)}


@pytest.fixture(scope="module")
def packed(
    replayed: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Packed]:
    folder = tmp_path_factory.mktemp("pack")
    with (
        ExitStack() as stack,
        django_db_blocker.unblock(),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(settings, "DATA_DIR", folder)
        patch.setattr(settings, "AUDIT_WITNESSES_NEEDED", 2)
        keys = []
        for name in ("scrutineer.example", "leeds.lantern.example"):
            witness = a_witness(folder / name, log_key().verifier, name)
            _process, address = stack.enter_context(at_work(folder / name))
            witness_add(actor=None, vkey=str(witness.key.verifier), url=address)
            keys.append(witness.key.verifier)
        with story_time(EVENING):
            conference = Conference.objects.select_related("body").get()
            officer = _sign_and_enter(conference)
            pack = pack_ask(conference=conference, actor=officer, pass_phrase=PASS_PHRASE)
            told: list[str] = []
            pack_make(pack=pack, progress=lambda doing, _done, _of: told.append(doing))
        with zipfile.ZipFile(pack.file) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        trust = Trust((log_key().verifier,), tuple(keys), 2)
        yield Packed(pack.file, files, trust, conference, list(dict.fromkeys(told)))
        transaction.set_rollback(True)


def _sign_and_enter(conference: Conference) -> Member:
    """Have the returning officer sign every declaration, and fill the registers."""
    officers = {each.office: each.member for each in officers_of(conference.body)}
    officer = officers[Office.RETURNING_OFFICER]
    votes = votes_of(conference)
    void = next(vote for vote in votes if vote.state == BallotState.VOIDED)
    again = Ballot.objects.get(replaces=void)
    incident = incident_open(
        conference=conference,
        actor=officers[Office.TELLER],
        started_at=EVENING - timedelta(hours=8),
        what="=HYPERLINK(0) stood on the page of seven delegates instead of the question.",
        effect="Seven of 56 could not vote; the vote was taken again.",
        votes=[void, again],
    )
    incident_end(incident=incident, actor=officer, ended_at=EVENING - timedelta(hours=7))
    incident.refresh_from_db()
    incident_decide(incident=incident, actor=officer, decision="Void, and taken again at once.")
    departure_enter(
        conference=conference,
        actor=officer,
        rule="Rule 12.4",
        reason="Only one teller could be found for session 2.",
        departed_on=EVENING.date(),
    )
    complaint_receive(
        conference=conference,
        actor=officer,
        complainant="Dafydd Rowe-Sample",
        about="That the first vote on Motion 11 was closed too early.",
        rule="Standing order 14",
        breach_on=EVENING.date(),
        received_on=EVENING.date(),
        vote=void,
    )
    sequence_all()
    for vote in votes:
        if vote.state == BallotState.DECLARED:
            statement = OfficerStatement(signed_as=officer.name)
            declaration_sign(ballot=vote, actor=officer, statement=statement)
    return officer


def verified(
    packed: Packed, trust: Trust, folder: Path, *more: str
) -> subprocess.CompletedProcess[str]:
    """Check the pack as anyone would: with a trust file of one's own."""
    trusted = folder / "trust.json"
    trusted.write_bytes(trust.to_bytes())
    command = [sys.executable, "-m", "audit.verify", str(packed.file), "--trust", str(trusted)]
    return subprocess.run(  # noqa: S603 - our own program
        [*command, *more], capture_output=True, text=True, check=False, cwd=settings.BASE_DIR
    )


def test_every_declaration_balances_and_is_signed(packed: Packed) -> None:
    declared = packed.of_votes("declaration.json")
    signed = {name: one for name, one in declared.items() if one["status"] == "signed"}
    assert len(declared) == 15 + ELECTIONS
    assert len(signed) == 14 + ELECTIONS
    for document in signed.values():
        used = [line for line in document["reconciliation"] if line["balances"] is not None]
        assert used
        assert all(line["balances"] for line in used)
    sums = packed.of_votes("sums.json")
    assert len(sums) == ELECTIONS
    counts = [one for name, one in packed.of_votes("count.json").items() if name not in sums]
    assert all(one["balances"] for one in [*sums.values(), *counts])
    (rule_9,) = (one for one in signed.values() if len(one["figures"]) == 3 and _of(one, 15695))
    assert [figure["votes"] for figure in rule_9["figures"]] == [15695, 2982, 410]


def test_the_log_verifies_with_two_witnesses(packed: Packed, tmp_path: Path) -> None:
    done = verified(packed, packed.trust, tmp_path)
    assert done.returncode == 0, done.stdout
    assert "VERIFIED. Every stored entry is as it was signed." in done.stdout
    assert "scrutineer.example" in done.stdout
    assert "leeds.lantern.example" in done.stdout
    files = len(packed.json("manifest.json")["files"])
    assert f"{files} files of the pack" in done.stdout


def test_a_pack_with_one_file_changed_does_not_verify(packed: Packed, tmp_path: Path) -> None:
    changed = tmp_path / "changed.zip"
    files = {**packed.files, "incidents.csv": packed.files["incidents.csv"] + b"2,none\r\n"}
    changed.write_bytes(as_zip(files))
    forged = replace(packed, file=changed)
    done = verified(forged, packed.trust, tmp_path)
    assert done.returncode == 1
    assert "incidents.csv is" in done.stdout
    assert "NOT VERIFIED" in done.stdout


def test_the_log_does_not_verify_without_a_witness_that_signed(
    packed: Packed, tmp_path: Path
) -> None:
    stranger = a_witness(tmp_path / "w", packed.trust.log[0], "york.lantern.example")
    witnesses = (packed.trust.witnesses[0], stranger.key.verifier)
    done = verified(packed, Trust(packed.trust.log, witnesses, 2), tmp_path)
    assert done.returncode == 1
    assert "NOT VERIFIED" in done.stdout


def test_the_manifest_is_sealed_by_the_log(packed: Packed) -> None:
    assert check_pack(packed.file, packed.trust) == []
    assert parse(packed.files["manifest.leaf"])["t"] == "scrutiny_pack.made"
    assert packed.steps == ["Sealing the log", "Gathering the records", "Packing the files"]


def test_the_same_records_stand_in_the_pack_and_in_its_log(packed: Packed) -> None:
    lines = packed.files["audit_log.jsonl"].splitlines()
    size = packed.json("manifest.json")["log"]["size"]
    assert len(lines) == size
    assert lines[-1] == bytes(Entry.objects.get(position__seq=size - 1).leaf)


def _of(document: dict[str, Any], votes: int) -> bool:
    return bool(document["figures"][0]["votes"] == votes)


def test_cards_stand_in_the_log_as_the_pack_says(packed: Packed, tmp_path: Path) -> None:
    disclosed = tmp_path / "disclosures.jsonl"
    disclosed.write_bytes(packed.files["disclosures.jsonl"])
    done = verified(packed, packed.trust, tmp_path, "--disclosures", str(disclosed))
    assert done.returncode == 0, done.stdout
    assert re.search(r"\b32 disclosed,? and as recorded", done.stdout)
    cards = [path for path in packed.files if path.endswith("card_votes.csv")]
    assert sum(len(packed.table(path)) for path in cards) == 32


def test_nothing_in_the_clear_links_a_person_to_a_vote(packed: Packed) -> None:
    """Names stand beside no vote; votes are sorted, and bear no time finer than a day."""
    names = set(Member.objects.values_list("name", flat=True)) - _officers(packed) - _candidates()
    ours = {
        path: data for path, data in packed.files.items() if not path.endswith((".pdf", ".enc"))
    }
    for path, data in ours.items():
        assert not [name for name in names if name.encode() in data], path
    for path in packed.files:
        if path.endswith("/votes.csv"):
            choices = [row["choice"] for row in packed.table(path)]
            order = {choice: at for at, choice in enumerate(dict.fromkeys(choices))}
            assert choices == sorted(choices, key=order.__getitem__)
            assert packed.table(path)[0].keys() == {"choice", "words"}
        if path.endswith("/participation.csv"):
            rows = packed.table(path)
            assert [row["voter"] for row in rows] == sorted(row["voter"] for row in rows)
            assert {len(row["voted_on"]) for row in rows} <= {0, len("2027-06-15")}


def _officers(packed: Packed) -> set[str]:
    held = Appointment.objects.filter(body=packed.conference.body).select_related("member")
    return {each.member.name for each in held}


def _candidates() -> set[str]:
    """Name those who stand: their names are on the paper, and in the count."""
    return {name for election in Election.objects.all() for name in election.names}


def test_a_void_vote_shows_no_figures(packed: Packed) -> None:
    void = next(path.rpartition("/")[0] for path in packed.files if path.endswith("NO_FIGURES.txt"))
    there = {path.rpartition("/")[2] for path in packed.files if path.startswith(f"{void}/")}
    assert not {"votes.csv", "count.json"} & there
    assert packed.json(f"{void}/declaration.json")["figures"] == []
    assert len(packed.table(f"{void}/could_not_vote.csv")) == 7


def test_small_branches_are_withheld(packed: Packed) -> None:
    rows = {row["branch"]: row for row in packed.table("roll_summary.csv")}
    assert rows["B02"]["could_vote"] == "8"
    assert rows["B16"]["could_vote"] == rows["B16"]["credentials"] == "withheld"
    assert rows["all"]["could_vote"] == "58"
    elections = packed.of_votes("sums.json")
    for name, count in (packed.of_votes("count.json") | elections).items():
        for part in count["by_body"]:
            if name in elections:
                assert part["votes"] == "withheld"
            assert part["votes"] == "withheld" or sum(part["votes"].values()) >= 5


def test_the_registers_are_in_it_and_name_no_complainant(packed: Packed) -> None:
    (incident,) = packed.table("incidents.csv")
    assert incident["what_happened"].startswith("'=HYPERLINK")
    assert incident["state"] == "Decided"
    assert len(incident["votes_touched"].split()) == 2
    (departure,) = packed.table("rule_departures.csv")
    assert departure["rule"] == "Rule 12.4"
    (complaint,) = packed.table("complaints.csv")
    assert complaint["last_day_to_complain_to_certification_officer"] == "2027-12-16"
    assert not [path for path, data in packed.files.items() if b"Rowe-Sample" in data]
    incidents = [one["incidents"] for one in packed.of_votes("declaration.json").values()]
    assert sum(bool(each) for each in incidents) == 2


def test_the_exact_words_of_each_vote_are_in_it(packed: Packed) -> None:
    votes = {path.split("/")[1] for path in packed.files if path.startswith("ballots/")}
    texts = {path.split("/")[1] for path in packed.files if path.endswith("/text.txt")}
    assert texts == votes - packed.of_votes("sums.json").keys()


def test_the_roll_opens_for_the_scrutineer_alone(packed: Packed, tmp_path: Path) -> None:
    sealed, opened = tmp_path / "roll.csv.enc", tmp_path / "roll.csv"
    sealed.write_bytes(packed.files["roll.csv.enc"])
    openssl = [
        "openssl",
        "enc",
        "-d",
        "-aes-256-cbc",
        "-pbkdf2",
        "-iter",
        "600000",
        "-md",
        "sha256",
    ]
    command = [*openssl, "-in", str(sealed), "-out", str(opened), "-pass", f"pass:{PASS_PHRASE}"]
    subprocess.run(command, check=True)  # noqa: S603
    rows = list(csv.DictReader(io.StringIO(opened.read_text("utf-8-sig"), newline="")))
    assert sum(row["roll"] == "conference:NDC27" for row in rows) == 74
    assert "Asha Bellweather" in {row["name"] for row in rows}


def test_every_question_is_answered_by_a_file(packed: Packed) -> None:
    readme = packed.files["README.txt"].decode()
    asked = readme.partition("THE QUESTIONS")[2]
    answers = dict(zip(QUESTIONS, asked.split("?\n")[1:], strict=True))
    for number, answering in answers.items():
        first = answering.strip().splitlines()[0].split(",")[0]
        assert first in packed.files or "*" in first, number
    page = packed.files["index.html"].decode()
    assert 'Start with <a href="cover.pdf">' in page
    assert "<script" not in page
    assert "http" not in page


def test_every_pdf_is_one(packed: Packed) -> None:
    papers = {path: data for path, data in packed.files.items() if path.endswith(".pdf")}
    assert len(papers) == 16 + ELECTIONS
    assert all(data.startswith(b"%PDF-1.") for data in papers.values())


def test_no_secret_of_the_server_is_in_it(packed: Packed) -> None:
    secrets = [settings.SECRET_KEY, settings.PASSCODE_PEPPER]
    for path, data in packed.files.items():
        assert b"PRIVATE KEY" not in data, path
        assert not [secret for secret in secrets if secret.encode() in data], path


def test_refused_when_the_vote_is_of_another_conference(packed: Packed) -> None:
    foreign = Ballot(title="Elsewhere")
    with pytest.raises(Refusal, match="not taken at this conference"):
        pack_ask(conference=packed.conference, actor=None, ballot=foreign)


def test_refused_when_a_delegate_asks_for_a_pack(packed: Packed) -> None:
    delegate = packed.conference.credentials.select_related("member")[0].member
    with pytest.raises(Refusal, match="Only the returning officer"):
        pack_ask(conference=packed.conference, actor=delegate)
