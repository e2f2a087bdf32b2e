"""`python -m audit.witness`."""

import sys

from audit.witness.command import main

sys.exit(main())
