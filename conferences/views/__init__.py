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
from conferences.views.desks import close, extend, recommend_void, returning_officer, teller
from conferences.views.elections import elections, my_nomination, nominate, post
from conferences.views.elections_desk import new_post, post_desk
from conferences.views.entitlements import entitlements, entitlements_csv
from conferences.views.home import home
from conferences.views.now import check_in, check_out, delegation_panel, now
from conferences.views.readiness import day_codes, readiness
from conferences.views.registers import (
    register,
    register_access,
    register_csv,
    register_line,
    registers,
)
from conferences.views.wall import hall

__all__ = [
    "ballots",
    "branch_delegates",
    "check_in",
    "check_out",
    "close",
    "day",
    "day_codes",
    "declare_indicative",
    "delegates",
    "delegation_panel",
    "elections",
    "entitlements",
    "entitlements_csv",
    "extend",
    "hall",
    "home",
    "my_nomination",
    "new_post",
    "nominate",
    "now",
    "open_indicative",
    "post",
    "post_desk",
    "propose_ballot",
    "proposed_ballot",
    "readiness",
    "recommend_void",
    "register",
    "register_access",
    "register_csv",
    "register_line",
    "registers",
    "returning_officer",
    "review_ballot",
    "teller",
]
