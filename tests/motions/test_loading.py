"""Loading a conference file: what comes in, and what is refused with a list of reasons."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from audit.models import Entry
from conferences.models import Conference, Credential
from conferences.reading import UnreadableDocumentError
from motions.amendment_life import AmendmentState
from motions.loading.document import numbers_on_agenda
from motions.loading.loading import file_load, read_file
from motions.models import Motion, MotionConsequence, SocReport
from motions.states import MotionState
from tests.factories.conferences import as_file, refused, sample_document, small_document

Document = dict[str, Any]


def problems(content: bytes) -> list[str]:
    with pytest.raises(UnreadableDocumentError) as error:
        read_file(content)
    return [str(problem) for problem in error.value.problems]


@pytest.mark.django_db
def test_the_sample_is_loaded_whole(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_conference")
    assert "74 credentials, 25 motions" in capsys.readouterr().out
    conference = Conference.objects.get(code="NDC27")
    voting = conference.credentials.filter(may_vote=True)
    assert voting.count() == 58
    assert sum(voting.values_list("card_strength", flat=True)) == 19_087
    assert conference.credentials.filter(is_leader=True).count() == 16
    states = dict(conference.motions.values_list("number", "state"))
    assert states["M1"] == MotionState.SCHEDULED
    assert states["M3"] == states["M8"] == MotionState.COMPOSITED
    assert states["M16"] == states["EM2"] == MotionState.NOT_IN_ORDER
    assert states["M18"] == MotionState.LATE
    assert states["CA"] == MotionState.SCHEDULED
    places = conference.motions.filter(place__isnull=False).order_by("place")
    assert list(places.values_list("number", flat=True)) == [
        *("SO1", "M11", "M12", "RA1", "RA2", "CA", "M6"),
        *("M9", "M10", "M1", "EM1", "M5", "M2", "M13"),
        *("CB", "M14", "M15"),
    ]
    amendments = {
        each.number: each.state
        for motion in conference.motions.all()
        for each in motion.amendments.all()
    }
    assert amendments["M1.1"] == AmendmentState.IN_ORDER
    assert amendments["M1.2"] == AmendmentState.NOT_ACCEPTED
    assert amendments["M6.1"] == AmendmentState.NOT_IN_ORDER
    assert amendments["M7.1"] == AmendmentState.COMPOSITED
    assert amendments["M13.1"] == AmendmentState.WITHDRAWN
    assert SocReport.objects.count() == 3
    assert str(MotionConsequence.objects.get()) == "If M9 is carried, M10 falls"


@pytest.mark.django_db
def test_every_step_that_led_to_a_ruling_is_in_the_log() -> None:
    file_load(content=as_file(small_document()))
    steps = Entry.objects.filter(subject="motion:NDC27/M16").order_by("at")
    assert [step.kind for step in steps] == [
        "motion.drafted",
        "motion.submitted",
        "motion.confirmed",
        "motion.received",
        "motion.ruled_not_in_order",
    ]


@pytest.mark.django_db
def test_no_name_or_address_of_a_person_is_in_the_log() -> None:
    file_load(content=as_file(small_document()))
    leaves = b"".join(bytes(leaf) for leaf in Entry.objects.values_list("leaf", flat=True))
    for row in small_document()["people"]:
        assert row["name"].encode() not in leaves
    assert b"@example.org" not in leaves


@pytest.mark.django_db
def test_refused_when_loaded_twice() -> None:
    file_load(content=as_file(small_document()))
    entries = Entry.objects.count()
    with refused("already-loaded"):
        file_load(content=as_file(small_document()))
    assert Entry.objects.count() == entries


@pytest.mark.django_db
def test_another_conference_of_the_same_union_reuses_its_bodies_and_people() -> None:
    file_load(content=as_file(small_document()))
    document = small_document()
    document["conference"]["code"] = "SDC28"
    file_load(content=as_file(document))
    assert Credential.objects.count() == 24
    assert Credential.objects.values("member").distinct().count() == 12


@pytest.mark.django_db
def test_refused_when_a_body_or_a_number_is_anothers() -> None:
    file_load(content=as_file(small_document()))
    document = small_document()
    document["conference"]["code"] = "SDC28"
    document["branches"][0]["name"] = "Another Branch"
    with refused("another-body"):
        file_load(content=as_file(document))
    document = small_document()
    document["conference"]["code"] = "SDC28"
    document["people"][0]["name"] = "Somebody Else"
    with refused("another-member"):
        file_load(content=as_file(document))
    assert Conference.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not JSON"),
        (b"{", "line 1, column 2"),
        (b"\xff\xfe{}", "is not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "must be an object"),
        (b"null", "must be an object"),
        (b'{"schema": NaN}', "is not JSON"),
        (b" " * (8 * 1024 * 1024 + 1), "larger than 8 MB"),
    ],
)
def test_refused_when_it_is_no_document(content: bytes, said: str) -> None:
    assert said in problems(content)[0]


def _set(*path: Any, to: Any) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        part: Any = document
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = to

    return change


def _delete(*path: Any) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        part: Any = document
        for step in path[:-1]:
            part = part[step]
        del part[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("schema", to="demo-conference/9"), "schema: must be demo-conference/1"),
        (_delete("conference", "code"), "conference.code: is missing"),
        (_set("conference", "code", to="no spaces please"), "letters, digits and hyphens"),
        (_set("conference", "starts", to="15 June"), "must be a date such as 2027-06-15"),
        (_set("conference", "ends", to="2026-06-15"), "conference.ends: is before the start"),
        (_set("conference", "quorum", "quorum_delegates", to="many"), "it is 'many'"),
        (_set("conference", "quorum", "quorum_delegates", to=True), "it is True"),
        (_set("conference", "quorum", "quorum_delegates", to=10**12), "must be from 1"),
        (_set("conference", "entitlement_rule", "cap", to=-1), "cap: must be from 0"),
        (_set("conference", "technical_failure_trigger", to="some"), "number of per cent"),
        (_set("conference", "technical_failure_trigger", to="0 per cent"), "trigger"),
        (_set("conference", "vote_window_seconds", "card", to=30), "card window"),
        (_set("conference", "voting_forms", to=["smoke"]), "names smoke"),
        (_set("branches", to={}), "branches: must be a list"),
        (_set("branches", 0, to="B05"), "branches[1]: must be an object"),
        (_set("branches", 0, "delegates", to=9), "entitlement rule gives 2 delegates"),
        (_set("branches", 0, "card_vote_strength", to=1), "members at the qualifying date"),
        (_set("branches", 0, "region", to="R99"), "branches[B05].region: must be one of"),
        (_set("branches", 1, "code", to="B05"), "B05 comes 2 times"),
        (_set("people", 0, "role", to="king"), "people[P01].role: must be one of"),
        (_set("people", -1, "branch", to=None), "leads the delegation of a branch"),
        (_set("people", 0, "name", to="x" * 300), "longer than 200 characters"),
        (_set("people", 0, "name", to="Mau\x00reen"), "NUL character"),
        (_set("totals", "members", to=1), "the rows of the file come to"),
        (_set("timetable", 0, "date", to=None), "timetable[1].date"),
        (_set("timetable", 0, "items", 0, "time", to="teatime"), "a time such as 10:45"),
        (_set("timetable", 0, "items", 0, "kind", to="party"), "kind: must be one of"),
        (_set("key_dates", 3, "when", to="2027-02-26T12:00:00"), "offset from UTC"),
        (_set("motions", 0, "submitted_by", to="B99"), "motions[M5].submitted_by"),
        (_set("motions", 0, "majority", to="most"), "motions[M5].majority"),
        (_set("motions", 0, "text", to=""), "motions[M5].text: must not be empty"),
        (_set("motions", 0, "text", to=5), "motions[M5].text: must be text"),
        (_set("motions", 1, "id", to="M5"), "M5 comes 2 times"),
        (_set("motions", 0, "composite", to="CZ"), "M5 is in composite CZ: unknown"),
        (_set("motions", 0, "if_carried_falls", to=["M99"]), "would fell M99"),
        (_set("motions", 0, "if_carried_falls", to=["M6"]), "no report lists that M6 falls"),
        (_set("motions", 0, "if_carried_falls", to="M6"), "must be a list of names"),
        (_set("amendments", 0, "to", to="M99"), "amendments[M5.1].to: must be one of"),
        (
            _set("amendments", 0, "instruction", to="Improve it"),
            "not in a form that can be applied",
        ),
        (_set("amendments", 0, "instruction", to="Delete 'zebra'"), "“zebra” are not in the text"),
        (_set("amendments", 0, "mover_accepts", to="yes"), "must be true or false"),
        (_set("soc_reports", 0, "items", 0, "type", to="gossip"), "soc_reports[1].items[1.1].type"),
    ],
)
def test_refused_with_the_place_of_what_is_wrong(
    change: Callable[[Document], None], said: str
) -> None:
    document = small_document()
    change(document)
    assert any(said in problem for problem in problems(as_file(document)))


def test_every_problem_is_found_in_one_reading() -> None:
    document = small_document()
    for change in (
        _set("conference", "starts", to="soon"),
        _set("branches", 2, "delegates", to=1),
        _delete("motions", 3, "title"),
        _set("amendments", 2, "to", to="M1"),
    ):
        change(document)
    found = problems(as_file(document))
    assert [place.split(":")[0] for place in found] == [
        "branches[B08].delegates",
        "conference.starts",
        "totals.branch_delegates",
        "totals.voting_credentials",
        "motions[M10].title",
        "amendments[M12.1].to",
    ]


@pytest.mark.django_db
def test_a_malformed_file_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(sample_document() | {"motions": "all of them"}))
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_conference", file)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_conference", tmp_path / "none.json")
    assert not Conference.objects.exists()
    assert not Motion.objects.exists()
    assert not Entry.objects.exists()


_anything: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([]) | st.just({})
)


@hypothesis_settings(max_examples=60)
@given(st.data())
def test_any_spoilt_part_is_read_or_reported(data: st.DataObject) -> None:
    document = small_document()
    part: Any = document
    while True:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(part[key], dict | list) or not part[key] or data.draw(st.booleans()):
            part[key] = data.draw(_anything)
            break
        part = part[key]
    try:
        read_file(as_file(document))
    except UnreadableDocumentError as error:
        assert error.problems  # noqa: PT017


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("M1 with 1.1, 1.2", ["M1"]),
        ("M11 with 11.1; M12 with 12.1 (grouped debate, sequential vote)", ["M11", "M12"]),
        ("Composite A", ["CA"]),
        ("RA1, RA2 (card votes)", ["RA1", "RA2"]),
        ("General Secretary's address", []),
        ("M5.1", []),
    ],
)
def test_numbers_are_found_in_an_agenda_item(title: str, numbers: list[str]) -> None:
    assert numbers_on_agenda(title) == numbers
