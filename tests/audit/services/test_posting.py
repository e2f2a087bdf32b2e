"""The real log and real witnesses: two at work, one deceived, one that never answers."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audit.formats.checkpoint import open_checkpoint
from audit.formats.cosignature import cosigned
from audit.keys import log_key
from audit.models import Cosignature, Entry, Head, Witness
from audit.publishing.departed import DepartedError
from audit.publishing.witnessed import current_trust, newest_witnessed_head, witnessed_note
from audit.refusal import Refusal
from audit.selectors import newest_head
from audit.services import posting
from audit.services.placing import entries_place
from audit.services.posting import Messenger
from audit.services.witnesses import witness_add, witness_retire
from audit.store.sequencer import sequence, sequence_all
from audit.verify.command import main as verify
from audit.witness.evidence import proven
from audit.witness.keeping import Folder
from config.timekeeper import Timekeeper
from tests.audit.entries import write_entries
from tests.audit.logs import InventedLog, leaf
from tests.audit.strangers import answering, hanging
from tests.audit.witness.witnesses import a_witness, answer, asked, at_work
from tests.live.streams import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("leeds.lantern.example", "york.lantern.example")


@pytest.fixture
def homes(tmp_path: Path) -> list[Folder]:
    return [a_witness(tmp_path / name, log_key().verifier, name).folder for name in NAMES]


@pytest.fixture
def two(homes: list[Folder]) -> Iterator[list[Folder]]:
    """Two witnesses, each a process of its own, and both taken on."""
    with at_work(homes[0].path) as (_, one), at_work(homes[1].path) as (_, other):
        for home, address in zip(homes, (one, other), strict=True):
            taken_on(home, address)
        yield homes


def taken_on(home: Folder, url: str = "") -> Witness:
    return witness_add(actor=None, vkey=str(home.key().verifier), url=url)


def grown(entries: int = 3) -> Head:
    write_entries(entries)
    head = sequence_all()
    assert head
    return head


def invented(size: int) -> InventedLog:
    """Another version of the log, signed with the log's own key."""
    return InventedLog([leaf(index) for index in range(size)], key=log_key())


def test_log_is_signed_by_both_witnesses_as_it_grows(two: list[Folder], settings) -> None:
    settings.AUDIT_WITNESSES_NEEDED = 2
    messenger = Messenger()
    for entries in (1, 4, 300):
        head = grown(entries)
        assert messenger.post() == 2
        assert messenger.post() == 0
        assert newest_witnessed_head() == head
        note = witnessed_note(head).encode()
        signed, times = current_trust().open(note)
        assert signed.size == head.size
        assert len(times) == 2
    for home in two:
        seen = home.recall(log_key().verifier.name)
        assert seen
        assert seen.head.size == head.size


def test_export_is_verified_by_two_of_two_and_not_without_one(
    two: list[Folder], settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the program of whoever checks, with the keys that a person gave."""
    settings.AUDIT_WITNESSES_NEEDED = 2
    grown(20)
    Messenger().post()
    call_command("export_log", str(tmp_path / "log"))
    trust = tmp_path / "trust.json"
    trust.write_bytes(current_trust().to_bytes())
    asked = [str(tmp_path / "log"), "--trust", str(trust)]
    assert verify(asked) == 0, capsys.readouterr().out
    capsys.readouterr()
    for file in (tmp_path / "log").rglob("*"):  # wherever York's line stands
        if file.name == "checkpoint" or file.suffix in {".ckpt", ".tlog-proof"}:
            kept = [
                line for line in file.read_text().splitlines(keepends=True) if NAMES[1] not in line
            ]
            file.write_text("".join(kept))
    assert verify(asked) == 1
    assert "1 of 2" in capsys.readouterr().out


def test_witnesses_do_not_keep_the_log_growing(two: list[Folder]) -> None:
    grown()
    Messenger().post()
    assert sequence_all() is None


def test_witness_that_was_ahead_of_our_memory_is_asked_from_where_it_stands(
    two: list[Folder],
) -> None:
    """An answer was lost on its way: the witness remembers a head that we think it never signed."""
    first = grown()
    address = Witness.objects.get(name=NAMES[0]).url
    assert answer(address, asked_from(0, first))[0] == 200
    grown()
    assert Messenger().post() == 2


def asked_from(old: int, head: Head) -> bytes:
    from audit.publishing.witnessed import question_for  # noqa: PLC0415 - only here

    return question_for(None, head, old=old).to_bytes()


def test_forked_log_is_refused_and_both_versions_are_kept(two: list[Folder]) -> None:
    """The key signed another version and showed it to York; York finds out with the next head."""
    head = grown(9)
    address = Witness.objects.get(name=NAMES[1]).url
    assert answer(address, asked(invented(head.size), 0, head.size))[0] == 200

    assert Messenger().post() == 1
    leeds, york = Witness.objects.order_by("name")
    assert (leeds.disagreed_at is None, york.disagreed_at is None) == (True, False)
    assert "two different heads" in york.disagreement
    recorded = Entry.objects.get(kind="witness.disagreed")
    assert recorded.subject == "witness:york.lantern.example"

    (kept,) = proven(two[1].evidence(log_key().verifier.name))
    theirs, ours = (
        open_checkpoint((kept / name).read_bytes(), log_key().verifier)
        for name in ("remembered.note", "offered.note")
    )
    assert (theirs.size, ours.root) == (ours.size, bytes(head.root))
    assert theirs.root != ours.root

    grown()
    Messenger().post()
    assert Entry.objects.filter(kind="witness.disagreed").count() == 1
    assert not Cosignature.objects.filter(witness=york).exists()


def test_fork_of_another_size_is_refused_too(two: list[Folder]) -> None:
    head = grown(9)
    address = Witness.objects.get(name=NAMES[0]).url
    answer(address, asked(invented(5), 0, 5))
    assert Messenger().post() == 1
    assert Witness.objects.get(name=NAMES[0]).disagreed_at
    assert list(two[0].evidence(log_key().verifier.name).glob(f"unproven-{head.size:09d}-*"))


def test_log_that_lost_entries_is_noticed(two: list[Folder]) -> None:
    """As after a database was restored from last week's copy."""
    head = grown(9)
    address = Witness.objects.get(name=NAMES[0]).url
    answer(address, asked(invented(40), 0, 40))
    Messenger().post()
    witness = Witness.objects.get(name=NAMES[0])
    assert (
        witness.disagreement == f"It has signed a log of 40 entries, and this one has {head.size}."
    )


def test_no_head_is_signed_while_a_witness_has_signed_a_longer_log(two: list[Folder]) -> None:
    """A backup was put back, and nothing else tells: no folder is published."""
    grown(9)
    address = Witness.objects.get(name=NAMES[0]).url
    answer(address, asked(invented(40), 0, 40))
    Messenger().post()
    with pytest.raises(DepartedError, match=r"signed a log of 40 entries.*Restoring a backup"):
        sequence()
    with pytest.raises(Refusal, match="signed a log of 40 entries"):
        entries_place()
    witness_retire(actor=None, witness=Witness.objects.get(name=NAMES[0]))
    assert sequence()


@pytest.mark.parametrize(
    "reply",
    [
        (200, {}, b""),
        (200, {}, b"<html>Welcome to the hotel's network</html>\n"),
        (200, {}, "\N{EM DASH} leeds.lantern.example AAAA\n".encode()),
        (302, {"Location": "https://elsewhere.example"}, b""),
        (404, {}, b"not me"),
        (409, {"Content-Type": "text/x.tlog.size"}, b"0\n"),
        (409, {"Content-Type": "text/x.tlog.size"}, b"-1\n"),
        (409, {"Content-Type": "text/x.tlog.size"}, b"\xff" * 99),
        (500, {}, b"\0"),
        (503, {}, b"my clock is wrong"),
    ],
)
def test_strange_answer_signs_nothing_and_accuses_nobody(homes: list[Folder], reply) -> None:
    grown()
    with answering(lambda _: reply) as address:
        witness = taken_on(homes[0], address)
        messenger = Messenger()
        assert messenger.post() == 0
        assert not messenger.rests[witness.pk].is_over()
    witness.refresh_from_db()
    assert witness.disagreed_at is None
    assert not Cosignature.objects.exists()


def test_whoever_does_not_answer_is_left_alone_for_a_while(homes: list[Folder]) -> None:
    grown()
    asked_for = []

    def unwell(body: bytes):
        asked_for.append(body)
        return 503, {}, b"later"

    with answering(unwell) as address:
        taken_on(homes[0], address)
        messenger = Messenger()
        for _ in range(5):
            messenger.post()
    assert len(asked_for) == 1


def test_witness_that_never_answers_delays_neither_heads_nor_other_witnesses(
    homes: list[Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "PATIENCE_SECONDS", 4)
    with hanging() as silent, at_work(homes[1].path) as (_, address):
        taken_on(homes[0], silent)
        york = taken_on(homes[1], address)
        sequence_all()
        keeper = Timekeeper()
        thread = threading.Thread(target=keeper.run)
        thread.start()
        try:
            waits = []
            for _ in range(10):
                write_entries(1)
                size, start = Entry.objects.count(), time.monotonic()
                wait_until(Head.objects.filter(size__gte=size).exists)
                waits.append(time.monotonic() - start)
                time.sleep(0.1)
            assert max(waits) < 3
            wait_until(lambda: Cosignature.objects.filter(witness=york).exists())
        finally:
            start = time.monotonic()
            keeper.stopped.set()
            thread.join()
        assert time.monotonic() - start < 3


def test_clerk_keeps_the_list_and_carries_heads_by_command(
    homes: list[Folder], tmp_path: Path, capsys: pytest.CaptureFixture[str], settings
) -> None:
    settings.AUDIT_WITNESSES_NEEDED = 1
    from audit.witness.command import main  # noqa: PLC0415 - the other side's program

    head = grown()
    key = homes[0].key().verifier
    call_command("witness", "add", str(key))
    carried = tmp_path / "head.txt"
    call_command("witness", "carry", key.name, str(carried))
    assert main(["sign", str(carried), "--folder", str(homes[0].path)]) == 0
    call_command("witness", "accept", f"{carried}.signed")
    call_command("witness", "accept", f"{carried}.signed")
    call_command("witness", "list")
    said = capsys.readouterr().out
    assert f"{key.name} has signed" in said
    assert "had these signatures already" in said
    assert "1 of 1 must sign" in said
    newest = newest_witnessed_head()
    assert newest
    assert newest.size > head.size
    assert cosigned(witnessed_note(newest).encode(), [key])
    call_command("witness", "retire", key.name)
    with pytest.raises(CommandError, match="no witness"):
        call_command("witness", "carry", key.name, str(carried))
    with pytest.raises(CommandError, match="No such file"):
        call_command("witness", "accept", str(tmp_path / "nowhere"))


def test_posting_by_command_says_who_did_not_sign(
    two: list[Folder], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hull = a_witness(tmp_path / "hull", log_key().verifier, "hull.lantern.example").folder
    taken_on(hull, "http://127.0.0.1:1")
    with pytest.raises(CommandError, match="1 of the witnesses"):
        call_command("witness", "post")
    said = capsys.readouterr()
    assert said.out.count("has signed") == 2
    assert "hull.lantern.example has not signed" in said.err


def test_newest_head_without_any_entries_is_nobody_to_bring() -> None:
    assert newest_head() is None
    assert Messenger().post() == 0
