"""Nothing here waits for a stranger, believes one, or goes where one points."""

import time

import pytest

from audit.publishing.outbound import (
    LONGEST_REST_SECONDS,
    MAX_ANSWER_BYTES,
    Rest,
    Unreachable,
    ask,
    is_address,
)
from tests.audit.strangers import Reply, answering, hanging

PATIENCE = 0.5


def test_answer_is_given_whatever_its_status() -> None:
    with answering(lambda body: (418, {"Content-Type": "text/x.tea; pot=1"}, body[::-1])) as url:
        answer = ask(f"{url}/brew", b"tea", "text/plain")
    assert (answer.status, answer.kind, answer.body) == (418, "text/x.tea", b"aet")


def test_redirect_is_not_followed() -> None:
    asked = []

    def elsewhere(body: bytes):
        asked.append(body)
        return 302, {"Location": "/add-checkpoint"}, b""

    with answering(elsewhere) as url:
        assert ask(url, b"", "text/plain").status == 302
    assert len(asked) == 1


def test_long_answer_is_not_read() -> None:
    long: Reply = (200, {}, b"x" * (MAX_ANSWER_BYTES + 1))
    with answering(lambda _: long) as url, pytest.raises(Unreachable, match="more than"):
        ask(url, b"", "text/plain")


@pytest.mark.parametrize("trickle", [b"", b"X-Slow: yes\r\n", b"x"])
def test_line_is_cut_however_busily_the_other_side_trickles(trickle: bytes) -> None:
    with hanging(trickle) as url:
        start = time.monotonic()
        with pytest.raises(Unreachable):
            ask(url, b"", "text/plain", patience=PATIENCE)
        assert time.monotonic() - start < 4 * PATIENCE


def test_endless_body_is_cut_off() -> None:
    with hanging(b"Content-Length: 60000\r\n\r\n") as url:
        start = time.monotonic()
        with pytest.raises(Unreachable):
            ask(url, b"", "text/plain", patience=PATIENCE)
        assert time.monotonic() - start < 4 * PATIENCE


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://nobody.invalid", "https://127.0.0.1:1"]
)
def test_nobody_there_is_said_in_words(url: str) -> None:
    with pytest.raises(Unreachable, match="does not answer"):
        ask(url, b"", "text/plain", patience=PATIENCE)


def test_plain_server_is_not_taken_for_an_encrypted_one() -> None:
    with answering(lambda _: (200, {}, b"")) as url, pytest.raises(Unreachable):
        ask(url.replace("http:", "https:"), b"", "text/plain", patience=PATIENCE)


@pytest.mark.parametrize(
    "url", ["https://witness.example/leeds", "http://10.0.0.7:8085", "HTTPS://witness.example"]
)
def test_address_that_can_be_asked(url: str) -> None:
    assert is_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "witness.example",
        "file:///etc/passwd",
        "http://witness.example:99999",
        "http://[::1",
        "http://witness.example/a b",
        "http://witness.example/\0",
        "http://me:secret@witness.example",
        "http://witness.example/?a=b",
        "http://wïtness.example",
        "",
    ],
)
def test_address_that_cannot_be_asked(url: str) -> None:
    assert not is_address(url)


def test_rest_is_twice_as_long_each_time_and_has_an_end() -> None:
    now = [0.0]
    rest = Rest(clock=lambda: now[0])
    assert rest.is_over()
    lengths = []
    for _ in range(12):
        rest.again()
        assert not rest.is_over()
        lengths.append(rest.until - now[0])
        now[0] = rest.until
        assert rest.is_over()
    assert lengths[:3] == [5, 10, 20]
    assert lengths[-1] == LONGEST_REST_SECONDS
