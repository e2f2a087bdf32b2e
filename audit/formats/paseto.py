"""What a person carries away: PASETO v4 tokens, signed (public) or sealed (local), read strictly.

pyseto takes padding, stray characters and the wrong alphabet, so that one signature would have many
spellings. So a token must match the grammar of the specification, and every part of it is decoded,
encoded again and compared, before pyseto sees it.

A token is good for one purpose only: the purpose is signed with it (the implicit assertion) without
standing in it, so that a receipt can never be passed off as something else.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pyseto
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pyseto.key_interface import KeyInterface

from audit.formats.encoding import base64url_bytes
from audit.formats.errors import BadEncoding, BadToken
from audit.formats.signing import SigningKey, VerifierKey

MAX_TOKEN_CHARS = 8_192

_VERSION = 4
_TOKEN = re.compile(r"v4\.(public|local)\.([A-Za-z0-9_-]+)(?:\.([A-Za-z0-9_-]+))?")


def sign(claims: Mapping[str, object], key: SigningKey, *, purpose: str) -> str:
    """Sign claims for one purpose; the footer names the key (PASERK `k4.pid`)."""
    footer = _compact({"kid": _public(key.verifier).to_paserk_id()})
    token = pyseto.encode(_secret(key), _compact(claims), footer, purpose.encode())
    return token.decode("ascii")


def read(token: str, key: VerifierKey, *, purpose: str) -> dict[str, Any]:
    """Give the claims of a token that this key signed for this purpose, or raise BadToken.

    An `exp` among the claims is held to.
    """
    return _opened(token, "public", _public(key), purpose)


def sealed(claims: Mapping[str, object], key: bytes, *, purpose: str) -> str:
    """Encrypt claims for one purpose, so that only the holder of these 32 bytes can read them."""
    token = pyseto.encode(_local(key), _compact(claims), implicit_assertion=purpose.encode())
    return token.decode("ascii")


def unsealed(token: str, key: bytes, *, purpose: str) -> dict[str, Any]:
    """Give the claims that were sealed with this key for this purpose, or raise BadToken."""
    return _opened(token, "local", _local(key), purpose)


class _Objects:
    """Reads JSON objects for pyseto, which trips over a payload or a footer that is none."""

    @staticmethod
    def loads(data: bytes) -> dict[str, Any]:
        try:
            value = json.loads(data)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


def _opened(token: str, kind: str, key: KeyInterface, purpose: str) -> dict[str, Any]:
    _check_spelling(token, kind)
    try:
        opened = pyseto.decode(
            key, token, implicit_assertion=purpose.encode(), deserializer=_Objects
        )
    except (pyseto.PysetoError, ValueError):
        raise BadToken("This was not signed by us for this purpose, or it has expired.") from None
    claims = opened.payload
    if not claims or not isinstance(claims, dict):
        raise BadToken("This is signed, but it is not one of ours.")
    return claims


def _check_spelling(token: str, kind: str) -> None:
    """Refuse every spelling of a token but the one."""
    match = _TOKEN.fullmatch(token) if len(token) <= MAX_TOKEN_CHARS else None
    if not match or match[1] != kind:
        raise BadToken(f"This is not a v4.{kind} token.")
    try:
        for part in filter(None, match.groups()[1:]):
            base64url_bytes(part)
    except BadEncoding:
        raise BadToken("This token is not written in its one correct way.") from None


def _compact(value: Mapping[str, object]) -> str:
    """Write JSON without spaces: a token is drawn as a QR picture, where every byte shows."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=16)
def _secret(key: SigningKey) -> KeyInterface:
    return pyseto.Key.new(_VERSION, "public", key.pem())


@lru_cache(maxsize=64)
def _public(key: VerifierKey) -> KeyInterface:
    pem = Ed25519PublicKey.from_public_bytes(key.public).public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    return pyseto.Key.new(_VERSION, "public", pem)


@lru_cache(maxsize=16)
def _local(key: bytes) -> KeyInterface:
    return pyseto.Key.new(_VERSION, "local", key)
