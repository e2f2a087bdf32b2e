"""News that travels upward: sent inside the transaction of the act.

It carries `ballot`, `actor` (a Member, or None for the clock) and `act`: opened, extended, unable,
close_announced, closed, declared, void_recommended or voided; figures, when tellers have spoken.
"""

from django.dispatch import Signal

ballot_changed = Signal()
