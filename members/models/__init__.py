"""The tables of the members room."""

from members.models.contact_changes import (
    ContactAnswer,
    ContactChange,
    ContactCheck,
    ContactFreeze,
    EmployerDomain,
)
from members.models.contacts import Contact, contact_seals
from members.models.dispatches import Dispatch, Posting
from members.models.jottings import Jotting
from members.models.mailbox import DemoMail
from members.models.officer_keys import OfficerKey
from members.models.passcodes import (
    Authenticator,
    KnownBrowser,
    PasscodeDevice,
    PrintedCode,
    PrintedCodeDevice,
)
from members.models.people import Appointment, Body, Member
from members.models.roll_imports import RollImport, RollUndo, RollUndoContact
from members.models.second_proofs import SecondProofReset
from members.models.sessions import SessionEpoch
from members.models.waiting_roll import (
    RollFinding,
    RollLine,
    RollMapping,
    RollPiece,
    RollState,
    WaitingRoll,
)

__all__ = [
    "Appointment",
    "Authenticator",
    "Body",
    "Contact",
    "ContactAnswer",
    "ContactChange",
    "ContactCheck",
    "ContactFreeze",
    "DemoMail",
    "Dispatch",
    "EmployerDomain",
    "Jotting",
    "KnownBrowser",
    "Member",
    "OfficerKey",
    "PasscodeDevice",
    "Posting",
    "PrintedCode",
    "PrintedCodeDevice",
    "RollFinding",
    "RollImport",
    "RollLine",
    "RollMapping",
    "RollPiece",
    "RollState",
    "RollUndo",
    "RollUndoContact",
    "SecondProofReset",
    "SessionEpoch",
    "WaitingRoll",
    "contact_seals",
]
