"""What is written can be read again, in every form; and nothing that can be read is a surprise."""

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.counting.contest import Contest, Papers
from ballots.counting.files import blt, csv_papers, json_papers
from ballots.counting.files.blt_lines import Reader
from ballots.counting.files.faults import BadFile
from tests.ballots.counting.files import strategies

plain = strategies.contests(is_plain=True).flatmap(
    lambda contest: st.tuples(st.just(contest), strategies.papers(contest))
)
any_kind = strategies.contests().flatmap(
    lambda contest: st.tuples(st.just(contest), strategies.papers(contest))
)


def as_lists(papers: Papers) -> list[tuple[int, list[int]]]:
    rows = zip(papers.weights.tolist(), papers.rankings.tolist(), strict=True)
    return [(weight, [number for number in row if number]) for weight, row in rows]


@pytest.mark.parametrize("form", [blt, csv_papers])
@given(case=plain)
def test_plain_contest_written_and_read_is_the_same(form: ModuleType, case: tuple[Contest, Papers]):
    contest, papers = case
    again, papers_again = form.read(form.write(contest, papers))
    assert again == contest
    assert as_lists(papers_again) == as_lists(papers)


@given(case=any_kind, invalid=st.dictionaries(strategies.texts, st.integers(0, 9), max_size=2))
def test_any_contest_written_as_json_and_read_is_the_same(
    case: tuple[Contest, Papers], invalid: dict[str, int]
):
    contest, papers = case
    papers.invalid.update(invalid)
    again, papers_again = json_papers.read(json_papers.write(contest, papers))
    assert again == contest
    assert as_lists(papers_again) == as_lists(papers)
    assert papers_again.invalid == invalid


@given(st.lists(strategies.plain_lines | strategies.plain_lines | strategies.lines, max_size=12))
def test_quick_reader_reads_what_the_exact_one_reads(lines: list[str]):
    text = "\n".join(["4 2", *lines, "0", *['"A"', '"B"', '"C"', '"D"', '"T"'], ""]).encode()

    def exactly() -> tuple[Contest, Papers]:
        reader = Reader()
        reader.read(text.split(b"\n")[:-1])
        return reader.finish()

    assert outcome(lambda: blt.read(text)) == outcome(exactly)


def outcome(read) -> object:
    try:
        contest, papers = read()
    except BadFile as error:
        return str(error)
    return contest, as_lists(papers), papers.notes


@pytest.mark.parametrize("form", [blt, csv_papers, json_papers])
@given(noise=st.binary(max_size=300))
def test_noise_is_read_or_refused_and_never_breaks(form: ModuleType, noise: bytes):
    for start in (b"", b"3 1\n1 1 0\n", b"papers,1,2\n", b'{"candidates": ["A"], "papers": [['):
        outcome(lambda start=start: form.read(start + noise))


@pytest.mark.parametrize("form", [blt, csv_papers, json_papers])
@given(case=plain, data=st.data())
def test_damaged_file_is_read_or_refused_and_never_breaks(
    form: ModuleType, case: tuple[Contest, Papers], data: st.DataObject
):
    whole = form.write(*case)
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, len(whole)))
    damage = data.draw(
        st.binary(max_size=5) | st.sampled_from([b"\n", b"-", b'"', b"0", b"[", b","])
    )
    outcome(lambda: form.read(whole[:start] + damage + whole[stop:]))
