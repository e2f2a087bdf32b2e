"""`belenios-tool`, a program that nobody here wrote: what tests ask of it, and what it makes."""

import json
import os
import resource
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PASSED = "I: all checks passed"
NO_RESULT = "W: no result to check"


class Tool:
    """The tool at work in a folder of its own, which holds one election."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.uuid = ""

    def run(self, *words: str, given: bytes = b"", fails: bool = False) -> bytes:
        """Run a command and give what it prints; a failure is the test's, unless it is wanted."""
        done = subprocess.run(  # noqa: S603 # words of our own
            ["/usr/bin/belenios-tool", *words],
            cwd=self.folder,
            input=given,
            capture_output=True,
            check=False,
            timeout=100,
            env={**os.environ, "BELENIOS_USE_URANDOM": "1"},
        )
        if bool(done.returncode) != fails:
            raise AssertionError(f"{words}: {done.returncode}, {done.stderr.decode()}")
        return done.stderr if "verify" in words else done.stdout

    def passes(self, archive: bytes, uuid: str, *, result: bool = True) -> bool:
        """Say whether the tool finds nothing wrong with an archive, having looked at its result."""
        (self.folder / f"{uuid}.bel").write_bytes(archive)
        words = self.run("election", "verify").decode()
        return PASSED in words and (NO_RESULT in words) != result

    def seconds(self, *words: str) -> float:
        """Give the processor time of a command."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.run(*words)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    # --- An election that only the tool had its hands on ---

    def set_up(
        self, questions: Sequence[dict[str, Any]], voters: str | int, group: str = "BELENIOS-2048"
    ) -> list[str]:
        """Open an election for so many voters, or for lines of a roll; give their credentials."""
        self.uuid = self.run("setup", "generate-token").decode().strip()
        named = ("--uuid", self.uuid, "--group", group)
        if isinstance(voters, str):
            (self.folder / "voters.txt").write_text(voters)
            self.run("setup", "generate-credentials", *named, "--file", "voters.txt")
        else:
            self.run("setup", "generate-credentials", *named, "--count", str(voters))
        self._only("*.pubcreds").rename(self.folder / "public_creds.json")
        self.run("setup", "generate-trustee-key", "--group", group)
        (self.folder / "public_keys.jsons").write_bytes(self._only("*.pubkey").read_bytes())
        self.run("setup", "make-trustees")
        template = {"description": "Made by the tool", "name": "A vote", "questions": questions}
        (self.folder / "template.json").write_text(json.dumps(template))
        self.run("setup", "make-election", *named, "--template", "template.json")
        self.run("archive", "init")
        lines = self._only("*.privcreds").read_text().splitlines()
        return [line.split()[1] for line in lines]

    def ballot(self, secret: str, answers: Sequence[Sequence[int]]) -> bytes:
        """Have it make a ballot for the election whose archive is in the folder."""
        (self.folder / "secret").write_text(secret)
        (self.folder / "answers").write_text(json.dumps(answers))
        words = ("election", "generate-ballot", "--privcred", "secret", "--ballot", "answers")
        return self.run(*words).strip()

    def add(self, kind: str, document: bytes = b"") -> None:
        """Have it append an event."""
        self.run("archive", "add-event", f"--type={kind}", given=document)

    def finish(self) -> None:
        """Have it tally, decrypt with the one key, and say the result."""
        self.add("EndBallots")
        self.add("EncryptedTally", self.run("election", "compute-encrypted-tally"))
        key = ("--privkey", self._only("*.privkey").name, "--trustee-id", "1")
        self.add("PartialDecryption", self.run("election", "decrypt", *key))
        self.add("Result", self.run("election", "compute-result"))

    @property
    def archive(self) -> bytes:
        return (self.folder / f"{self.uuid}.bel").read_bytes()

    def _only(self, pattern: str) -> Path:
        (found,) = self.folder.glob(pattern)
        return found
