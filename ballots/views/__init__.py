"""The pages of a ballot: voting in it, and the declaration of its result."""

from ballots.views.declaration import (
    declaration,
    declaration_data,
    declaration_draft,
    declaration_paper,
    sign_declaration,
)
from ballots.views.voting import ballot, cast, receipt, unable

__all__ = [
    "ballot",
    "cast",
    "declaration",
    "declaration_data",
    "declaration_draft",
    "declaration_paper",
    "receipt",
    "sign_declaration",
    "unable",
]
