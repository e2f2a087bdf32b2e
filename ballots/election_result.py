"""What is declared of an election: who is elected, and on which count that rests."""

from collections.abc import Mapping, Sequence
from typing import Any

from ballots.counting.record import Count
from ballots.marking import listed
from ballots.selectors.votes import Turnout

Result = dict[str, Any]

ELECTED = "ELECTED"
NOBODY_ELECTED = "NOBODY ELECTED"
WITHHELD = (
    "Fewer than five papers were cast: more than this would tell how somebody voted, and is "
    "withheld."
)


def election_result(
    found: Count, *, number: int, sha256: str, papers_sha256: str, turnout: Turnout, withheld: bool
) -> Result:
    """Give everything that the declaration of an election says, as it is stored and logged.

    `elected` is by number, in the order of election. Where figures are `withheld`, so are the
    hashes that they could be found out from by trying.
    """
    papers = found.papers
    return {
        "outcome": "elected" if found.elected else "none_elected",
        "verdict": ELECTED if found.elected else NOBODY_ELECTED,
        "explanation": explanation(found, withheld=withheld),
        "rule": found.rule.code,
        "rule_name": found.rule.name,
        "seats": found.contest.seats,
        "elected": list(found.elected),
        "unfilled": unfilled(found),
        "withdrawn": sorted(found.contest.withdrawn),
        "count": number,
        "withheld": withheld,
        "count_sha256": "" if withheld else sha256,
        "papers_sha256": "" if withheld else papers_sha256,
        "valid": None if withheld else papers.valid,
        "blank": None if withheld else papers.blank,
        "spoilt": None if withheld else sum(papers.invalid.values()),
        "by_lot": bool(found.lots),
        "roll": turnout.roll,
        "voted": turnout.voted,
        "unable": turnout.unable,
        "turnout": turnout.percent,
    }


def unfilled(found: Count) -> int:
    """Count the places that stay empty."""
    return found.contest.seats - len(found.elected)


def explanation(found: Count, *, withheld: bool) -> str:
    """Say the result in whole sentences, with names."""
    said = [_elected([found.contest.name(number) for number in found.elected])]
    if empty := unfilled(found):
        places = "1 place stays" if empty == 1 else f"{empty} places stay"
        said.append(f"{places} unfilled.")
    if found.lots:
        said.append("A tie was decided by lot.")
    if withheld:
        said.append(WITHHELD)
    return " ".join(said)


def _elected(names: Sequence[str]) -> str:
    if not names:
        return "Nobody is elected."
    if len(names) == 1:
        return f"Elected: {names[0]}."
    return f"Elected, in this order: {listed(names)}."


def named(result: Mapping[str, Any], candidates: Sequence[Mapping[str, Any]]) -> list[str]:
    """Name those elected, in the order of election."""
    return [candidates[number - 1]["name"] for number in result["elected"]]
