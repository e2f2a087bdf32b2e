"""A stage while it is being written."""

from dataclasses import dataclass, field

from ballots.counting.record import Action, Stage, Transfer


@dataclass(slots=True)
class Draft:
    """A stage that is being written."""

    action: Action
    who: tuple[int, ...]
    sentences: list[str] = field(default_factory=list)
    elected: list[int] = field(default_factory=list)
    excluded: list[int] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    transfer_value: int | None = None
    quota: int | None = None
    votes: tuple[int, ...] = ()
    non_transferable: int = 0
    lots: list[int] = field(default_factory=list)

    def close(self) -> Stage:
        """Make the stage that goes on the record."""
        return Stage(
            self.action,
            self.who,
            self.votes,
            self.non_transferable,
            " ".join(self.sentences),
            elected=tuple(self.elected),
            excluded=tuple(self.excluded),
            quota=self.quota,
            transfer_value=self.transfer_value,
            transfers=tuple(self.transfers),
            lots=tuple(self.lots),
        )
