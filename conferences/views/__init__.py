"""The pages of a conference: one module a page."""

from conferences.views.ballots import (
    ballots,
    declare_indicative,
    open_indicative,
    propose_ballot,
    proposed_ballot,
    review_ballot,
)
from conferences.views.branch_delegates import branch_delegates
from conferences.views.day import day
from conferences.views.delegates import delegates
from conferences.views.elections import elections, my_nomination, nominate, post
from conferences.views.elections_desk import new_post, post_desk
from conferences.views.entitlements import entitlements, entitlements_csv
from conferences.views.home import home
from conferences.views.readiness import day_codes, readiness
from conferences.views.registers import (
    register,
    register_access,
    register_csv,
    register_line,
    registers,
)

__all__ = [
    "ballots",
    "branch_delegates",
    "day",
    "day_codes",
    "declare_indicative",
    "delegates",
    "elections",
    "entitlements",
    "entitlements_csv",
    "home",
    "my_nomination",
    "new_post",
    "nominate",
    "open_indicative",
    "post",
    "post_desk",
    "propose_ballot",
    "proposed_ballot",
    "readiness",
    "register",
    "register_access",
    "register_csv",
    "register_line",
    "registers",
    "review_ballot",
]
