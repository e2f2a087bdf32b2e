from audit.refusal import Refusal
from ballots.guard import ACT, CLASSES, Verdict
from conferences.proposals import held_elsewhere, law_in_full, shelves


def shelf(key: str) -> set[str]:
    [found] = [each for each in shelves() if each.key == key]
    return {line.ballot_class.code for line in found.lines}


def law(code: str, rule: str) -> str:
    return law_in_full(Refusal(code, "No.", rule=rule))


def test_every_class_is_on_one_shelf() -> None:
    codes = [line.ballot_class.code for each in shelves() for line in each.lines]
    assert sorted(codes) == sorted(CLASSES)


def test_what_is_blocked_is_on_the_shelf_of_the_refused() -> None:
    blocked = {code for code, row in CLASSES.items() if row.verdict is Verdict.BLOCK}
    assert shelf("refused") == blocked


def test_what_may_be_held_here_is_indicative() -> None:
    assert shelf("here") == {"PAY_CONSULT", "SURVEY"}
    assert shelf("review") == {"IA_CONSULT"}
    assert all(CLASSES[code].banner for code in shelf("here") | shelf("review"))


def test_a_class_without_a_banner_is_never_held_from_here() -> None:
    assert all(bool(held_elsewhere(row)) is not bool(row.banner) for row in CLASSES.values())


def test_a_section_number_is_given_with_its_act() -> None:
    assert law("guard-statutory-ballot", "ss.46-52") == f"ss.46-52 of the {ACT}"
    assert law("guard-statutory-ballot", "Sch. A1 (CAC)") == f"Sch. A1 (CAC) of the {ACT}"
    assert law("guard-attestation", "none (rules only)") == ACT
    assert law("held-elsewhere", "union rules") == "union rules"
    assert not law("window-too-short", "none")
