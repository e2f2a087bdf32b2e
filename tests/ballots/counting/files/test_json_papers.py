"""Papers as JSON: everything that a contest has."""

import json
from typing import Any

import pytest

from ballots.counting.contest import SKIPPED, Reserved
from ballots.counting.files import json_papers
from ballots.counting.files.faults import BadFile

WHOLE: dict[str, Any] = {
    "title": "Branch committee",
    "seats": 2,
    "candidates": ["Ann", "Bo", "Cy"],
    "withdrawn": ["Bo"],
    "ron": 3,
    "reserved": [{"tag": "women", "seats": 1}],
    "tags": [["women"], [], []],
    "invalid": {"over-vote": 4},
    "papers": [
        {"papers": 12, "ranking": [3, "Ann"]},
        {"ranking": [2, [1, 3]]},
        [None, 1],
        [],
    ],
}


def faults(text: str) -> list[str]:
    with pytest.raises(BadFile) as refused:
        json_papers.read(text.encode())
    return [str(fault) for fault in refused.value.faults]


def test_everything_of_a_contest_is_read():
    contest, papers = json_papers.read(json.dumps(WHOLE).encode())
    assert (contest.title, contest.seats, contest.ron) == ("Branch committee", 2, 3)
    assert contest.withdrawn == {2}
    assert contest.reserved == (Reserved("women", 1),)
    assert contest.tags == (frozenset({"women"}), frozenset(), frozenset())
    assert papers.invalid == {"over-vote": 4}
    assert papers.weights.tolist() == [12, 1, 1, 1]
    assert papers.rankings.tolist() == [[3, 1, 0], [2, 1, -3], [SKIPPED, 1, 0], [0, 0, 0]]


def test_paper_is_written_on_a_line_of_its_own():
    contest, papers = json_papers.read(json.dumps(WHOLE).encode())
    lines = json_papers.write(contest, papers).decode().splitlines()
    assert lines[-6:-2] == [
        '    {"papers": 12, "ranking": [3, 1]},',
        '    {"papers": 1, "ranking": [2, [1, 3]]},',
        '    {"papers": 1, "ranking": [null, 1]},',
        '    {"papers": 1, "ranking": []}',
    ]
    assert json.loads("\n".join(lines))["candidates"] == ["Ann", "Bo", "Cy"]


def test_number_of_places_left_out_is_noted():
    _contest, papers = json_papers.read(b'{"candidates": ["A"], "papers": []}')
    assert [note.line for note in papers.notes] == [1]


def test_candidate_twice_is_kept_and_noted_with_its_line():
    _contest, papers = json_papers.read(
        b'{"seats": 1, "candidates": ["A"],\n"papers": [[1],\n[1, 1]]}'
    )
    assert [str(note) for note in papers.notes] == [
        "line 3: candidate 1 is named more than once on this paper"
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", 'line 1: this is not JSON: "{" belongs here, not the end of the file'),
        ("[]", 'line 1: the file does not start with "{"'),
        ("{", "line 1: this is not JSON"),
        ('{"candidates": ["A"]}', 'line 1: there are no "papers" in this file'),
        ('{"papers": []}', "line 1: the candidates have to come before the papers"),
        (
            '{"rule": "av", "rule_text": "..."}',
            "line 1: this is the record of a count: its papers are in another file (--check)",
        ),
        ('{"candidates": [], "papers": []}', "line 1: there must be from 1 to 9,999 candidates"),
        ('{"candidates": "A", "papers": []}', 'line 1: "candidates" must be a list'),
        (
            '{"candidates": [1], "papers": []}',
            "line 1: a candidate must be in quotes, and 1 is not",
        ),
        (
            '{"candidates": ["A\\u0007"], "papers": []}',
            "line 1: a candidate: 'A\\x07' has characters",
        ),
        ('{"candidates": ["A"], "seats": 0, "papers": []}', "the number of places must be"),
        ('{"candidates": ["A"], "seats": true, "papers": []}', "the number of places must"),
        ('{"candidates": ["A"], "ron": 2, "papers": []}', 'there is no candidate "2"'),
        ('{"candidates": ["A"], "tags": [[], []], "papers": []}', "there must be tags for"),
        (
            '{"candidates": ["A"], "reserved": [1], "papers": []}',
            '"reserved" must have a tag',
        ),
        (
            '{"candidates": ["A"], "invalid": [], "papers": []} x',
            "line 1: here is more after the end",
        ),
        (
            '{"candidates": ["A"], "invalid": 3, "papers": []}',
            '"invalid" must say for each',
        ),
        (
            '{"candidates": ["A"], "candidates": []}',
            'line 1: "candidates" stands here for the second',
        ),
        (
            '{"candidates": ["A"],\n"papers": [\n[2]]}',
            'line 3: there is no candidate "2" among the 1',
        ),
        ('{"candidates": ["A"], "papers": [[1.0]]}', 'line 1: there is no candidate "1.0"'),
        ('{"candidates": ["A"], "papers": [[true]]}', 'line 1: there is no candidate "True"'),
        ('{"candidates": ["A"], "papers": [[[]]]}x', "line 1: here is more after the end"),
        ('{"candidates": ["A"], "papers": [{}]}', 'line 1: a paper must have a "ranking"'),
        (
            '{"candidates": ["A"], "papers": [{"ranking": "A"}]}',
            'line 1: a paper must have a "rank',
        ),
        (
            '{"candidates": ["A"], "papers": [{"papers": -1, "ranking": []}]}',
            "line 1: the number of papers must be a whole number from 0 to 999,999,999, not -1",
        ),
        (
            '{"candidates": ["A"], "papers": [[' + "1," * 40 + "1]]}",
            "line 1: 41 preferences are too",
        ),
        (
            '{"candidates": ["A"], "papers": [' + "[" * 100_000,
            "line 1: this has more in it, or more",
        ),
        ('{"candidates": ["A"], "seats": ' + "9" * 5_000, "line 1: this has more in it, or more"),
        ('{"candidates": ["A"], "papers": [[NaN]]}', 'line 1: there is no candidate "nan"'),
        ('{"a": 1,\n\n"b" 2}', 'line 3: this is not JSON: ":" belongs here, not "2"'),
        ("{1: 2}", 'line 1: a name in quotes belongs before the ":"'),
    ],
)
def test_file_is_refused_with_line_and_reason(text, reason):
    assert faults(text)[0].startswith(reason)
