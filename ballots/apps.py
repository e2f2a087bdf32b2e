"""The ballots room."""

from django.apps import AppConfig


class BallotsConfig(AppConfig):
    """The voting engine."""

    name = "ballots"
    verbose_name = "Ballots"
    default_auto_field = "django.db.models.BigAutoField"
    append_only = ("ArchiveRecord", "Declaration", "Lot", "SealedBallot")
    # With the roll, once the time for complaints is over.
    erasable_in_time = {"Cast": "at", "Paper": "opened_at", "CountRecord": "counted_at"}

    def ready(self) -> None:
        """Let the log find an entry by a receipt's code, and call ballots by their titles."""
        from audit.browsing.lookup import code_readers
        from ballots import log_names
        from ballots.leaving import effects_on_votes
        from ballots.receipts import leaf_hash_range
        from members.leaving import effects

        code_readers.append(leaf_hash_range)
        effects.append(effects_on_votes)
        log_names.make_known()
