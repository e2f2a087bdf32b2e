"""The scene of the vote benchmark: a union, an open ballot, and voters who are signed in."""

import django

django.setup()

from importlib import import_module  # noqa: E402
from secrets import token_hex  # noqa: E402
from urllib.parse import urlencode  # noqa: E402

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402

from audit.models import Entry  # noqa: E402
from ballots.models import Cast, RollEntry  # noqa: E402
from members.claims import EPOCH_KEY  # noqa: E402
from members.models import Member  # noqa: E402
from tests.bench.load import SLOT  # noqa: E402
from tests.factories.ballots import make_hall  # noqa: E402


def requests(voters: int) -> dict[str, list[str]]:
    """Open a ballot to so many voters; give each one's requests, ready to send."""
    call_command("migrate", verbosity=0)
    hall = make_hall(delegates=voters)
    ballot = hall.open(window_seconds=24 * 60 * 60)
    cookies = [cookies_of(voter) for voter in hall.delegates]
    return {
        "nothing": [get("/bench/nothing/", cookie) for cookie, _token in cookies],
        "one-insert": [post("/bench/one-insert/", *one) for one in cookies],
        "cast": [post(f"/ballots/{ballot.pk}/cast/", *one) for one in cookies],
    }


def check(answered: int) -> None:
    """Insist that every vote answered with a receipt is in the database, and in the log."""
    votes = Cast.objects.count()
    logged = Entry.objects.filter(kind="vote.cast").count()
    marks = RollEntry.objects.filter(cast__isnull=False).count()
    if not marks or votes != logged or votes < answered:
        raise SystemExit(f"{answered} answered, {votes} votes, {logged} in the log, {marks} marks")


def cookies_of(voter: Member) -> tuple[str, str]:
    """Sign a voter in: their cookies, and the token of their forms."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(voter.pk)
    session[BACKEND_SESSION_KEY] = "members.backends.PasscodeBackend"
    session[HASH_SESSION_KEY] = voter.get_session_auth_hash()
    session[EPOCH_KEY] = 0
    session.save()
    token = token_hex(16)
    cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: token}
    return "; ".join(f"{name}={value}" for name, value in cookies.items()), token


def get(address: str, cookies: str) -> str:
    """Spell a request for a page."""
    return f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n\r\n"


def post(address: str, cookies: str, token: str) -> str:
    """Spell a press, with the number of its request left open."""
    form = urlencode({"csrfmiddlewaretoken": token, "choice": "for"})
    form += f"&request_id={SLOT.decode()}"
    length = len(form) - len(SLOT) + 32
    return (
        f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n"
        "HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {length}\r\n\r\n{form}"
    )
