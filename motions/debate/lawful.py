"""One button on the chair's desk, as the rules see it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LawfulAct:
    """What the chair may do now: its key for the desk, its name, and what goes with it.

    `hint` gives the rule or the consequence; `main` is for the one big button; `needs` names what
    must be given with it. `ends` says in a sentence what is over for good if it is done: there is
    no way back from it, so the page asks again, in that sentence, before it fires. `procedure` is
    the kind of a procedural motion, which has a place of its own with its rule beside it.

    `number` is of the motion that it is done to, where the key does not say which. `seen` stands
    for what was before conference when the button was drawn, and for what the button said.
    """

    key: str
    label: str
    hint: str = ""
    main: bool = False
    needs: tuple[str, ...] = ()
    ends: str = ""
    procedure: str = ""
    number: str = ""
    seen: str = ""

    @property
    def name(self) -> str:
        """Give the key without what it is done to."""
        return self.key.partition(":")[0]

    @property
    def is_small(self) -> bool:
        """Say whether it takes back a slip, or only waits: no big button may tempt a hand."""
        return self.name in ("take_back", "extend")
