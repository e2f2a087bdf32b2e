"""The acts on a ballot, in the order of its life. Casting a vote is in `ballots.casting`."""

from ballots.services.assisting import (
    assistance_cast,
    assistance_confirm,
    assistance_open,
)
from ballots.services.booth import booth_enter
from ballots.services.conduct import (
    NOTICE_SECONDS,
    RollLine,
    ballot_announce_close,
    ballot_close,
    ballot_open,
    unable_report,
)
from ballots.services.counting import election_count, lot_record
from ballots.services.creation import ballot_create, ballot_review
from ballots.services.declaration import ballot_declare
from ballots.services.elections import candidate_withdraw, election_create, seed_fix
from ballots.services.extending import ballot_extend
from ballots.services.more_time import more_time_ask
from ballots.services.signing import declaration_sign
from ballots.services.voiding import ballot_recommend_void, ballot_uphold, ballot_void

__all__ = [
    "NOTICE_SECONDS",
    "RollLine",
    "assistance_cast",
    "assistance_confirm",
    "assistance_open",
    "ballot_announce_close",
    "ballot_close",
    "ballot_create",
    "ballot_declare",
    "ballot_extend",
    "ballot_open",
    "ballot_recommend_void",
    "ballot_review",
    "ballot_uphold",
    "ballot_void",
    "booth_enter",
    "candidate_withdraw",
    "declaration_sign",
    "election_count",
    "election_create",
    "lot_record",
    "more_time_ask",
    "seed_fix",
    "unable_report",
]
