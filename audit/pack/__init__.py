"""The scrutiny pack: one archive of evidence, listed and hashed in a manifest that the log seals.

Pure: `python -m audit.verify` reads packs with nothing but Python and `cryptography`.
"""
