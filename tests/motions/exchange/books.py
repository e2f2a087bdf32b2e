"""A book of motions for tests: one carried with an amendment and a vote, one in a composite."""

from datetime import UTC, date, datetime

from motions.exchange.book import (
    BookAmendment,
    BookItem,
    BookMotion,
    BookSession,
    MotionBook,
    Named,
    Vote,
)

NOW = datetime(2027, 6, 15, 10, tzinfo=UTC)
UNION, BRANCH = Named("LANTERN", "Lantern (sample)"), Named("B01", "Harbour & Quay")
SITE = "https://tellers.example.org"


def make_vote(number: str = "M1", outcome: str = "carried") -> Vote:
    return Vote(
        id=f"vote-{number}",
        wording=f"That {number} be carried",
        about=number,
        form="Show of hands",
        majority="Simple majority",
        opened_at=NOW,
        closed_at=NOW,
        declared_at=NOW,
        outcome=outcome,
        verdict=outcome.upper(),
        explanation="31 to 12.",
        figures={"for": 31, "against": 12, "abstain": 1},
        is_advisory=False,
        url=f"{SITE}/ballots/{number}/",
    )


def make_motion(
    number: str = "M1",
    *,
    text: str = "Conference notes.\n1. one;\n2. two.",
    title: str = "Heat",
    state: str = "CARRIED",
    composite: str = "",
) -> BookMotion:
    return BookMotion(
        number=number,
        kind="ordinary",
        kind_label="Motion",
        title=title,
        section="Health",
        text=text,
        text_version=2,
        text_sha256="0" * 64,
        lodged_by=BRANCH,
        seconding=None,
        mover="Asha Bellweather, Harbour & Quay",
        seconder="",
        lodged_at=NOW,
        state=state,
        state_label=state.capitalize(),
        ruling_reason="",
        executive="Support",
        executive_note="",
        majority="simple",
        majority_label="Simple majority",
        form_label="Show of hands",
        composite=composite,
        item=(1, 1) if not composite else None,
        url=f"{SITE}/c/NDC27/motions/{number}/",
        amendments=(
            BookAmendment(
                f"{number}.1", UNION, "At end add 'three & four'", "carried", "Carried", ""
            ),
        ),
        votes=(make_vote(number),) if not composite else (),
    )


def make_book(*motions: BookMotion) -> MotionBook:
    return MotionBook(
        code="NDC27",
        title="Conference <2027> (sample)",
        union=UNION,
        starts_on=date(2027, 6, 15),
        ends_on=date(2027, 6, 17),
        url=f"{SITE}/c/NDC27/",
        site=SITE,
        made_at=NOW,
        is_sample=True,
        sessions=(
            BookSession(1, date(2027, 6, 15), NOW, None, (BookItem(1, "M1", "motion", NOW, None),)),
            BookSession(2, date(2027, 6, 16), None, None, ()),
        ),
        motions=motions or (make_motion(), make_motion("M2", state="COMPOSITED", composite="M1")),
        procedure=(make_vote("", "lost"),),
    )
