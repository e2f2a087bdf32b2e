"""A file that only the scrutineer opens, with a program that every computer can have: OpenSSL.

    openssl enc -d -aes-256-cbc -pbkdf2 -iter 600000 -md sha256 -in roll.csv.enc -out roll.csv

The key comes from a pass-phrase by PBKDF2 with SHA-256, 600,000 rounds. The form itself does not
notice tampering; the manifest does, which lists the SHA-256 of the sealed file.
"""

import secrets
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.padding import PKCS7

ROUNDS: Final = 600_000
SHORTEST_PASS_PHRASE: Final = 20
COMMAND: Final = (
    f"openssl enc -d -aes-256-cbc -pbkdf2 -iter {ROUNDS} -md sha256 -in {{sealed}} -out {{opened}}"
)

_KEY_BYTES, _IV_BYTES, _SALT_BYTES, _BLOCK_BITS = 32, 16, 8, 128


def seal(content: bytes, pass_phrase: str) -> bytes:
    """Seal a file under a pass-phrase, as `openssl enc` does."""
    if len(pass_phrase) < SHORTEST_PASS_PHRASE:
        raise ValueError(f"A pass-phrase has {SHORTEST_PASS_PHRASE} characters or more.")
    salt = secrets.token_bytes(_SALT_BYTES)
    derive = PBKDF2HMAC(SHA256(), _KEY_BYTES + _IV_BYTES, salt, ROUNDS)
    derived = derive.derive(pass_phrase.encode())
    padder = PKCS7(_BLOCK_BITS).padder()
    padded = padder.update(content) + padder.finalize()
    cipher = Cipher(algorithms.AES256(derived[:_KEY_BYTES]), modes.CBC(derived[_KEY_BYTES:]))
    encryptor = cipher.encryptor()
    return b"Salted__" + salt + encryptor.update(padded) + encryptor.finalize()
