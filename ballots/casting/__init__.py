"""Casting a vote: the hot path.

On PostgreSQL a vote is one statement: the vote itself, the mark on the roll and the entry in the
log, in one transaction of their own, and the answer comes after the commit. It builds no objects
and asks nothing first, but the key that the papers of an election are sealed with. The ballot's
row is held in share mode meanwhile, so that a vote on its way in is either counted before the close
or refused after it, never both.

Every request carries an id, which becomes the vote's own: sending it again changes nothing and
gives the same receipt, even where a newer vote of the same voter counts by now. How someone voted
stands in the log as a salted digest only, in an election that of the sealed paper; the salt stays
on the vote.
"""

from ballots.casting.papers import paper_cast
from ballots.casting.refusing import LATE
from ballots.casting.votes import cast
from ballots.casting.writing import KIND

__all__ = ["KIND", "LATE", "cast", "paper_cast"]
