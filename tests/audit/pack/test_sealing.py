import shutil
import subprocess
from pathlib import Path

import pytest

from audit.pack.sealing import COMMAND, seal

PASS_PHRASE = "seven sample scrutineers sat"


@pytest.mark.parametrize("content", [b"", b"voter,name\r\n", bytes(range(256)) * 999])
def test_a_scrutineer_opens_a_sealed_file_with_openssl(content: bytes, tmp_path: Path) -> None:
    sealed, opened = tmp_path / "roll.csv.enc", tmp_path / "roll.csv"
    sealed.write_bytes(seal(content, PASS_PHRASE))
    command = COMMAND.format(sealed=sealed, opened=opened).split()
    command[0] = shutil.which("openssl") or "openssl"
    subprocess.run([*command, "-pass", f"pass:{PASS_PHRASE}"], check=True)  # noqa: S603
    assert opened.read_bytes() == content


def test_the_same_file_is_sealed_differently_each_time() -> None:
    assert seal(b"roll", PASS_PHRASE) != seal(b"roll", PASS_PHRASE)


def test_refused_when_the_pass_phrase_is_short() -> None:
    with pytest.raises(ValueError, match="20 characters"):
        seal(b"roll", "nineteen characters")
