"""Verify the archive of an election, believing nothing that it says of itself.

    python -m ballots.sealing.verify FILE.bel [--log LOG] [--head HEIGHT:HASH] [--json]

Stricter than `belenios-tool`, which lets pass a voter's old ballot posted again, ballots split by
an early end, sums that are no sums, a second set-up and numbers that lie. Needs this package,
gmpy2 and cryptography; no server and no framework.
"""
