"""The scale set, tried, and fixed: and nobody moves what is fixed."""

from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Entry
from audit.recording import entry
from conferences.delegates.branch_figures import branch_figures, entitlement_of
from conferences.delegates.duties import Seat, duties, women_in_proportion
from conferences.delegates.entitlement import (
    PRESETS,
    Bands,
    EntitlementRule,
    Scale,
    scale_from_document,
)
from conferences.delegates.scale_picture import _steps, scale_picture
from conferences.delegates.tables import entitlements
from conferences.models import BranchEntitlement, Entitlement
from conferences.services import entitlement_set, entitlements_fix
from members.enums import Office
from members.services import appointment_make, member_create
from tests.conferences.delegates.conftest import Branch
from tests.factories.conferences import refused

sizes = st.integers(0, 60_000)


@pytest.mark.parametrize("scale", [one.scale for one in PRESETS.values()])
@given(one=sizes, other=sizes)
def test_no_preset_gives_a_larger_branch_fewer(scale: Scale, one: int, other: int) -> None:
    smaller, larger = sorted((one, other))
    assert scale.delegates(smaller) <= scale.delegates(larger)


@pytest.mark.parametrize("scale", [one.scale for one in PRESETS.values()])
def test_presets_survive_being_stored(scale: Scale) -> None:
    assert scale_from_document(scale.to_document()) == scale


@pytest.mark.parametrize(
    ("preset", "members", "delegates"),
    [
        ("per-thousand", 1, 1),
        ("per-thousand", 1000, 1),
        ("per-thousand", 1001, 2),
        ("per-thousand", 3001, 4),
        ("per-five-thousand", 5000, 1),
        ("per-five-thousand", 5001, 2),
        ("bands", 1, 2),
        ("bands", 4001, 8),
        ("first-250", 250, 1),
        ("first-250", 502, 2),
        ("first-250", 3365, 8),
        ("one-voter", 1, 1),
        ("one-voter", 40_000, 1),
    ],
)
def test_presets_at_their_edges(preset: str, members: int, delegates: int) -> None:
    assert PRESETS[preset].scale.delegates(members) == delegates


@pytest.mark.parametrize(
    ("bands", "beyond"),
    [((), 2), (((10, 2), (10, 3)), 4), (((10, 3), (20, 2)), 4), (((10, 3),), 2)],
)
def test_bands_refused_with_gaps_or_falling(
    bands: tuple[tuple[int, int], ...], beyond: int
) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Bands(bands, beyond)


def test_scale_refused_when_it_is_not_one() -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        scale_from_document({"first": 1, "paces": 2})


@given(
    st.builds(
        EntitlementRule, st.integers(1, 900), st.integers(1, 900), st.booleans(), cap=st.just(9)
    ),
    st.integers(1, 9_000),
)
def test_picture_rises_exactly_where_the_scale_does(rule: EntitlementRule, reach: int) -> None:
    here = rule.delegates(1)
    for before, after in _steps(rule, reach):
        assert rule.delegates(before) == here
        here = rule.delegates(before + 1)
        assert here == after
    assert here == rule.delegates(reach)
    assert scale_picture(rule, [("B", reach)]).path.startswith("M")


@given(st.integers(1, 9_000), st.integers(1, 12), st.data())
def test_womens_share_is_the_nearest_seat(
    members: int, delegates: int, data: st.DataObject
) -> None:
    women = data.draw(st.integers(0, members))
    share = women_in_proportion(women=women, members=members, delegates=delegates)
    assert abs(share * members - women * delegates) * 2 <= members
    assert 0 <= share <= delegates


def test_duties_of_the_sample() -> None:
    met = duties(members=2140, delegates=5, women=1412, designated={"women": 3, "young": 1})
    assert [(one.seat, one.wanted, one.is_met) for one in met] == [
        (Seat.WOMEN, 3, True),
        (Seat.LOW_PAID, 1, False),
        (Seat.YOUNG, 1, True),
    ]
    assert duties(members=640, delegates=2, women=None, designated={}) == []


@pytest.mark.django_db
def test_figures_of_a_loaded_file_stand_as_fixed(branch: Branch) -> None:
    terms = entitlement_of(branch.conference)
    assert (terms.preset, terms.qualifying_on) == ("first-250", date(2026, 12, 31))
    figures = {
        one.branch.code: (one.members, one.delegates)
        for one in branch_figures(branch.conference, terms.rule, terms.qualifying_on)
    }
    assert figures["B11"] == (250, 1)
    assert figures["B12"] == (502, 2)
    for act in (entitlements_fix,):
        with refused("not-your-office"):
            act(conference=branch.conference, actor=branch.secretary)
        with refused("already-fixed"):
            act(conference=branch.conference, actor=branch.sitting.returning_officer)


@pytest.mark.django_db
def test_scale_is_set_tried_and_fixed_from_the_roll(branch: Branch) -> None:
    conference = branch.conference
    with entry(actor=None) as log:
        Entitlement.objects.filter(conference=conference).delete()
        BranchEntitlement.objects.filter(conference=conference).delete()
        log.record("test.prepared", subject=conference)
    branch.member("LATE-1", joined_on=date(2026, 6, 1))
    officer = member_create(actor=None, membership_number="MO-1", name="Olive Sample")
    appointment_make(
        actor=None, member=officer, office=Office.MEMBERSHIP_OFFICER, body=conference.body
    )
    given = {"conference": conference, "scale": PRESETS["per-thousand"].scale}
    with refused("not-your-office"):
        entitlement_set(actor=branch.secretary, qualifying_on=date(2026, 5, 1), **given)  # type: ignore[arg-type]
    with refused("too-late-a-day"):
        entitlement_set(actor=officer, qualifying_on=date(2028, 1, 1), **given)  # type: ignore[arg-type]
    set_to = entitlement_set(actor=officer, qualifying_on=date(2026, 5, 1), **given)  # type: ignore[arg-type]
    assert (set_to.preset, set_to.fixed_at) == ("per-thousand", None)
    fixed = {one.branch.code: one for one in entitlements_fix(conference=conference, actor=officer)}
    assert fixed["B05"].members == 6  # two delegates, two officers, two more; not who joined late
    assert fixed["B05"].delegates == 1
    assert fixed["B05"].source
    digest = sha256(entitlements(conference).to_csv()).hexdigest()
    leaf = bytes(Entry.objects.get(kind="entitlements.fixed").leaf).decode()
    assert digest in leaf
    with refused("already-fixed"):
        entitlement_set(actor=officer, qualifying_on=date(2026, 5, 2), **given)  # type: ignore[arg-type]
    entitlement_set(actor=officer, qualifying_on=date(2026, 5, 1), sharers_allowed=True, **given)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_fix_refused_before_the_qualifying_date_and_without_a_roll(branch: Branch) -> None:
    conference, officer = branch.conference, branch.sitting.returning_officer
    branch.terms(fixed_at=None, qualifying_on=date(2027, 6, 1))
    with refused("not-yet"):
        entitlements_fix(conference=conference, actor=officer)
