"""Counting: a pure function from papers, a rule, places and a lot to a count to be followed.

No Django here, no float, no clock and no chance: the same papers under the same rule with the same
seed give the same bytes.
"""
