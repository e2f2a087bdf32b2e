"""`python -m audit.verify`."""

import sys

from audit.verify.command import main

sys.exit(main())
