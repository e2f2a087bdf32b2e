"""The standing orders of a conference, as settings that never change while it sits.

Unions differ (guide 3.0), so what differs is a setting here and not a branch in the code. The
defaults are the sample union's.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from fractions import Fraction
from math import ceil
from typing import Any, Self

from conferences.delegates.entitlement import EntitlementRule
from conferences.quorum import Quorum

LONGEST_CHECK_IN = 240  # minutes
FORMS = ("show_of_hands", "card_vote", "secret_ballot")
STEP_UP = ("none", "elections", "cards")
LEAST_MORE_TIME = 20
SENDERS = ("branch", "committee", "region")
NOT_REACHED = ("executive", "falls")
POSITIONS_SHOWN = ("at_once", "final_agenda")


@dataclass(frozen=True, slots=True)
class VoteWindows:
    """How long a vote stays open, in seconds. A chair may extend a vote and never shorten it."""

    default: int = 90
    accessible: int = 150
    card: int = 300
    minimum: int = 60

    def __post_init__(self) -> None:
        """Refuse a window under the minimum."""
        if self.minimum < 1:
            raise ValueError("The minimum window must be at least one second.")
        for name in ("default", "accessible", "card"):
            if getattr(self, name) < self.minimum:
                raise ValueError(f"The {name} window is shorter than the minimum window.")


@dataclass(frozen=True, slots=True)
class SpeakingTimes:
    """How long each may speak, in seconds."""

    mover: int = 300
    amendment_mover: int = 180
    speaker: int = 180
    reply: int = 180
    procedural: int = 60

    def __post_init__(self) -> None:
        """Refuse a speech of no length."""
        if min(asdict(self).values()) < 1:
            raise ValueError("Every speaking time must be at least one second.")


@dataclass(frozen=True, slots=True)
class StandingOrders:
    """What the rules of debate and voting leave to each union to settle."""

    quorum: Quorum
    entitlement: EntitlementRule
    windows: VoteWindows = field(default_factory=VoteWindows)
    speaking_times: SpeakingTimes = field(default_factory=SpeakingTimes)
    forms: tuple[str, ...] = FORMS
    enabling_rule: str = ""
    """The rule, or the adopted report, that lets conference vote electronically (guide 2.9)."""
    technical_failure_trigger: Fraction = Fraction(1, 10)
    """The share of admitted credentials unable to vote at which a vote is taken again."""
    card_vote_branches: int = 5
    """Delegates of so many branches may demand a card vote before the declaration."""
    seconder_needed: bool = True
    mover_may_accept_amendments: bool = True
    more_time_seconds: int = 30
    """What a voter who asks for more time is left, at the least, while a vote is open (WCAG 2.2.1:
    never under 20 seconds)."""
    check_in_minutes: int = 60
    """How long before a session its check-in room opens (guide lesson 10: an hour early)."""
    casting_vote_allowed: bool = False
    """Without a casting vote a tie is not carried (sample SO 12.6)."""
    ruling_challengers: int = 4
    """So many delegates may challenge a ruling of the chair."""
    step_up: str = "cards"
    """Which votes ask for a passcode of their own (guide R31): `none`; `elections`, which is those
    and indicative ballots; or `cards`, which is card votes as well."""
    ruling_question: str = "That the ruling be overturned"
    ruling_majority: str = "two_thirds_cast"
    withdrawal_majority: str = "simple"
    senders: tuple[str, ...] = SENDERS
    """The kinds of body that may send motions and amendments in (guide 3.0)."""
    motion_words: int = 250
    """The most words of a motion; 0 is no limit."""
    motions_per_body: int = 3
    """The most motions a body may send; 0 is no limit. Emergency motions do not count."""
    rule_amendments_per_body: int = 2
    """The most amendments to rules or standing orders; 0 is no limit."""
    rule_amendments_taken: bool = True
    """Whether this conference takes them at all: many do in some years only."""
    amendment_words: int = 200
    """The most words an amendment may put in, its rubrics not counted (guide 3.0)."""
    amendments_per_body: int = 0
    """The most amendments a body may send; 0 is no limit."""
    tellers_confirm: int = 0
    """So many tellers confirm the figures, each signed in as themselves, before they are declared
    (guide 3.8): 0, where the machine's count and the returning officer's eye suffice, to 2."""
    not_reached: str = "executive"
    """What becomes of a motion that time ran out for (guide 3.0, left-overs): it goes to the
    `executive`, or it `falls`."""
    positions_shown: str = "at_once"
    """When the executive's position on a motion is public: `at_once`, or at the `final_agenda`."""

    def __post_init__(self) -> None:
        """Refuse settings that no conference could work under."""
        limits = (self.motion_words, self.motions_per_body, self.rule_amendments_per_body)
        sound = {
            "The technical failure trigger must be a share over 0, at most 1.": (
                0 < self.technical_failure_trigger <= 1
            ),
            f"The voting forms must be some of: {', '.join(FORMS)}.": (
                self.forms and set(self.forms) <= set(FORMS)
            ),
            "At least one must be needed to demand a card vote or challenge.": (
                self.card_vote_branches >= 1 and self.ruling_challengers >= 1
            ),
            "The check-in room opens up to four hours before a session.": (
                0 <= self.check_in_minutes <= LONGEST_CHECK_IN
            ),
            f"A voter who asks for more time is left {LEAST_MORE_TIME} seconds at least.": (
                self.more_time_seconds >= LEAST_MORE_TIME
            ),
            f"What steps up must be one of: {', '.join(STEP_UP)}.": self.step_up in STEP_UP,
            f"Who may send motions: some of {', '.join(SENDERS)}.": (
                set(self.senders) <= set(SENDERS)
            ),
            "A limit to motions is a number, or 0 where there is none.": min(limits) >= 0,
            "An amendment may put in one word at least; no limit to them is 0.": (
                self.amendment_words >= 1 and self.amendments_per_body >= 0
            ),
            "Leave to withdraw is by simple majority or unanimous.": (
                self.withdrawal_majority in ("simple", "unanimous")
            ),
            "At most two tellers confirm the figures.": self.tellers_confirm in {0, 1, 2},
            f"Motions not reached: one of {', '.join(NOT_REACHED)}.": (
                self.not_reached in NOT_REACHED
            ),
            f"Positions are shown: one of {', '.join(POSITIONS_SHOWN)}.": (
                self.positions_shown in POSITIONS_SHOWN
            ),
        }
        if wrong := next((words for words, holds in sound.items() if not holds), ""):
            raise ValueError(wrong)

    @property
    def elections_step_up(self) -> bool:
        """Say whether an election or an indicative ballot asks for a passcode of its own."""
        return self.step_up != "none"

    def steps_up(self, form: str) -> bool:
        """Say whether a vote on the agenda, in this form, asks for a passcode of its own."""
        return form == "card_vote" and self.step_up == "cards"

    def window_for(self, form: str, *, accessible: bool = False) -> int:
        """Give the seconds that a vote in this form stays open to begin with.

        A secret ballot has as long as a card vote: both wait for a passcode to come.
        """
        if form in ("card_vote", "secret_ballot"):
            return self.windows.card
        return self.windows.accessible if accessible else self.windows.default

    def retake_from(self, admitted: int) -> int:
        """Give the number unable to vote, of so many admitted, from which a vote is retaken."""
        return max(1, ceil(self.technical_failure_trigger * admitted))

    def must_retake(self, *, unable: int, admitted: int) -> bool:
        """Say whether so many unable to vote, of so many admitted, means voting again."""
        return admitted > 0 and unable >= self.retake_from(admitted)

    def to_document(self) -> dict[str, Any]:
        """Give the settings as plain JSON; `from_document` reads them back."""
        return asdict(self) | {
            "forms": list(self.forms),
            "senders": list(self.senders),
            "technical_failure_trigger": str(self.technical_failure_trigger),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Read settings from plain JSON; an unknown or missing name is an error, not a guess."""
        known = {item.name for item in fields(cls)}
        if unknown := sorted(set(document) - known):
            raise ValueError(f"Unknown standing order settings: {', '.join(unknown)}.")
        if missing := sorted({"quorum", "entitlement"} - set(document)):
            raise ValueError(f"Missing standing order settings: {', '.join(missing)}.")
        settings = dict(document)
        parts = {
            "quorum": Quorum,
            "entitlement": EntitlementRule,
            "windows": VoteWindows,
            "speaking_times": SpeakingTimes,
        }
        try:
            for name, part in parts.items():
                if name in settings:
                    settings[name] = part(**settings[name])
            for name in {"forms", "senders"} & settings.keys():
                settings[name] = tuple(settings[name])
            if "technical_failure_trigger" in settings:
                settings["technical_failure_trigger"] = Fraction(
                    settings["technical_failure_trigger"]
                )
            return cls(**settings)
        except (TypeError, ZeroDivisionError) as error:
            raise ValueError(f"A standing order setting cannot be read: {error}.") from error
