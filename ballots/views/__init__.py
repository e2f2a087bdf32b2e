"""The pages of a ballot: voting in it, the declaration of its result, and who voted how."""

from ballots.views.declaration import (
    declaration,
    declaration_data,
    declaration_draft,
    declaration_paper,
    sign_declaration,
)
from ballots.views.disclosures import disclosures
from ballots.views.voting import ballot, cast, receipt, unable

__all__ = [
    "ballot",
    "cast",
    "declaration",
    "declaration_data",
    "declaration_draft",
    "declaration_paper",
    "disclosures",
    "receipt",
    "sign_declaration",
    "unable",
]
