"""`python -m ballots.counting`: the command of a count."""

import sys

from ballots.counting.command import main

sys.exit(main())
