"""Check a ballot that its voter had opened: `python -m ballots.sealing.audit FILE`.

The booth encrypts a vote and tells the ballot's tracker before it knows whether the ballot will be
cast or opened (Benaloh's check). Of one that was opened it gives a file with the answers and the
random numbers; this program, elsewhere, works out from them what the ballot has to look like.
"""
