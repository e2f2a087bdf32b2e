"""The pages of a conference: one module a page."""

from conferences.views.desks import close, extend, recommend_void, returning_officer, teller
from conferences.views.home import home
from conferences.views.now import check_in, check_out, delegation_panel, now
from conferences.views.wall import hall

__all__ = [
    "check_in",
    "check_out",
    "close",
    "delegation_panel",
    "extend",
    "hall",
    "home",
    "now",
    "recommend_void",
    "returning_officer",
    "teller",
]
