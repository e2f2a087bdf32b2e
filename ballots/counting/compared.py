"""What the command says of the same papers under other rules."""

import json
from collections.abc import Sequence
from typing import Final

from ballots.counting.contest import Papers
from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.record import Count
from ballots.counting.sheet.comparison import CAUTION, OtherRule, applicable, beside
from ballots.counting.words import labels, listed

ALL: Final = "all"


def compared(
    count: Count, papers: Papers, lots: Lots, codes: Sequence[str], *, as_json: bool
) -> bytes:
    """Count by these rules too, or by all that apply, and say whom each would elect."""
    chosen = applicable(count.rule, count.contest) if ALL in codes else dict.fromkeys(codes)
    others = [
        beside(count, RULES[code][1](count.contest, papers, Lots(lots.seed, lots.by_hand)))
        for code in chosen
    ]
    names = labels(count.contest)
    elected = [names[number - 1] for number in count.elected]
    return (_as_json if as_json else _as_text)(count, elected, others)


def _as_json(count: Count, elected: Sequence[str], others: Sequence[OtherRule]) -> bytes:
    found = {
        "rule": count.rule.code,
        "elected": elected,
        "others": [
            {
                "rule": other.rule.code,
                "elected": other.elected,
                "gained": other.gained,
                "lost": other.lost,
                "said": other.said,
            }
            for other in others
        ],
        "caution": CAUTION,
    }
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def _as_text(count: Count, elected: Sequence[str], others: Sequence[OtherRule]) -> bytes:
    lines = [f"{count.rule.name}: {listed(elected) or 'nobody'}."]
    lines += [
        f"{other.rule.name}: {listed(other.elected) or 'nobody'}. {other.said}" for other in others
    ]
    return ("\n".join([*lines, "", CAUTION]) + "\n").encode()
