"""Telling an address at work from a personal one.

Pure. An employer can read, hold back or close a mailbox at work, and with it a member's passcode
and the fact of their membership (guide 6, work e-mail). So an address at an employer's domain, or
at any domain below it, is kept but nothing is sent there.
"""

import re
from collections.abc import Collection
from typing import Final

WORK_ADDRESS: Final = "work-address"
MOST_LINES: Final = 2000

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
# Whoever lists one of these would cut off everybody who has their own address there.
_NOT_EMPLOYERS: Final = frozenset((
    "ac.uk", "co.uk", "gov.uk", "ltd.uk", "me.uk", "net.uk", "nhs.uk", "org.uk", "plc.uk",
    "sch.uk", "aol.co.uk", "aol.com", "btinternet.com", "fastmail.com", "gmail.com", "gmx.co.uk",
    "gmx.com", "googlemail.com", "hotmail.co.uk", "hotmail.com", "icloud.com", "live.co.uk",
    "live.com", "mac.com", "mail.com", "me.com", "msn.com", "ntlworld.com", "outlook.com",
    "pm.me", "proton.me", "protonmail.com", "sky.com", "talktalk.net", "tiscali.co.uk",
    "virginmedia.com", "yahoo.co.uk", "yahoo.com",
))  # fmt: skip


class BadDomain(ValueError):
    """A line that names no employer's domain; the message says which, and why."""


def read_domains(typed: str) -> list[str]:
    """Read employers' domains from lines of text, each once, in order. Raises BadDomain."""
    lines = [line.strip() for line in typed.splitlines()]
    if len(lines) > MOST_LINES:
        raise BadDomain(f"More than {MOST_LINES:,} lines. Send them in parts.")
    return sorted({_read(number, line) for number, line in enumerate(lines, 1) if line})


def is_work_address(email: str, domains: Collection[str]) -> bool:
    """Tell whether an address is at one of these domains, or at a domain below one."""
    parts = email.rpartition("@")[2].split(".")
    return any(".".join(parts[start:]) in domains for start in range(len(parts) - 1))


def _read(number: int, line: str) -> str:
    domain = line.lower().rpartition("@")[2].strip().removeprefix("www.").rstrip(".")
    if not _DOMAIN.fullmatch(domain):
        raise BadDomain(
            f"Line {number}, “{line[:60]}”, is not a domain. Write it as employer.example.com."
        )
    if domain in _NOT_EMPLOYERS:
        raise BadDomain(
            f"Line {number}: {domain} is not one employer's. "
            "Everybody with an address of their own there would get no passcode."
        )
    return domain
