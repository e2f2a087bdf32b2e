"""News that travels upward: sent inside the transaction of the act."""

from django.dispatch import Signal

# ballot=Ballot, act="opened" | "extended" | "closed" | "declared" | "voided", actor=Member | None
ballot_changed = Signal()
