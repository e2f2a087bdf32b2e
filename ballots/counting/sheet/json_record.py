"""The record of a count as JSON: the one file that pages, papers and checkers are drawn from.

Its form is fixed, so that the same count always gives the same bytes: keys in the order below,
UTF-8, two spaces, a line end after the last line. Amounts are decimal words in the order of the
paper, never numbers that a reader could round. Candidates are called by name; two of one name are
told apart as `words.labels` says. `table_sha256` is the SHA-256 of the stage table: a row
`v1,...,vn,nontransferable` for each stage, joined by line ends. `read` gives back the whole Count.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from ballots.counting.amounts import units, words
from ballots.counting.contest import Contest, Note, Reserved
from ballots.counting.lots import Draw
from ballots.counting.record import (
    Action,
    Count,
    Ending,
    Exhausted,
    PaperTotals,
    Rule,
    Stage,
    Transfer,
)
from ballots.counting.words import labels

VERSION = 1
_MOST_SEATS = 9_999


def write(count: Count) -> bytes:
    """Give the record of a count, byte for byte the same for the same count."""
    return (json.dumps(record(count), ensure_ascii=False, indent=2) + "\n").encode()


def table_sha256(count: Count) -> str:
    """Hash the stage table, as the record carries it and anyone can from its CSV or JSON."""
    places = count.rule.places
    rows = (
        ",".join(words(each, places) for each in (*stage.votes, stage.non_transferable))
        for stage in count.stages
    )
    return sha256("\n".join(rows).encode()).hexdigest()


def record(count: Count) -> dict[str, Any]:
    """Give the record as plain dictionaries and lists."""
    contest, rule = count.contest, count.rule
    known = labels(contest)

    def names(numbers: Iterable[int]) -> list[str]:
        return [known[number - 1] for number in numbers]

    def votes(amount: int | None) -> str | None:
        return None if amount is None else words(amount, rule.places)

    return {
        "version": VERSION,
        "title": contest.title,
        "rule": rule.code,
        "rule_name": rule.name,
        "rule_text": rule.text,
        "unit": rule.unit,
        "places": rule.places,
        "is_ranked": rule.is_ranked,
        "elects": rule.elects,
        "seats": contest.seats,
        "quota": votes(count.quota),
        "ending": str(count.ending),
        "elected": names(count.elected),
        "unfilled": count.unfilled,
        "tied": names(count.tied),
        "tied_places": count.tied_places,
        "elected_by_stage": [names(numbers) for numbers in count.elected_by_stage],
        "candidates": [
            {
                "number": number,
                "name": name,
                "is_withdrawn": number in contest.withdrawn,
                "is_ron": number == contest.ron,
                "tags": sorted(contest.tags[number - 1]) if contest.tags else [],
            }
            for number, name in enumerate(contest.candidates, start=1)
        ],
        "reserved": [{"tag": each.tag, "seats": each.seats} for each in contest.reserved],
        "papers": {
            "total": count.papers.total,
            "valid": count.papers.valid,
            "blank": count.papers.blank,
            "invalid": dict(sorted(count.papers.invalid.items())),
        },
        "stages": [_stage(stage, names, votes) for stage in count.stages],
        "lots": [
            {
                "tied": names(draw.tied),
                "drawn": known[draw.drawn - 1],
                "why": draw.why,
                "rule": draw.rule,
                "counter": draw.counter,
                "hash": draw.hash,
                "witness": draw.witness,
            }
            for draw in count.lots
        ],
        "seed": count.seed,
        "remarks": list(count.remarks),
        "notes": [{"line": note.line, "reason": note.reason} for note in count.notes],
        "figures": dict(count.figures),
        "table_sha256": table_sha256(count),
    }


def _stage(
    stage: Stage,
    names: Callable[[Iterable[int]], list[str]],
    votes: Callable[[int | None], str | None],
) -> dict[str, Any]:
    return {
        "action": str(stage.action),
        "who": names(stage.who),
        "votes": [votes(each) for each in stage.votes],
        "non_transferable": votes(stage.non_transferable),
        "explanation": stage.explanation,
        "elected": names(stage.elected),
        "excluded": names(stage.excluded),
        "quota": votes(stage.quota),
        "transfer_value": votes(stage.transfer_value),
        "transfers": [
            {
                "from": names([each.source])[0],
                "to": None if each.to is None else names([each.to])[0],
                "papers": each.papers,
                "value": votes(each.value),
                "votes": votes(each.votes),
                "why": None if each.why is None else str(each.why),
            }
            for each in stage.transfers
        ],
        "lots": list(stage.lots),
    }


def read(text: bytes) -> Count:
    """Give back the count of a record. ValueError where it is no whole record of a count."""
    try:
        found = json.loads(text)
        if found["version"] != VERSION:
            raise ValueError("This record has a form that is newer than this program.")
        count, table = _count(found), found["table_sha256"]
    except (KeyError, TypeError, IndexError, AttributeError, UnicodeDecodeError) as error:
        raise ValueError("This is no record of a count.") from error
    if table_sha256(count) != table:
        raise ValueError("The stage table of this record is not the one that it was made with.")
    return count


def _count(found: Mapping[str, Any]) -> Count:
    rule = Rule(
        found["rule"],
        found["rule_name"],
        found["rule_text"],
        found["places"],
        found["unit"],
        found["is_ranked"],
        found["elects"],
    )
    contest = _contest(found)
    place = {label: number for number, label in enumerate(labels(contest), start=1)}

    def numbers(names: Sequence[str]) -> tuple[int, ...]:
        return tuple(place[name] for name in names)

    def votes(amount: str) -> int:
        return units(amount, rule.places)

    def perhaps(amount: str | None) -> int | None:
        return None if amount is None else votes(amount)

    papers = found["papers"]
    return Count(
        rule=rule,
        contest=contest,
        papers=PaperTotals(papers["valid"], papers["blank"], papers["invalid"]),
        stages=tuple(
            Stage(
                action=Action(stage["action"]),
                who=numbers(stage["who"]),
                votes=tuple(votes(each) for each in stage["votes"]),
                non_transferable=votes(stage["non_transferable"]),
                explanation=stage["explanation"],
                elected=numbers(stage["elected"]),
                excluded=numbers(stage["excluded"]),
                quota=perhaps(stage["quota"]),
                transfer_value=perhaps(stage["transfer_value"]),
                transfers=tuple(
                    Transfer(
                        source=place[each["from"]],
                        to=None if each["to"] is None else place[each["to"]],
                        papers=each["papers"],
                        value=votes(each["value"]),
                        votes=votes(each["votes"]),
                        why=None if each["why"] is None else Exhausted(each["why"]),
                    )
                    for each in stage["transfers"]
                ),
                lots=tuple(stage["lots"]),
            )
            for stage in found["stages"]
        ),
        elected=numbers(found["elected"]),
        ending=Ending(found["ending"]),
        quota=perhaps(found["quota"]),
        unfilled=found["unfilled"],
        tied=numbers(found["tied"]),
        tied_places=found["tied_places"],
        lots=tuple(
            Draw(
                numbers(draw["tied"]),
                place[draw["drawn"]],
                draw["why"],
                draw["rule"],
                draw["counter"],
                draw["hash"],
                draw["witness"],
            )
            for draw in found["lots"]
        ),
        seed=found["seed"],
        remarks=tuple(found["remarks"]),
        notes=tuple(Note(note["line"], note["reason"]) for note in found["notes"]),
        figures=found["figures"],
    )


def _contest(found: Mapping[str, Any]) -> Contest:
    candidates = found["candidates"]
    tags = tuple(frozenset(each["tags"]) for each in candidates)
    reserved = tuple(Reserved(each["tag"], each["seats"]) for each in found["reserved"])
    names = tuple(each["name"] for each in candidates)
    texts = (found["rule"], found["title"], *names, *(tag for each in tags for tag in each))
    are_texts = all(isinstance(text, str) for text in (*texts, *(each.tag for each in reserved)))
    seats = (found["seats"], *(each.seats for each in reserved))
    are_seats = all(type(each) is int and 0 <= each <= _MOST_SEATS for each in seats)
    in_order = [each["number"] for each in candidates] == [*range(1, len(names) + 1)]
    if not (are_texts and are_seats and in_order and found["seats"]):
        raise ValueError("This record has no contest that could be counted.")
    return Contest(
        title=found["title"],
        candidates=names,
        seats=found["seats"],
        withdrawn=frozenset(each["number"] for each in candidates if each["is_withdrawn"]),
        ron=next((each["number"] for each in candidates if each["is_ron"]), None),
        reserved=reserved,
        tags=tags if any(tags) else (),
    )
