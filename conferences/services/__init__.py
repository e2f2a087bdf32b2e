"""What may be done in the hall and at the desks. Each act is one function, recorded."""

from conferences.services.complaints import (
    complaint_begin_procedure,
    complaint_close,
    complaint_end_procedure,
    complaint_receive,
    complaint_tell_officer,
)
from conferences.services.departures import (
    departure_enter,
    departure_enter_reply,
    departure_tell_members,
    departure_tell_officer,
)
from conferences.services.electing import (
    nomination_withdraw,
    post_put_to_vote,
    post_vote_open,
)
from conferences.services.entitlements import entitlement_set, entitlements_fix
from conferences.services.floor import floor_set
from conferences.services.incidents import incident_decide, incident_end, incident_open
from conferences.services.indicative import indicative_vote_open, indicative_vote_propose
from conferences.services.nominating import (
    nomination_consent,
    nomination_decline,
    nomination_make,
    nomination_rule_on,
    nomination_second,
    statement_write,
)
from conferences.services.posts import (
    nominations_close,
    post_ask_later_close,
    post_confirm_later_close,
    post_create,
    post_declare_unopposed,
    post_review,
)
from conferences.services.presence import check_in, check_out
from conferences.services.registering import (
    registration_clear_seat,
    registration_confirm,
    registration_decide,
    registration_decline,
    registration_enter,
    registration_withdraw,
    visitor_admit,
)
from conferences.services.registration_queries import (
    registration_query_answer,
    registration_query_raise,
)
from conferences.services.sharing import credential_hand_over, sharers_convert
from conferences.services.sittings import session_close, session_open

__all__ = [
    "check_in",
    "check_out",
    "complaint_begin_procedure",
    "complaint_close",
    "complaint_end_procedure",
    "complaint_receive",
    "complaint_tell_officer",
    "credential_hand_over",
    "departure_enter",
    "departure_enter_reply",
    "departure_tell_members",
    "departure_tell_officer",
    "entitlement_set",
    "entitlements_fix",
    "floor_set",
    "incident_decide",
    "incident_end",
    "incident_open",
    "indicative_vote_open",
    "indicative_vote_propose",
    "nomination_consent",
    "nomination_decline",
    "nomination_make",
    "nomination_rule_on",
    "nomination_second",
    "nomination_withdraw",
    "nominations_close",
    "post_ask_later_close",
    "post_confirm_later_close",
    "post_create",
    "post_declare_unopposed",
    "post_put_to_vote",
    "post_review",
    "post_vote_open",
    "registration_clear_seat",
    "registration_confirm",
    "registration_decide",
    "registration_decline",
    "registration_enter",
    "registration_query_answer",
    "registration_query_raise",
    "registration_withdraw",
    "session_close",
    "session_open",
    "sharers_convert",
    "statement_write",
    "visitor_admit",
]
