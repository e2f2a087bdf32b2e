"""How the log is written down: trees, heads, tiles, tokens. Pure, by public specifications.

Everything here works without Django and without a database, so that `audit.verify` and
`audit.witness` can be handed to people who have neither.
"""
