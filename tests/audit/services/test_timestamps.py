"""Stamps of time by a real authority: OpenSSL's, behind a small server."""

import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from audit.checks import check_timestamps
from audit.formats.errors import BadStamp
from audit.keys import log_key
from audit.models import Entry, Head, Stamp
from audit.publishing import outbound
from audit.publishing.folder import publish
from audit.publishing.outbound import Unreachable
from audit.publishing.stamped import stamp_paths
from audit.services.timestamps import Stamper, head_due, head_stamp
from audit.store.sequencer import sequence_all
from audit.verify.checking import verify_export
from tests.audit.entries import write_entries
from tests.audit.strangers import Reply, answering, hanging

pytestmark = pytest.mark.django_db

CONFIGURATION = """\
[ tsa ]
default_tsa = here
[ here ]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = no
[ stamping ]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
[ not_stamping ]
extendedKeyUsage = serverAuth
"""


def openssl(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603
        ["openssl", *map(str, arguments)],  # noqa: S607 - the program that auditors have
        capture_output=True,
        check=False,
    )


@dataclass(frozen=True)
class Authority:
    """A certificate authority and a stamping service in a folder."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, *, days: int = 30) -> "Authority":
        folder.mkdir()
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))
        subject = ("-subj", f"/O=Sample/CN={folder.name}")
        new = ("-newkey", "rsa:2048", "-nodes", "-sha256")
        made = openssl(
            "req", "-x509", *new, "-days", "30", *subject,
            "-keyout", folder / "ca.key", "-out", folder / "ca.pem",
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        openssl(
            "req", "-new", *new, *subject[:1], "/O=Sample/CN=Clock",
            "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr",
        )  # fmt: skip
        Authority(folder).certify("stamping", days)
        return cls(folder)

    def certify(self, purpose: str, days: int) -> None:
        """Give the service a certificate, for stamping or not, perhaps expired."""
        here = self.folder
        made = openssl(
            "x509", "-req", "-in", here / "tsa.csr", "-CA", here / "ca.pem",
            "-CAkey", here / "ca.key", "-CAcreateserial", "-days", str(days), "-sha256",
            "-extfile", here / "tsa.cnf", "-extensions", purpose, "-out", here / "tsa.pem",
        )  # fmt: skip
        assert made.returncode == 0, made.stderr

    def reply(self, query: bytes) -> Reply:
        """Answer a question as an authority does."""
        asked, answer = self.folder / "query.tsq", self.folder / "answer.tsr"
        asked.write_bytes(query)
        made = openssl(
            "ts", "-reply", "-queryfile", asked, "-out", answer, "-config", self.folder / "tsa.cnf"
        )
        assert made.returncode == 0, made.stderr
        return 200, {"Content-Type": "application/timestamp-reply"}, answer.read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("authorities") / "authority")


@pytest.fixture
def serve(settings, authority: Authority) -> Iterator[Callable[..., None]]:
    """Let the log ask this authority, or whoever answers in its place."""
    open_servers = []

    def begin(reply: Callable[[bytes], Reply] = authority.reply) -> None:
        server = answering(reply)
        settings.TIMESTAMP_URL = server.__enter__() + "/stamp"
        open_servers.append(server)

    settings.TIMESTAMP_CA_FILE = authority.folder / "ca.pem"
    yield begin
    for server in open_servers:
        server.__exit__(None, None, None)


def a_head(kind: str = "motion.moved") -> Head:
    write_entries(1, kind)
    head = sequence_all()
    assert head
    return head


def test_stamp_is_kept_and_openssl_accepts_it(serve, authority: Authority, tmp_path: Path) -> None:
    """By the very command that the documentation gives to a scrutineer."""
    serve()
    head = a_head()
    stamp = Stamper().stamp()
    assert stamp
    assert abs(stamp.stamped_at - timezone.now()) < timedelta(minutes=1)
    call_command("export_log", str(tmp_path / "log"))
    assert verify_export(tmp_path / "log", log_key().verifier).is_verified
    data, token = (tmp_path / "log" / path for path in stamp_paths(head.size))
    check = ("ts", "-verify", "-data", data, "-in", token, "-CAfile", authority.folder / "ca.pem")
    verified = openssl(*check)
    assert verified.returncode == 0, verified.stderr
    assert b"Verification: OK" in verified.stdout + verified.stderr
    data.write_text(head.note.replace("\n1\n", "\n2\n"))
    assert openssl(*check).returncode != 0


def test_stamp_is_published_and_served_with_the_log(
    serve, settings, tmp_path: Path, client: Client
) -> None:
    serve()
    settings.AUDIT_LOG_FOLDER = tmp_path
    head = a_head()
    publish()
    assert Stamper().stamp()
    publish()
    for path, kind in zip(
        stamp_paths(head.size), ("text/plain", "application/timestamp-reply"), strict=True
    ):
        answer = client.get(f"/log/{path}")
        assert answer.content == (tmp_path / path).read_bytes()
        assert answer["Content-Type"].startswith(kind)
    for path in ("stamps/000000002.tsr", "stamps/1.tsr", "stamps/0000000001.tsr", "stamps/x"):
        assert client.get(f"/log/{path}").status_code == 404


def test_stamps_are_no_acts_in_the_log(serve) -> None:
    serve()
    a_head()
    before = Entry.objects.count()
    assert Stamper().stamp()
    assert Entry.objects.count() == before


def test_nobody_is_asked_unless_the_settings_say_so(settings) -> None:
    a_head()
    assert settings.TIMESTAMP_URL == ""
    assert Stamper().stamp() is None
    assert not Stamp.objects.exists()


def test_head_is_stamped_daily_and_after_each_close_of_a_ballot(serve) -> None:
    serve()
    stamper = Stamper()
    assert stamper.stamp() is None
    a_head()
    assert stamper.stamp()
    assert stamper.stamp() is None
    a_head()
    assert stamper.stamp() is None
    closed = a_head("ballot.closed")
    stamp = stamper.stamp()
    assert stamp
    assert stamp.head == closed
    a_head()
    assert stamper.stamp() is None
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert head_due() == Head.objects.latest("size")


def test_quiet_day_needs_no_stamp(serve) -> None:
    serve()
    a_head()
    assert Stamper().stamp()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert head_due() is None


def test_stamp_of_something_else_is_refused(serve, authority: Authority) -> None:
    """The authority answers, well signed, a question that somebody else asked."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415

    builder = TimestampRequestBuilder().data(b"another head")
    other = builder.hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()
    serve(lambda _query: authority.reply(other))
    with pytest.raises(BadStamp):
        head_stamp(head=a_head())


def test_old_answer_is_refused_by_its_nonce(serve, authority: Authority) -> None:
    answers: list[Reply] = []

    def replayed(query: bytes) -> Reply:
        answers.append(authority.reply(query))
        return answers[0]

    serve(replayed)
    head = a_head()
    head_stamp(head=head)
    with pytest.raises(BadStamp, match="Nonce"):
        head_stamp(head=head)


def test_stamp_of_another_authority_is_refused(serve, tmp_path: Path) -> None:
    stranger = Authority.made(tmp_path / "stranger")
    serve(stranger.reply)
    with pytest.raises(BadStamp):
        head_stamp(head=a_head())


def test_stamp_by_an_expired_certificate_is_refused(serve, tmp_path: Path, settings) -> None:
    expired = Authority.made(tmp_path / "expired", days=-1)
    settings.TIMESTAMP_CA_FILE = expired.folder / "ca.pem"
    serve(expired.reply)
    with pytest.raises(BadStamp):
        head_stamp(head=a_head())


def test_certificate_that_is_not_for_stamping_is_refused(serve, tmp_path: Path) -> None:
    """OpenSSL itself will not answer with one."""
    other = Authority.made(tmp_path / "other")
    other.certify("not_stamping", 30)
    with pytest.raises(AssertionError, match=r"(?i)purpose|usage"):
        other.reply(b"")


@pytest.mark.parametrize("reply", [(500, b""), (302, b""), (404, b"no")])
def test_authority_that_is_unwell_is_asked_again_later(serve, reply) -> None:
    status, body = reply
    serve(lambda _query: (status, {"Location": "/stamp"}, body))
    a_head()
    stamper = Stamper()
    assert stamper.stamp() is None
    assert not stamper.rest.is_over()
    with pytest.raises(Unreachable):
        head_stamp(head=Head.objects.get())


@pytest.mark.parametrize(
    "body", [b"", b"<html>Sign in to the hotel</html>", b"\x30\x03\x02\x01\x00"]
)
def test_page_instead_of_a_stamp_is_refused(serve, body: bytes) -> None:
    serve(lambda _query: (200, {"Content-Type": "text/html"}, body))
    with pytest.raises(BadStamp):
        head_stamp(head=a_head())


def test_stamp_with_any_byte_changed_is_refused(serve, authority: Authority) -> None:
    """Each byte of a sample of places; a few outside the signature may be free, the time is not."""
    head = a_head()
    place = [0]

    def damaged(query: bytes) -> Reply:
        status, headers, body = authority.reply(query)
        at = len(body) * place[0] // 20
        return status, headers, body[:at] + bytes([body[at] ^ 0x55]) + body[at + 1 :]

    serve(damaged)
    for number in range(20):
        place[0] = number
        try:
            stamp = head_stamp(head=head)
        except BadStamp:
            continue
        assert abs(stamp.stamped_at - timezone.now()) < timedelta(minutes=1)
        pytest.fail(f"a change at {number}/20 was accepted")


def test_slow_authority_is_given_up(settings, authority: Authority, monkeypatch) -> None:
    settings.TIMESTAMP_CA_FILE = authority.folder / "ca.pem"
    a_head()
    with hanging(b"X-Slow: yes\r\n") as url:
        settings.TIMESTAMP_URL = url
        monkeypatch.setitem(outbound.ask.__kwdefaults__, "patience", 0.5)
        start = time.monotonic()
        stamper = Stamper()
        assert stamper.stamp() is None
        assert time.monotonic() - start < 3
        assert not stamper.rest.is_over()


def test_missing_certificate_file_is_said_and_stops_nothing(serve, settings, caplog) -> None:
    serve()
    settings.TIMESTAMP_CA_FILE = Path("/nowhere/ca.pem")
    a_head()
    assert Stamper().stamp() is None
    assert "/nowhere/ca.pem" in caplog.text


def test_settings_that_cannot_work_are_refused_at_the_start(settings, authority: Authority) -> None:
    assert check_timestamps() == []
    settings.TIMESTAMP_URL = "https://clock.example/stamp"
    assert [one.id for one in check_timestamps()] == ["audit.E006"]
    settings.TIMESTAMP_CA_FILE = authority.folder / "tsa.key"
    assert [one.id for one in check_timestamps()] == ["audit.E006"]
    settings.TIMESTAMP_CA_FILE = authority.folder / "ca.pem"
    assert check_timestamps() == []
    settings.TIMESTAMP_URL = "clock.example"
    assert [one.id for one in check_timestamps()] == ["audit.E006"]
