"""Start the verifier."""

import sys

from ballots.sealing.verify.command import main

if __name__ == "__main__":
    sys.exit(main())
