"""The append-only log. Knows nothing of the rest of the house.

Importing this package must not import Django: `python -m audit.verify` runs on a
scrutineer's laptop with only `cryptography` installed.
"""
