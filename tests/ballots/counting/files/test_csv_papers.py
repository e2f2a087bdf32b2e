"""Papers as CSV: both layouts, as spreadsheets and form programs write them."""

import pytest

from ballots.counting.contest import SKIPPED
from ballots.counting.files import csv_papers
from ballots.counting.files.faults import BadFile

BY_PREFERENCE = """\
title,Branch committee
seats,2
candidates,Ann,Bo,"Lee, Cy"
papers,1,2,3
12,"Lee, Cy",Ann,
1,Bo,Ann=3,
2,,,
"""
BY_CANDIDATE = """\
papers,Ann,Bo,"Lee, Cy"
12,2,,1
1,2,1,2
2,,,
"""


def rows(text: str | bytes) -> list[tuple[int, list[int]]]:
    _contest, papers = csv_papers.read(text.encode() if isinstance(text, str) else text)
    found = zip(papers.weights.tolist(), papers.rankings.tolist(), strict=True)
    return [(weight, [number for number in row if number]) for weight, row in found]


def faults(text: str) -> list[str]:
    with pytest.raises(BadFile) as refused:
        csv_papers.read(text.encode())
    return [str(fault) for fault in refused.value.faults]


def test_column_for_each_preference_is_read():
    contest, papers = csv_papers.read(BY_PREFERENCE.encode())
    assert (contest.title, contest.seats) == ("Branch committee", 2)
    assert contest.candidates == ("Ann", "Bo", "Lee, Cy")
    assert rows(BY_PREFERENCE) == [(12, [3, 1]), (1, [2, 1, -3]), (2, [])]
    assert not papers.notes


def test_column_for_each_candidate_is_read():
    contest, papers = csv_papers.read(BY_CANDIDATE.encode())
    assert contest.candidates == ("Ann", "Bo", "Lee, Cy")
    assert rows(BY_CANDIDATE) == [(12, [3, 1]), (1, [2, 1, -3]), (2, [])]
    assert [str(note) for note in papers.notes] == [
        "line 1: the file does not say how many places there are, so it is taken to be 1"
    ]


def test_crosses_are_read_in_the_order_of_the_paper():
    assert rows("Ann,Bo,Cy\nx,,X\n,✓,\nyes,,\n") == [(1, [1, 3]), (1, [2]), (1, [1])]


def test_preference_left_out_is_kept():
    assert rows("Ann,Bo\n3,1\n2,\n") == [(1, [2, SKIPPED, 1]), (1, [SKIPPED, 1])]
    assert rows("candidates,A,B\n1,2,3\nB,,A\n") == [(1, [2, SKIPPED, 1])]


@pytest.mark.parametrize(
    "heading",
    [
        "First choice,Second choice",
        "1st,2nd",
        "Preference 1,Preference 2",
        "1st preference,2nd preference",
        "Rank 1,Rank 2",
    ],
)
def test_preferences_are_known_by_their_headings(heading):
    assert rows(f"candidates,Ann,Bo\n{heading}\nBo,Ann\n") == [(1, [2, 1])]


def test_grid_of_a_form_is_read():
    text = "Timestamp,Your vote [Ann],Your vote [Bo]\n2027-06-01 10:00,2nd,1st\n"
    assert csv_papers.read(text.encode())[0].candidates == ("Ann", "Bo")
    assert rows(text) == [(1, [2, 1])]


def test_candidates_are_gathered_from_papers_and_noted():
    contest, papers = csv_papers.read(b"1,2\nCy,ann\nBo,\n")
    assert contest.candidates == ("ann", "Bo", "Cy")
    assert "in the order of the alphabet" in str(papers.notes[0])


@pytest.mark.parametrize(
    "changed",
    [
        BY_PREFERENCE.replace(",", ";").replace("Lee; Cy", "Lee, Cy"),
        BY_PREFERENCE.replace('"Lee, Cy"', "Lee, Cy").replace(",", "\t").replace("Lee\t", "Lee,"),
        "\ufeff" + BY_PREFERENCE,
        BY_PREFERENCE.replace("\n", "\r\n"),
        BY_PREFERENCE.replace("\n", "\n\n"),
        BY_PREFERENCE.replace("seats", "Places"),
    ],
)
def test_odd_form_of_a_table_reads_the_same(changed):
    assert rows(changed) == rows(BY_PREFERENCE)


def test_names_that_look_like_formulas_are_guarded():
    contest, papers = csv_papers.read(b'seats,1\ncandidates,"\'=Ann","\'@Bo"\n1\n\'@Bo\n')
    assert contest.candidates == ("=Ann", "@Bo")
    written = csv_papers.write(contest, papers)
    assert b"'=Ann,'@Bo" in written
    assert csv_papers.read(written)[0] == contest


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "There are no headings of a table of papers in this file."),
        ("id,timestamp\n1,2\n", "line 1: no heading here is a preference or a candidate"),
        ("1,1\nAnn,Bo\n", "line 1: two headings are of the same preference"),
        ("seats,0\ncandidates,Ann\n1\nAnn\n", "the number of places must be a whole number from 1"),
        ("seats,few\ncandidates,Ann\n1\nAnn\n", "the number of places must be a whole number"),
        ("candidates,Ann\nwithdrawn,Bo\n1\nAnn\n", 'there is no candidate "Bo" among the 1'),
        ("candidates,Ann\n1,2\nAnn,Bo\n", 'line 3: there is no candidate "Bo" among the 1'),
        ("papers,Ann\n-1,1\n", 'line 2: "-1" stands where the number of papers belongs'),
        ("papers,Ann\n1.5,1\n", 'line 2: "1.5" stands where the number of papers belongs'),
        ("papers,Ann\nmany,1\n", 'line 2: "many" stands where the number of papers belongs'),
        ("Ann,Bo\n1,maybe\n", 'line 2: "maybe" is neither a preference from 1 nor a cross'),
        ("Ann,Bo\n0,1\n", 'line 2: "0" is neither a preference from 1 nor a cross'),
        ("Ann,Bo\n1,x\n", 'line 2: "x" is neither a preference from 1 nor a cross'),
        ("Ann,Bo\n1,2,3\n", "line 2: there are 3 cells on this line, and 2 headings"),
        ("Ann\n\0\n", "line 2: there is a NUL character: this is no text"),
        ("Ann\n" + "9" * 200_000 + "\n", "line 2: this is not CSV: field larger than field limit"),
    ],
)
def test_table_is_refused_with_line_and_reason(text, reason):
    assert faults(text)[0].startswith(reason)
