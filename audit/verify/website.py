"""An export on a web server: plain files by their paths, over one connection kept open.

A server has no list of its files, so only what the heads lead to can be read from there; what could
not be looked at is said in the report. It may send its reader on to another path of the same host,
and nowhere else.
"""

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from audit.verify.sources import Unfetched, Unreadable, within

SECONDS: Final = 30
MAX_REDIRECTS: Final = 5

_CONNECTIONS: Mapping[str, type[HTTPConnection]] = {
    "http": HTTPConnection,
    "https": HTTPSConnection,
}
_ABSENT = {404, 410}
_MOVED = {301, 302, 303, 307, 308}
_OK = 200
_FAILED = (HTTPException, OSError, ValueError)


class Website:
    """The files of an export below one address."""

    def __init__(self, address: str) -> None:
        self._base = address if address.endswith("/") else address + "/"
        parts = _parts(self._base)
        if parts.query or parts.fragment or parts.username is not None:
            raise Unreadable(f"{address} must be a plain address, with no ?, # or name in it.")
        self._host = parts.hostname
        self._connection: HTTPConnection | None = None
        self._connected_to: tuple[str, ...] = ()

    def read(self, path: str, limit: int) -> bytes:
        address = self._base + quote(path)
        for _ in range(MAX_REDIRECTS + 1):
            parts = _parts(address)
            try:
                response = self._get(parts)
                data = response.read(limit + 1)
            except _FAILED as error:
                self.close()
                raise Unfetched(f"{path} cannot be fetched: {_why(error)}") from None
            if len(data) > limit:
                self.close()
            if response.status not in _MOVED:
                return within(_body(response, data, path), path, limit)
            address = self._followed(address, response, path)
        raise Unreadable(f"{path} cannot be fetched: the server sends us round in circles.")

    def names(self, below: str) -> None:
        """Name nothing: a web server has no list."""

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _get(self, parts: SplitResult) -> HTTPResponse:
        """Ask over the open connection; once more over a fresh one if it had been closed."""
        if self._connection is None or self._connected_to != parts[:2]:
            return _ask(self._dial(parts), parts)
        try:
            return _ask(self._connection, parts)
        except _FAILED:
            return _ask(self._dial(parts), parts)

    def _dial(self, parts: SplitResult) -> HTTPConnection:
        self.close()
        self._connection = _CONNECTIONS[parts.scheme](parts.netloc, timeout=SECONDS)
        self._connected_to = parts[:2]
        return self._connection

    def _followed(self, address: str, response: HTTPResponse, path: str) -> str:
        to = urljoin(address, response.headers.get("Location", ""))
        there, here = _parts(to), _parts(address)
        if there.hostname != self._host or (here.scheme, there.scheme) == ("https", "http"):
            raise Unreadable(f"{path} cannot be fetched: the server sends us elsewhere, to {to}")
        return to


def _ask(connection: HTTPConnection, parts: SplitResult) -> HTTPResponse:
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    connection.request("GET", path, headers={"Accept-Encoding": "identity"})
    return connection.getresponse()


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - refuses a port that is none
    except ValueError:
        raise Unreadable(f"{address} is not an address.") from None
    if parts.scheme not in _CONNECTIONS or not parts.hostname:
        raise Unreadable(f"{address} is not an address that begins with https:// or http://.")
    return parts


def _body(response: HTTPResponse, data: bytes, path: str) -> bytes:
    if response.status in _ABSENT:
        raise Unreadable(f"{path} is missing.")
    if response.status != _OK:
        raise Unfetched(f"{path} cannot be fetched: the server answers {response.status}.")
    encoding = response.headers.get("Content-Encoding", "identity")
    if encoding != "identity":
        raise Unreadable(f"{path} cannot be read: the server packed it ({encoding}) unasked.")
    return data


def _why(error: Exception) -> str:
    return f"{getattr(error, 'strerror', None) or str(error) or type(error).__name__}."
