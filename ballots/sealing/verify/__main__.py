"""Start the verifier. Where a package is missing it was asked wrongly: that is no fault found."""

import sys

try:
    from ballots.sealing.verify.command import main
except ModuleNotFoundError as missing:
    sys.stderr.write(f"{missing.name} is not installed: pip install gmpy2 cryptography\n")
    sys.exit(2)

if __name__ == "__main__":
    sys.exit(main())
