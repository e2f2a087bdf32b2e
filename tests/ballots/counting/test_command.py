"""The command of a count, as anyone runs it; and its every refusal, which is no traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ballots.counting import command
from ballots.counting.command import COUNTED, LOT_NEEDED, NOT_THE_SAME, NOT_UNDERSTOOD
from ballots.counting.files import blt, csv_papers, json_papers
from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.sheet import csv_sheet, html_sheet, json_record, table

PAPERS = """\
5 2
12 1 2 0
7 2 3 0
6 3 0
4 4 3 5 0
1 5 0
2 0
0
"Ann"
"Bo"
"Lee, Cy"
"Dee"
"Re-open nominations"
"Officers"
"""
TIED = '3 1\n2 1 0\n2 2 0\n0\n"Ann"\n"Bo"\n"Cy"\n"Chair"\n'


class Said:
    """What the command gave."""

    def __init__(self, status: int, out: bytes, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def run(tmp_path, capfdbinary):
    """Run the command in this process, on a file of these papers."""

    def run(*arguments: str, papers: str | bytes = PAPERS, name: str = "papers.blt") -> Said:
        file = tmp_path / name
        file.write_bytes(papers.encode() if isinstance(papers, str) else papers)
        try:
            status = command.main([str(file), *arguments])
        except SystemExit as stopped:
            status = int(str(stopped.code or 0))
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Said(status, out, err.decode())

    return run


def started(*arguments: str, stdin: bytes = b"") -> Said:
    done = subprocess.run(  # noqa: S603 - the command itself
        [sys.executable, "-m", "ballots.counting", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr.decode())


def counted(code: str = "ers97", seed: str | None = None):
    contest, papers = blt.read(PAPERS.encode())
    return RULES[code][1](contest, papers, Lots(seed))


def test_started_on_its_own_it_counts_what_comes_in():
    said = started("-", "--rule", "ers97", "--format", "json", stdin=PAPERS.encode())
    assert (said.status, said.err) == (COUNTED, "")
    assert said.out == json_record.write(counted())


def test_started_on_its_own_it_refuses_without_a_traceback():
    said = started("no such file.blt", "--rule", "ers97")
    assert said.status == NOT_UNDERSTOOD
    assert said.err == "no such file.blt cannot be read: no such file or directory.\n"
    assert started("-", "--rule", "ers97", stdin=b"\xff\x00" * 50).status == NOT_UNDERSTOOD


def test_it_needs_numpy_and_no_other_library(tmp_path):
    papers = tmp_path / "papers.blt"
    papers.write_text(PAPERS)
    told = (
        "import sys\nfrom ballots.counting.command import main\n"
        f"main([{str(papers)!r}, '--rule', 'ers97', '--format', 'html'])\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603 - the command itself
        [sys.executable, "-c", told], capture_output=True, check=True, text=True
    )
    loaded = {*done.stderr.split()} - sys.stdlib_module_names - {"ballots", "audit"}
    assert {name for name in loaded if not name.startswith("_")} == {"numpy"}


@pytest.mark.parametrize(
    ("form", "write"),
    [
        ("json", json_record.write),
        ("csv", csv_sheet.write),
        ("html", html_sheet.document),
        ("table", lambda count: table.write(count, width=100).encode()),
    ],
)
def test_count_is_shown_in_every_form(run, form, write):
    said = run("--rule", "ers97", "--seed", "dice 3", "--format", form)
    assert (said.status, said.err) == (COUNTED, "")
    assert said.out == write(counted(seed="dice 3"))


@pytest.mark.parametrize("code", list(RULES))
def test_every_rule_counts(run, code):
    said = run("--rule", code, "--seed", "dice 3", "--format", "json")
    assert said.status == COUNTED
    assert json.loads(said.out)["rule"] == code


@pytest.mark.parametrize(("name", "form"), [("p.csv", csv_papers), ("p.json", json_papers)])
def test_other_forms_of_papers_count_the_same(run, name, form):
    written = form.write(*blt.read(PAPERS.encode()))
    said = run("--rule", "ers97", "--format", "json", papers=written, name=name)
    assert said.out == json_record.write(counted())


@pytest.mark.parametrize("form", ["blt", "csv", "json"])
def test_papers_are_told_apart_without_the_name_of_a_file(run, form):
    converted = run("--convert", form).out
    said = run("--rule", "ers97", "--format", "json", papers=converted, name="papers")
    assert said.out == json_record.write(counted())


def test_contest_is_changed_as_asked(run):
    said = run(
        *("--rule", "ers97", "--format", "json", "--seed", "x", "--seats", "3"),
        *("--withdrawn", "4", "--withdrawn", "Lee, Cy", "--ron", "Re-open nominations"),
    )
    told = json.loads(said.out)
    assert told["seats"] == 3
    assert [each["is_withdrawn"] for each in told["candidates"]] == [
        False,
        False,
        True,
        True,
        False,
    ]
    assert [each["is_ron"] for each in told["candidates"]] == [False] * 4 + [True]


def test_reserved_places_are_kept_as_asked(run):
    said = run(
        *("--rule", "plurality", "--format", "json", "--seed", "x"),
        *("--reserved", "women:1=Dee,Lee, Cy"),
    )
    told = json.loads(said.out)
    assert told["reserved"] == [{"tag": "women", "seats": 1}]
    assert [each["tags"] for each in told["candidates"]] == [[], [], ["women"], ["women"], []]
    assert {"Dee", "Lee, Cy"} & {*told["elected"]}


def test_count_that_needs_a_lot_says_between_whom(run):
    said = run("--rule", "av", "--format", "json", papers=TIED)
    assert said.status == LOT_NEEDED
    assert json.loads(said.out)["ending"] == "lot_needed"
    assert said.err.startswith("A lot is needed between Ann and Bo")
    assert '--lot "1,2=1"' in said.err


@pytest.mark.parametrize("lot", ["Ann,Bo=Bo", "1,2=2", " Bo , 1 = Bo "])
def test_lot_drawn_by_hand_is_used_with_its_witness(run, lot):
    said = run(
        *("--rule", "av", "--format", "json", "--lot", lot, "--witness", "Jo Teller"), papers=TIED
    )
    told = json.loads(said.out)
    assert said.status == COUNTED
    assert [(each["drawn"], each["witness"]) for each in told["lots"]] == [("Bo", "Jo Teller")]


@pytest.mark.parametrize(
    "lots",
    [
        ("--lot", "Ann,Cy=Cy", "--lot", "Ann,Bo=Bo"),
        ("--lot", "Ann,Bo=Bo", "--lot", "Cy,Ann=Cy"),
        ("--lot", "Ann,Cy=Cy", "--seed", "dice 4"),
        ("--lot", "Ann,Cy=Cy"),
    ],
)
def test_lot_that_was_not_asked_for_is_said_to_decide_nothing(run, lots):
    said = run("--rule", "av", *lots, papers=TIED)
    assert (
        "The lot between Ann and Cy that fell on Cy decided nothing: the count did not ask for it."
    ) in said.err.splitlines()


def test_lot_given_twice_decides_once(run):
    twice = ("--lot", "Ann,Bo=Bo") * 2
    said = run("--rule", "av", *twice, "--witness", "Jo", "--format", "json", papers=TIED)
    assert [each["drawn"] for each in json.loads(said.out)["lots"]] == ["Bo"]
    assert said.err.count("decided nothing") == 1


def test_same_seed_gives_the_same_bytes(run):
    asked = ("--rule", "av", "--seed", "dice 4 2", "--format", "json")
    assert run(*asked, papers=TIED).out == run(*asked, papers=TIED).out


@pytest.mark.parametrize("seed", ["-x", "--lot", "-4 2", "=", "\N{GAME DIE} 'a' \"b\""])
def test_seed_may_be_any_words_at_all(run, seed):
    said = run("--rule", "av", f"--seed={seed}", "--format", "json", papers=TIED)
    assert (said.status, json.loads(said.out)["seed"]) == (COUNTED, seed)


@pytest.mark.parametrize("lots", [("--seed", "dice"), ("--lot", "1,2=1", "--witness", "Jo")])
def test_record_is_checked_by_counting_again(run, tmp_path, lots):
    record = tmp_path / "record.json"
    record.write_bytes(run("--rule", "av", *lots, "--format", "json", papers=TIED).out)
    said = run("--check", str(record), papers=TIED)
    assert said.status == COUNTED
    assert said.out.startswith(b"The same, byte for byte: SHA-256 ")


def test_papers_set_aside_before_are_the_records_where_a_file_has_no_room_for_them(run, tmp_path):
    contest, papers = blt.read(PAPERS.encode())
    papers.invalid["over-vote"] = 3
    record = tmp_path / "record.json"
    record.write_bytes(json_record.write(RULES["ers97"][1](contest, papers, Lots())))
    assert run("--check", str(record)).status == COUNTED
    as_json = json_papers.write(contest, papers)
    assert run("--check", str(record), papers=as_json, name="p.json").status == COUNTED


def test_record_that_was_changed_is_not_the_same(run, tmp_path):
    record = tmp_path / "record.json"
    record.write_bytes(json_record.write(counted()).replace(b'"Ann"', b'"Bob"', 3))
    assert run("--check", str(record)).status != COUNTED
    record.write_bytes(json_record.write(counted()).replace(b"(5.1.2)", b"(5.1.3)"))
    said = run("--check", str(record))
    assert said.status == NOT_THE_SAME
    assert said.out.startswith(b"NOT THE SAME. The first difference is on line ")


@pytest.mark.parametrize(
    ("told", "instead"),
    [
        ('"table_sha256"', '"table_sha255"'),
        ('"seats": 2', '"seats": 0'),
        ('"seats": 2', '"seats": 99999999999'),
        ('"number": 5', '"number": 6'),
        ('"rule": "ers97"', '"rule": []'),
        ('"title": "Officers"', '"title": null'),
    ],
)
def test_record_of_what_cannot_be_is_not_the_same(run, tmp_path, told, instead):
    record = tmp_path / "record.json"
    text = json_record.write(counted()).decode()
    assert told in text
    record.write_text(text.replace(told, instead, 1))
    said = run("--check", str(record))
    assert said.status == NOT_THE_SAME
    assert said.out.startswith(b"NOT THE SAME. ")


def test_record_of_another_contest_is_not_that_of_these_papers(run, tmp_path):
    record = tmp_path / "record.json"
    record.write_bytes(json_record.write(counted()).replace(b'"Officers"', b'"Officers 2"'))
    said = run("--check", str(record))
    assert said.status == NOT_UNDERSTOOD
    assert said.err == "The papers are of another contest than the record: Officers.\n"
    as_json = json_papers.write(*blt.read(PAPERS.encode())).replace(b'"Officers"', b'""')
    assert run("--check", str(record), papers=as_json, name="p.json").status == COUNTED


def test_record_of_other_papers_is_not_the_same(run, tmp_path):
    record = tmp_path / "record.json"
    record.write_bytes(json_record.write(counted()))
    assert run("--check", str(record), papers=PAPERS.replace("7 2", "8 2")).status == NOT_THE_SAME
    other = run("--check", str(record), papers=PAPERS.replace('"Bo"', '"Flo"'))
    assert other.status == NOT_UNDERSTOOD
    assert other.err == "The papers have other candidates than the record.\n"


@pytest.mark.parametrize("record", [b"", b"[]", b"{}", b'{"version": 1}', b"\xff", b"[" * 99_999])
def test_record_that_is_none_is_not_the_same(run, tmp_path, record):
    path = tmp_path / "record.json"
    path.write_bytes(record)
    assert run("--check", str(path)).status == NOT_THE_SAME


def test_rules_are_compared(run):
    said = run("--rule", "ers97", "--seed", "x", "--compare", "scottish", "--compare", "meek")
    assert said.out.decode().startswith("ERS97 STV: ")
    assert "Only the announced rule decides." in said.out.decode()
    told = json.loads(
        run("--rule", "ers97", "--seed", "x", "--compare", "all", "--format", "json").out
    )
    assert told["rule"] == "ers97"
    assert "scottish" in [other["rule"] for other in told["others"]]


def test_rules_are_listed(capfdbinary):
    assert command.main(["--list-rules"]) == COUNTED
    sys.stdout.flush()
    listed = capfdbinary.readouterr().out.decode()
    assert [line.split()[0] for line in listed.splitlines()] == list(RULES)


def test_notes_are_said_and_strict_refuses_them(run):
    twice = PAPERS.replace("12 1 2", "12 1 1 2")
    said = run("--rule", "ers97", papers=twice)
    assert said.status == COUNTED
    assert "line 2: candidate 1 is named more than once on this paper" in said.err
    strict = run("--rule", "ers97", "--strict", papers=twice)
    assert (strict.status, strict.out) == (NOT_UNDERSTOOD, b"")
    assert "line 2: candidate 1 is named more than once on this paper" in strict.err


def test_progress_is_said_on_standard_error(run):
    said = run("--rule", "ers97", "--progress")
    assert said.err == "Counting 32 papers by ERS97 STV ...\n"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "By which rule? Give --rule and one of: ers97, "),
        (("--rule", "stv"), "There is no rule stv."),
        (("--rule", "ers98"), "There is no rule ers98. Did you mean ers97"),
        (("--rule", "ers97", "--compare", "x"), "There is no rule x."),
        (("--rule", "ers97", "--seats", "0"), "--seats: places must be from 1 to 9,999."),
        (("--rule", "ers97", "--seed", " "), "--seed: a seed of nothing is none."),
        (("--rule", "ers97", "--ron", "Zoe"), 'Of what was asked: there is no candidate "Zoe"'),
        (("--rule", "ers97", "--withdrawn", "6"), 'Of what was asked: there is no candidate "6"'),
        (("--rule", "ers97", "--lot", "Ann"), "--lot Ann: a lot is written between whom"),
        (("--rule", "ers97", "--lot", "Ann=Ann"), "--lot Ann=Ann: a lot is between two or more"),
        (("--rule", "ers97", "--lot", "Ann,Bo=Dee"), "--lot Ann,Bo=Dee: the lot fell on Dee"),
        (("--rule", "ers97", "--lot", "Ann,Zo=Ann"), "--lot Ann,Zo=Ann: there is no candidate"),
        (("--rule", "ers97", "--witness", "Jo", "--witness", "Al"), "--witness: give one for all"),
        (("--rule", "ers97", "--reserved", "women"), "Of what was asked: reserved places are"),
        (("--rule", "ers97", "--reserved", "women:1"), "Of what was asked: no candidate has the"),
        (("--check", "no such record"), "no such record cannot be read: no such file"),
        (("--rule", "ers97", "--seats", "few"), "usage: "),
        (("--rule", "ers97", "--format", "pdf"), "usage: "),
        (("--rule", "ers97", "--seed", "\udcff"), "--seed, --witness: '\\udcff' has characters"),
    ],
)
def test_what_cannot_be_done_is_said(run, arguments, reason):
    said = run(*arguments)
    assert (said.status, said.out) == (NOT_UNDERSTOOD, b"")
    assert said.err.startswith(reason)


def test_bad_file_is_refused_with_lines_and_reasons(run, tmp_path):
    said = run(
        "--rule", "ers97", papers=PAPERS.replace("7 2 3 0", "-7 2 3 0").replace("5 0", "6 0")
    )
    assert (said.status, said.out) == (NOT_UNDERSTOOD, b"")
    assert said.err == (
        f"{tmp_path}/papers.blt cannot be counted:\n"
        '  line 3: the line begins with a negative number of papers, "-7"\n'
        '  line 5: there is no candidate "6": they are numbered 1 to 5\n'
        '  line 6: there is no candidate "6": they are numbered 1 to 5\n'
    )


def test_folder_is_refused(capfd, tmp_path):
    assert command.main([str(tmp_path), "--rule", "ers97"]) == NOT_UNDERSTOOD
    assert capfd.readouterr().err == f"{tmp_path} cannot be read: is a directory.\n"


words = st.sampled_from(
    [
        *("--seats", "3", "--seed", "x", "--lot", "Ann,Bo=Bo", "--lot", "1,2=1", "--ron", "5"),
        *("--withdrawn", "Ann", "--reserved", "w:1=Ann", "--compare", "all", "--convert", "csv"),
        *("--format", "csv", "--witness", "Jo", "--lot", "=", "--check", "\udcff", "\0", ",", ""),
        *("--strict", "--progress", "-1"),
    ]
)
damages = st.tuples(st.integers(0, 4_000), st.integers(0, 20), st.binary(max_size=6))


def damaged(whole: bytes, damage: tuple[int, int, bytes]) -> bytes:
    start, length, bytes_ = damage
    start %= len(whole) + 1
    return whole[:start] + bytes_ + whole[start + length :]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.sampled_from([*RULES, "stv"]), st.lists(words, max_size=5), damages)
def test_no_traceback_ever(run, rule: str, more: list[str], damage: tuple[int, int, bytes]):
    said = run("--rule", rule, *more, papers=damaged(PAPERS.encode(), damage))
    assert said.status in {COUNTED, NOT_THE_SAME, NOT_UNDERSTOOD, LOT_NEEDED}
    assert "Traceback" not in said.err


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(damages)
def test_no_traceback_ever_on_a_damaged_record(run, tmp_path, damage: tuple[int, int, bytes]):
    record = tmp_path / "record.json"
    record.write_bytes(damaged(json_record.write(counted()), damage))
    assert run("--check", str(record)).status in {COUNTED, NOT_THE_SAME, NOT_UNDERSTOOD}


@pytest.mark.conformance
def test_every_file_of_the_field_is_counted_and_its_record_the_same(
    run, conformance_data: Path, tmp_path: Path
):
    record = tmp_path / "record.json"
    for file in sorted((conformance_data / "counting").glob("*.blt")):
        said = run(
            "--rule", "scottish", "--seed", "x", "--format", "json", papers=file.read_bytes()
        )
        assert said.status == COUNTED, file
        record.write_bytes(said.out)
        assert run("--check", str(record), papers=file.read_bytes()).status == COUNTED, file
