"""Start the check. Where a package is missing nothing is known of the booth."""

import sys

try:
    from ballots.sealing.audit.command import main
except ModuleNotFoundError as missing:
    sys.stderr.write(f"{missing.name} is not installed: pip install gmpy2 cryptography\n")
    sys.exit(2)

if __name__ == "__main__":
    sys.exit(main())
