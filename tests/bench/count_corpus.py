"""How long the 374 Scottish wards take, by both rules, on two processors, each table checked."""

import io
import json
import os
import tarfile
import time
from functools import partial
from multiprocessing import Pool
from pathlib import Path

from ballots.counting.files import blt
from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.sheet.json_record import table_sha256

RULES_COUNTED, PROCESSORS, MOST_SECONDS = ("ers97", "scottish"), 2, 30

_DATA = Path(
    os.environ.get("CONFORMANCE_DATA", Path(__file__).parents[3] / "shared" / "data"), "counting"
)


def measure() -> None:
    """Count them all, and print."""
    if not _DATA.is_dir():
        print(f"\nNo wards: there is no {_DATA}; CONFORMANCE_DATA can name another folder.")
        return
    expected = json.loads((_DATA / "scot_corpus_expected.json").read_text())["wards"]
    start = time.perf_counter()
    wards = _wards(_DATA / "scot_corpus.tar.xz")
    unpacked = time.perf_counter()
    with Pool(PROCESSORS) as pool:
        same = sum(pool.imap_unordered(partial(_same, expected=expected), wards, chunksize=8))
    took = time.perf_counter() - unpacked
    print(
        f"\n{len(wards)} wards by {' and '.join(RULES_COUNTED)}: {took:.1f} s on {PROCESSORS} "
        f"processors (aim {MOST_SECONDS}), after {unpacked - start:.1f} s of unpacking; "
        f"{same:,} of {2 * len(wards):,} stage tables as expected"
    )


def _wards(path: Path) -> list[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(path.read_bytes())) as archive:
        return [
            (Path(member.name).stem, file.read())
            for member in archive
            if member.isfile() and (file := archive.extractfile(member))
        ]


def _same(ward: tuple[str, bytes], expected: dict[str, dict[str, str]]) -> int:
    name, text = ward
    contest, papers = blt.read(text)
    tables = {
        code: table_sha256(RULES[code][1](contest, papers, Lots("bench"))) for code in RULES_COUNTED
    }
    return sum(tables[code].startswith(expected[name][f"{code}_sha256"]) for code in tables)
