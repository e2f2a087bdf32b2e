"""The pages of a ballot: voting in it, the declaration of its result, and who voted how."""

from ballots.views.assist import assist, assistance
from ballots.views.booth import booth
from ballots.views.counts import count, count_file, other_rules, papers
from ballots.views.declaration import (
    declaration,
    declaration_data,
    declaration_draft,
    declaration_paper,
    sign_declaration,
)
from ballots.views.delivery import delivery
from ballots.views.disclosures import disclosures
from ballots.views.election import my_votes, own_paper, vote
from ballots.views.election_desk import election_desk
from ballots.views.sealed import archive, cast_sealed, sealed
from ballots.views.voting import ballot, cast, more_time, receipt, unable

__all__ = [
    "archive",
    "assist",
    "assistance",
    "ballot",
    "booth",
    "cast",
    "cast_sealed",
    "count",
    "count_file",
    "declaration",
    "declaration_data",
    "declaration_draft",
    "declaration_paper",
    "delivery",
    "disclosures",
    "election_desk",
    "more_time",
    "my_votes",
    "other_rules",
    "own_paper",
    "papers",
    "receipt",
    "sealed",
    "sign_declaration",
    "unable",
    "vote",
]
