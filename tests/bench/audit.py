"""The log: how fast it is written and signed, and how fast anyone can check it.

    script/bench audit [--entries 1300000] [--rounds 3] [--seconds 4]

Read the figures beside their floors, which are measured in the same run: rates alone depend on the
machine.
"""

import argparse

from tests.bench import audit_append, audit_verify


def main() -> None:
    """Measure the one, then the other."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--entries", type=int, default=1_300_000, help="of the log to check")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4, help="of writing, each round")
    options = parser.parse_args()
    audit_append.measure(options.seconds, options.rounds)
    print()
    audit_verify.measure(options.entries, options.rounds)


if __name__ == "__main__":
    main()
