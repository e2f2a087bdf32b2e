"""A process that checks sealed ballots for another: one question a line, one answer a line.

    python -m ballots.sealing.checking

It is asked {"election": text, "ballot": text, "credential": decimal} and answers {"tracker": text},
or {"code": slug, "words": text} for a ballot that cannot be counted. It imports nothing but this
package, keeps elections it has read with their tables at hand, and ends when nobody asks any more.
"""

import json
import sys
from functools import lru_cache
from typing import Any

from gmpy2 import mpz

from ballots.sealing.ballots import BadBallot, insist_on_ballot
from ballots.sealing.elections import Election


def checked(asked: dict[str, str]) -> dict[str, Any]:
    """Check one ballot, of the one voter whose public credential is named.

    Whatever goes wrong is an answer: else a ballot that breaks the check ends the process for
    everybody who waits behind it, and its voter is told to press again for ever.
    """
    try:
        election = _election(asked["election"])
        credential = mpz(asked["credential"])
        ballot = insist_on_ballot(election, asked["ballot"].encode(), {credential})
    except BadBallot as fault:
        return {"code": fault.code, "words": fault.words}
    except Exception as fault:  # noqa: BLE001 # what nobody thought of
        sys.stderr.write(f"A ballot could not be checked: {type(fault).__name__}.\n")
        return {"code": "unchecked", "words": "The check of it broke off. Tell a teller."}
    return {"tracker": ballot.tracker}


@lru_cache(maxsize=16)
def _election(raw: str) -> Election:
    return Election.read(raw.encode())


def main() -> None:
    """Answer until the input ends."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(checked(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
