"""The rules of counting, each a module that cites its text.

Every module has `RULE`, what it is called, and `count(contest, papers, lots, …) -> Count`. They are
found by name in `ballots.counting.named`.
"""
