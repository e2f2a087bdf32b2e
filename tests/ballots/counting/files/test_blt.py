"""BLT files as they are found in the wild, and what is said of those that cannot be counted."""

from pathlib import Path

import numpy as np
import pytest

from ballots.counting.contest import SKIPPED
from ballots.counting.files import blt
from ballots.counting.files.faults import BadFile

PLAIN = """\
4 2
3 1 3 4 0
4 1 3 2 0
1 2 0
2 0
0
"Adam"
"Basil"
"Charlotte"
"Donald"
"Officers"
"""
NAMES = '0\n"Adam"\n"Basil"\n"Charlotte"\n"Donald"\n"Officers"\n'


def rows(text: str | bytes) -> list[tuple[int, list[int]]]:
    _contest, papers = blt.read(text.encode() if isinstance(text, str) else text)
    weights, rankings = papers.weights.tolist(), papers.rankings.tolist()
    return [
        (weight, row[: row.index(0)] if 0 in row else row)
        for weight, row in zip(weights, rankings, strict=True)
    ]


def notes(text: str) -> list[str]:
    return [str(note) for note in blt.read(text.encode())[1].notes]


def faults(text: str | bytes) -> list[str]:
    with pytest.raises(BadFile) as refused:
        blt.read(text.encode() if isinstance(text, str) else text)
    return [str(fault) for fault in refused.value.faults]


def test_plain_file_gives_contest_and_papers():
    contest, papers = blt.read(PLAIN.encode())
    assert (contest.title, contest.seats) == ("Officers", 2)
    assert contest.candidates == ("Adam", "Basil", "Charlotte", "Donald")
    assert papers.total == 10
    assert papers.weights.dtype == np.int64
    assert not papers.notes
    assert rows(PLAIN) == [(3, [1, 3, 4]), (4, [1, 3, 2]), (1, [2]), (2, [])]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(PLAIN.replace("\n", "\r\n"), id="ends of lines as on Windows"),
        pytest.param(PLAIN.replace("\n", "\r"), id="ends of lines as on old Macs"),
        pytest.param("\ufeff" + PLAIN, id="byte order mark"),
        pytest.param(PLAIN.rstrip("\n"), id="no end to the last line"),
        pytest.param(PLAIN.replace("\n", "\n\n"), id="empty lines"),
        pytest.param(PLAIN.replace(" ", "\t  "), id="tabs"),
        pytest.param(PLAIN.replace("0\n", "0   \n"), id="space at the ends"),
        pytest.param("# made by hand\n" + PLAIN, id="comment above"),
        pytest.param(PLAIN.replace("3 4 0", "3 4 0 # three of them"), id="comment behind"),
        pytest.param(PLAIN.replace("3 1", "/* three */ 3 1"), id="comment as in C"),
        pytest.param(PLAIN.replace("3 1", "(a7-f) 3 1"), id="id of a paper"),
        pytest.param(PLAIN.replace("4 0\n", "4 0 0 0\n"), id="zeros fill a line up"),
        pytest.param(PLAIN.replace("3 1 3", "03 01 3"), id="leading zeros"),
        pytest.param(PLAIN + '"a source"\n"and a comment"\n', id="source after the title"),
    ],
)
def test_odd_form_of_a_file_reads_the_same(changed):
    assert rows(changed) == rows(PLAIN)
    assert blt.read(changed.encode())[0] == blt.read(PLAIN.encode())[0]


@pytest.mark.parametrize(
    ("line", "ranking"),
    [
        ("2 1=3 4 0", [1, -3, 4]),
        ("2 4 1 = 3=2 0", [4, 1, -3, -2]),
        ("2 4 (1 3) 0", [4, 1, -3]),
        ("2 1 - 3 0", [1, SKIPPED, 3]),
        ("2 - 3 0", [SKIPPED, 3]),
    ],
)
def test_equal_and_omitted_preferences_are_kept(line, ranking):
    assert rows(f"4 2\n{line}\n{NAMES}") == [(2, ranking)]


def test_withdrawn_candidates_are_named_by_their_line():
    contest, papers = blt.read(f"4 2\n-2 -4\n1 2 1 0\n{NAMES}".encode())
    assert contest.withdrawn == {2, 4}
    assert contest.standing == (1, 3)
    assert papers.rankings.tolist() == [[2, 1]]  # what that means is for the rule to say


def test_file_without_the_last_zero_is_read_and_noted():
    assert rows(PLAIN.replace("2 0\n0\n", "2 0\n")) == rows(PLAIN)
    assert notes(PLAIN.replace("2 0\n0\n", "2 0\n")) == [
        "line 6: the 0 that ends the papers is missing"
    ]


def test_paper_over_two_lines_is_read_and_noted():
    text = f"4 2\n3 1\n3 4 0\n{NAMES}"
    assert rows(text) == [(3, [1, 3, 4])]
    assert notes(text) == ["line 2: this paper goes on over the next line: is its 0 missing?"]


def test_papers_on_one_line_are_read_and_noted():
    text = f"4 2\n3 1 3 0 1 2 0\n{NAMES}"
    assert rows(text) == [(3, [1, 3]), (1, [2])]
    assert notes(text) == ["line 2: there are 2 papers on this line"]


def test_paper_of_weight_nothing_is_left_out_and_noted():
    text = f"4 2\n0 1 3 0\n1 2 0\n{NAMES}"
    assert rows(text) == [(1, [2])]
    assert notes(text) == ["line 2: this paper has the weight 0, and was left out"]


def test_candidate_twice_on_a_paper_is_kept_and_noted():
    text = f"4 2\n1 1 0\n1 2 3 2 0\n{NAMES}"
    assert rows(text) == [(1, [1]), (1, [2, 3, 2])]
    assert notes(text) == ["line 3: candidate 2 is named more than once on this paper"]


def test_many_notes_are_cut_short():
    found = notes(f"4 2\n{'1 1 1 0' + chr(10)}" + "1 1 1 0\n" * 2_000 + NAMES)
    assert len(found) == 1_001
    assert found[-1] == "line 1001: after this line, 1,001 more notes like these"


def test_missing_names_are_numbers():
    contest, papers = blt.read(b"2 1\n1 2 0\n0\n")
    assert contest.candidates == ("Candidate 1", "Candidate 2")
    assert [str(note) for note in papers.notes] == [
        "line 3: there are no names; the candidates are called by their numbers"
    ]


def test_missing_title_is_noted():
    contest, papers = blt.read(b'2 1\n1 2 0\n0\n"Ann"\n"Bo"\n')
    assert (contest.candidates, contest.title) == (("Ann", "Bo"), "")
    assert "there is no title" in str(papers.notes[0])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('"Jo ""Mac"" Lee"', 'Jo "Mac" Lee'),
        (r'"Jo \"Mac\" Lee"', 'Jo "Mac" Lee'),
        ('"Jo "Mac" Lee"', 'Jo "Mac" Lee'),
        ("Jo Lee", "Jo Lee"),
        ('"Jo #1"', "Jo #1"),
        ('"Jo Lee" # the treasurer', "Jo Lee"),
        ('"  Jo   Lee "', "Jo Lee"),
        ('""', "Candidate 1"),
    ],
)
def test_name_is_read_however_it_is_quoted(written, name):
    assert blt.read(f'1 1\n1 1 0\n0\n{written}\n"T"\n'.encode())[0].candidates == (name,)


def test_names_on_one_line_are_told_apart():
    contest, _papers = blt.read(b'2 1\n1 1 0\n0 "Ann" "Bo" "Officers"\n')
    assert (contest.candidates, contest.title) == (("Ann", "Bo"), "Officers")


def test_latin_1_is_read_and_noted():
    contest, papers = blt.read('1 1\n1 1 0\n0\n"Siân"\n"T"\n'.encode("latin-1"))
    assert contest.candidates == ("Siân",)
    assert [note.line for note in papers.notes] == [4]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1 5 0", 'there is no candidate "5": they are numbered 1 to 4'),
        ("1 -5 0", 'there is no candidate "-5": they are numbered 1 to 4'),
        ("-1 2 0", 'the line begins with a negative number of papers, "-1"'),
        ("1.5 2 0", 'papers are counted whole, and "1.5" is not a whole number'),
        ("1/2 2 0", 'papers are counted whole, and "1/2" is not a whole number'),
        ("Ann 2 0", '"Ann" stands where the number of papers belongs'),
        ("1 Ann 0", '"Ann" stands where the number of a candidate belongs'),
        ("1 2==3 0", '"2==3" stands where the number of a candidate belongs'),
        ("1=2 0", '"1=2" stands where the number of papers belongs'),
        ("1 2.5 0", '"2.5" stands where the number of a candidate belongs'),
        ("1 0 0 2 0", "a 0 stands in the middle of the line; a preference left out is written -"),
        ("1 2 0 0 3 0", "a 0 stands in the middle of the line; a preference left out is written -"),
        ("1 2\0 0", "there is a NUL character: this is no text file"),
        ("9999999999 1 0", '"9999999999" is too many papers: this counts up to 999,999,999'),
        (
            "9" * 5_000 + " 1 0",
            f'"{"9" * 24}..." is too many papers: this counts up to 999,999,999',
        ),
    ],
)
def test_paper_is_refused_with_line_and_reason(line, reason):
    assert faults(f"4 2\n1 1 0\n{line}\n1 2 0\n{NAMES}") == [f"line 3: {reason}"]


def test_every_fault_is_named_up_to_twenty():
    assert faults(f"4 2\n1 5 0\n1 1 0\nx\n{NAMES}") == [
        'line 2: there is no candidate "5": they are numbered 1 to 4',
        'line 4: "x" stands where the number of papers belongs',
    ]
    many = faults("4 2\n" + "1 5 0\n" * 100 + NAMES)
    assert len(many) == 21
    assert many[-1] == "There may be more; reading stopped here."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "There is nothing in this file."),
        ("\n# nothing\n", "There is nothing in this file."),
        (
            "Ann Bo\n",
            "line 1: the number of candidates must be a whole number from 1 to 9,999, but here it",
        ),
        ("3\n", "line 1: the first line must have two whole numbers, of candidates and of places"),
        ("3 2 1\n", "line 1: the first line must have two whole numbers"),
        ("0 2\n", "line 1: the number of candidates must be a whole number from 1"),
        ("3 0\n", "line 1: the number of places must be a whole number from 1 to 9,999"),
        ("3 -1\n", "line 1: the number of places must be a whole number from 1 to 9,999"),
        ("3 2.0\n", "line 1: the number of places must be a whole number from 1 to 9,999"),
        ("3 10000\n", "line 1: the number of places must be a whole number from 1 to 9,999"),
        ('"Ann"\n', "line 1: the first line must have two whole numbers"),
        ("3 1\n1 1 0\n", "line 2: the file ends without the 0 that ends the papers"),
        ("3 1\n1 1 2", "line 2: the paper that begins here has no 0 at its end"),
        ('3 1\n1 1 2\n"A"\n"B"\n"C"\n', "line 2: the paper that begins here has no 0 at its end"),
        ("3 1\n-4\n1 1 0\n0\n", 'line 2: candidate "4" cannot have withdrawn: there is none'),
        ('3 1\n1 1 0\n0\n"A"\n"B"\n', "line 5: there are names of only 2 of 3 candidates"),
        (
            "3 1\n1 1 0\n0\n1 2 0\n",
            "line 4: here are numbers, but a 0 has ended the papers already",
        ),
        ('3 1\n1 1 0\n0\n"A"\n1 2 0\n', "line 5: here are numbers, but the papers have ended"),
        ('1 1\n1 1 0\n0\n"A\n', "line 4: the quotation mark that begins this name has no end"),
        ('1 1\n1 1 0\n0\n"A\x07"\n"T"\n', "line 4: 'A\\x07' has characters that are no text"),
        (
            '1 1\n1 1 0\n0\n"A\u202eB"\n"T"\n',
            "line 4: 'A\\u202eB' has characters that are no text",
        ),
        (f'1 1\n1 1 0\n0\n"{"A" * 1_001}"\n"T"\n', "line 4: this name has 1,001 characters"),
        (
            "3 1\n1 1 2\n1 3 0\n0\n",
            "line 3: the paper that begins on line 2 names candidate 1 more",
        ),
        ("1 1\n" + "999999999 1 0\n" * 2 + "0\n", "1,999,999,998 papers in all"),
        (
            "1 1\n1" + " 1" * 30 + " 0\n0\n",
            "line 2: this paper, which begins on line 2, has too many",
        ),
        ("1 1\n1 1 0\n0\n" + '"A"\n' * 200, "line 105: this goes on after 1 names and a title"),
    ],
)
def test_file_is_refused_with_line_and_reason(text, reason):
    assert faults(text)[0].startswith(reason)


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (b"\xff\xfe3\0 \x001\0", "UTF-16"),
        (b"PK\x03\x04", "zip archive"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_file_that_is_no_text_is_named(start, reason):
    assert reason in faults(start + b"\n1 1 0\n")[0]


def test_line_without_end_is_refused():
    assert faults(b"3 1\n1 1 0\n" + b"1 " * 1_000_000) == [
        "line 3: this line is longer than 1,048,576 characters: no file of papers is so"
    ]


def test_table_too_wide_for_its_papers_is_refused():
    wide = b"9999 1\n1 " + b" ".join(b"%d" % n for n in range(1, 9_001)) + b" 0\n"
    found = faults(wide + b"1 1 0\n" * 60_000 + b"0\n")
    assert found[0].startswith("60,001 lines of papers with up to 9,000 preferences are more than")


@pytest.mark.conformance
def test_every_file_of_the_field_is_read_and_written(conformance_data: Path):
    files = sorted((conformance_data / "counting").glob("*.blt"))
    assert len(files) == 19
    for file in files:
        contest, papers = blt.read(file)
        assert not papers.notes, file
        again, papers_again = blt.read(blt.write(contest, papers))
        assert again == contest
        assert papers_again.rankings.tolist() == papers.rankings.tolist()
        assert papers_again.weights.tolist() == papers.weights.tolist()
