"""The count on paper: a PDF for the archive that carries its record."""

import re
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.record import Count
from ballots.counting.sheet import json_record, paper
from ballots.declaring.count_paper import count_pdf
from tests.ballots.counting.elections import contest, papers
from tests.ballots.counting.sheet.counts import HOSTILE

AT = datetime(2027, 6, 3, 12, tzinfo=UTC)
CAST = papers((8, 1, 2), (5, 2, 3), (4, 3, 1), (3, 4, 2), (1,))


def counted(rule: str, names: tuple[str, ...] = ("Ann", "Bo", "Cy", "Di")) -> Count:
    stood = contest(names, seats=2, withdrawn=frozenset({4}))
    return RULES[rule][1](stood, CAST, Lots("4 2 6"))


def printed(count: Count) -> bytes:
    record = json_record.write(count)
    about = {
        "union": "Lantern (sample)",
        "reference": "1a2b3c4d-1",
        "banners": ["Indicative ballot."],
        "address": "https://tellers.example/ballots/1/count/",
        "sha256": sha256(record).hexdigest(),
        "withdrawn": {"4": "Withdrew on 1 June 2027: ill."},
    }
    return count_pdf(count, record, about, AT)


@pytest.mark.parametrize("rule", ["ers97", "plurality", "schulze", "meek", "priority"])
def test_paper_keeps_the_archive_standards_and_carries_a_file(rule: str) -> None:
    pdf = printed(counted(rule))
    assert re.search(rb"pdfaid:part>3<.*pdfuaid:part>1<", pdf, re.DOTALL)
    assert b"count.json" in pdf


def test_same_count_gives_the_same_paper() -> None:
    assert printed(counted("ers97")) == printed(counted("ers97"))


def test_names_that_people_dread_are_set_as_they_stand() -> None:
    count = counted("scottish", HOSTILE[:4])
    assert printed(count).startswith(b"%PDF")
    assert paper.data(count)["result"][0]["name"] in HOSTILE


def test_count_without_votes_is_set_too() -> None:
    count = RULES["ers97"][1](contest("AB"), papers(), Lots())
    assert printed(count).startswith(b"%PDF")
