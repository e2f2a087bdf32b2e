"""`python -m audit.verify`."""

import sys

from audit.verify.command import NOT_UNDERSTOOD, main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(NOT_UNDERSTOOD)
