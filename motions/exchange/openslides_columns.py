"""The headings of OpenSlides and Antragsgrün, by machine name, and which file has which. Pure.

OpenSlides 4 writes its headings as labels for people or as machine names, by how it is exported.
OpenSlides 3 reads participants by position, whatever the first line says.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from motions.exchange.csv_file import folded
from motions.exchange.incoming import UnreadableFile

OS4, OS4_NAMES, OS3 = "openslides-4", "openslides-4-names", "openslides-3"
OS2024, ANTRAGSGRUEN = "openslides-2024", "antragsgruen"
PEOPLE4, PEOPLE3 = "openslides-4-people", "openslides-3-people"
PEOPLE_AG = "antragsgruen-people"

LABELS: Final[Mapping[str, str]] = MappingProxyType({
    "number": "Number", "submitters": "Submitters", "supporters": "Supporters",
    "editors": "Motion Editors", "working_group_speakers": "Spokesperson", "title": "Title",
    "text": "Text", "reason": "Reason", "category": "Category", "tags": "Tags",
    "block": "Motion block", "list_of_speakers": "Speakers", "recommendation": "Recommendation",
    "state": "State", "sequential_number": "Sequential number",
})  # fmt: skip
"""The columns of an OpenSlides 4 export of motions, in its order, with their labels."""

OS3_MOTIONS: Final = (
    "identifier", "submitters", "supporters", "title", "text", "reason", "category", "tags",
    "motion_block", "origin", "recommendation", "state", "id",
)  # fmt: skip
IMPORT_2024: Final = (
    "title", "text", "number", "reason", "submitters_verbose", "submitters_username",
    "supporters_verbose", "supporters_username", "category_name", "category_prefix", "tags",
    "block", "motion_amendment",
)  # fmt: skip
PARTICIPANTS: Final = (
    "title", "first_name", "last_name", "email", "member_number", "structure_level", "groups",
    "number", "vote_weight", "gender", "pronoun", "username", "default_password", "is_active",
    "is_physical_person", "is_present", "locked_out", "saml_id", "home_committee", "external",
    "comment",
)  # fmt: skip
OS3_USERS: Final = (
    "title", "first_name", "last_name", "structure_level", "number", "groups", "comment",
    "is_active", "is_present", "is_committee", "default_password", "email", "username", "gender",
    "vote_weight",
)  # fmt: skip
AG_MOTIONS: Final = ("identifier", "title", "text", "reason", "submitter", "category")
AG_USERS: Final = ("email", "first_name", "last_name", "organization", "groups")

_ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {folded(label): name for name, label in LABELS.items()}
    | {
        "motion_block": "block", "csvgroups": "groups", "given_name": "first_name",
        "surname": "last_name", "organization": "structure_level", "e_mail": "email",
        "membership_number": "member_number", "participant_number": "number",
        "initial_password": "default_password", "is_a_committee": "is_committee",
        "vorname": "first_name", "nachname": "last_name", "titel": "title",
    }
)  # fmt: skip
KNOWN: Final = frozenset(
    {*LABELS, *OS3_MOTIONS, *IMPORT_2024, *PARTICIPANTS, *OS3_USERS, *AG_MOTIONS, *AG_USERS}
    | {*_ALIASES}
)
_SUBMIT = frozenset({"submitters", "submitter", "submitters_verbose", "submitters_username"})
_SAID: Final = MappingProxyType(
    {
        OS4: "Motions exported from OpenSlides 4",
        OS4_NAMES: "Motions exported from OpenSlides 4",
        OS3: "Motions exported from OpenSlides 3",
        OS2024: "Motions as OpenSlides 4 imported them until November 2024",
        ANTRAGSGRUEN: "Motions exported from Antragsgrün",
        PEOPLE4: "Participants exported from OpenSlides 4",
        PEOPLE3: "Participants exported from OpenSlides 3",
        PEOPLE_AG: "People exported from Antragsgrün",
    }
)


def label_of(kind: str) -> str:
    """Say what a kind of file is."""
    return _SAID[kind]


def kind_of(headings: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Say which file has these headings, and what each column is. Raises UnreadableFile."""
    plain = [folded(each) for each in headings]
    names = tuple(_ALIASES.get(each, each) for each in plain)
    if twice := sorted({each for each in names if each in KNOWN and names.count(each) > 1}):
        raise UnreadableFile(f"Two columns are headed {', and two '.join(twice)}.", 1)
    here = set(names)
    if "first_name" in here or {"username", "email"} <= here or {"email", "groups"} <= here:
        return _people(plain, names, here)
    if {"title", "text"} <= here and (here & _SUBMIT or here & {"number", "identifier"}):
        if here & {"submitters_verbose", "category_prefix", "motion_amendment"}:
            return OS2024, names
        if "submitter" in here:
            return ANTRAGSGRUEN, names
        if "identifier" in here or "origin" in here:
            return OS3, names
        is_named = all(each == folded(each) for each in headings)
        return (OS4_NAMES if is_named else OS4), names
    raise UnreadableFile(_expected(headings, here), 1)


def _people(
    plain: list[str], names: tuple[str, ...], here: set[str]
) -> tuple[str, tuple[str, ...]]:
    if "organization" in plain:
        return PEOPLE_AG, names
    if here & {"is_physical_person", "member_number", "home_committee", "locked_out"}:
        return PEOPLE4, names
    if len(names) == len(OS3_USERS):
        return PEOPLE3, OS3_USERS
    return PEOPLE4, names


def _expected(headings: Sequence[str], here: set[str]) -> str:
    shown = ", ".join(each[:40] for each in headings[:12] if each) or "nothing"
    if {"title", "text"} <= here and here & {"agenda_duration", "agenda_type", "item_number"}:
        return f"These are items of an agenda, not motions. The first line says: {shown}."
    return (
        f"The first line has to name the columns, and says: {shown}. Motions have title and text, "
        "and number or identifier, and submitters. Participants have first_name, last_name, email, "
        "member_number and structure_level."
    )
