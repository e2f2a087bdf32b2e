"""Papers as JSON: everything that a contest has, and each paper on a line of its own.

    {
      "title": "Branch committee",
      "seats": 2,
      "candidates": ["Ann", "Bo", "Cy"],
      "withdrawn": [],
      "ron": null,
      "reserved": [{"tag": "women", "seats": 1}],
      "tags": [["women"], [], []],
      "invalid": {"over-vote": 1},
      "papers": [
        {"papers": 12, "ranking": [3, 1]},
        {"papers": 1, "ranking": [2, [1, 3]]},
        {"papers": 1, "ranking": [null, "Cy"]}
      ]
    }

Candidates are called by number, from 1, or by name. A list in a ranking is candidates put equal,
null a preference left out; a paper may be its ranking alone. Only candidates and papers must be.
"""

import json
from dataclasses import replace
from typing import Any, Final

from ballots.counting.contest import SKIPPED, Contest, Papers
from ballots.counting.files.facts import contest_of, invalid_of, whole
from ballots.counting.files.faults import NO_SEATS, Findings, shown
from ballots.counting.files.json_text import Cursor
from ballots.counting.files.lines import Progress, Source, whole_file
from ballots.counting.files.rows import MOST_PAPERS, Rows
from ballots.counting.files.slate import Misfit, Slate
from ballots.counting.files.text import decoded

_MOST_BYTES: Final = 200_000_000  # of a form that is only read whole


def read(source: Source, progress: Progress | None = None) -> tuple[Contest, Papers]:
    """Read papers from JSON. Raises BadFile with its faults; what is odd is in Papers.notes."""
    findings = Findings()
    text, _is_utf8 = decoded(whole_file(source, b"{", _MOST_BYTES, progress))
    cursor = Cursor(text.rstrip(), findings)
    try:
        facts, rows = _members(cursor, findings)
    except Misfit as misfit:
        findings.give_up(cursor.line, str(misfit))
    try:
        contest, invalid = contest_of(facts), invalid_of(facts)
    except Misfit as misfit:
        findings.give_up(0, f"{misfit}.")
    if "seats" not in facts:
        findings.note(1, NO_SEATS)
    return contest, replace(rows.papers(findings), invalid=invalid)


def write(contest: Contest, papers: Papers) -> bytes:
    """Write papers as JSON. What is read from it is what was written, all but the notes."""
    facts = {
        "title": contest.title,
        "seats": contest.seats,
        "candidates": list(contest.candidates),
        "withdrawn": sorted(contest.withdrawn),
        "ron": contest.ron,
        "reserved": [{"tag": each.tag, "seats": each.seats} for each in contest.reserved],
        "tags": [sorted(tags) for tags in contest.tags],
        "invalid": papers.invalid,
    }
    lines = [f"  {_json(key)}: {_json(value)}," for key, value in facts.items()]
    rows = zip(papers.weights.tolist(), papers.rankings.tolist(), strict=True)
    written = [
        f'    {{"papers": {weight}, "ranking": {_json(_ranking(row))}}}' for weight, row in rows
    ]
    body = ",\n".join(written)
    return ("{\n" + "\n".join(lines) + f'\n  "papers": [\n{body}\n  ]\n}}\n').encode()


def _members(cursor: Cursor, findings: Findings) -> tuple[dict[str, Any], Rows]:
    facts, rows = dict[str, Any](), None
    for key in cursor.members():
        if key in facts:
            raise Misfit(f"{shown(key)} stands here for the second time")
        if key == "rule_text":
            raise Misfit("this is the record of a count: its papers are in another file (--check)")
        if key != "papers":
            facts[key] = cursor.value()
        elif "candidates" not in facts:
            raise Misfit("the candidates have to come before the papers")
        else:
            facts[key] = True
            rows = _rows(cursor, contest_of({"candidates": facts["candidates"]}), findings)
    if rows is None:
        raise Misfit('there are no "papers" in this file')
    return facts, rows


def _rows(cursor: Cursor, contest: Contest, findings: Findings) -> Rows:
    rows, slate = Rows(len(contest.candidates)), Slate(contest.candidates)
    for line, found in cursor.items():
        try:
            weight, ranking = _paper(found)
            preferences = slate.preferences(ranking)
        except Misfit as misfit:
            findings.fault(line, str(misfit))
            continue
        rows.add_line(findings, line, weight, preferences)
    return rows


def _paper(found: object) -> tuple[int, list[object]]:
    weight, ranking = 1, found
    if isinstance(found, dict):
        weight, ranking = found.get("papers", 1), found.get("ranking")
        whole(weight, "the number of papers", 0, MOST_PAPERS)
    if not isinstance(ranking, list):
        raise Misfit('a paper must have a "ranking" in square brackets')
    return weight, ranking


def _ranking(row: list[int]) -> list[int | list[int] | None]:
    ranking: list[int | list[int] | None] = []
    for number in row:
        if number == 0:
            break
        if number == SKIPPED:
            ranking.append(None)
        elif number > 0:
            ranking.append(number)
        else:
            before = ranking.pop()
            equals = before if isinstance(before, list) else [before or 0]
            ranking.append([*equals, -number])
    return ranking


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
