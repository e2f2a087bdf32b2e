"""Invented people for the seats that a sample file gives no names to. Always the same ones."""

from math import lcm

_GIVEN = (  # noqa: SIM905 - names read better as words
    "Amara Bryn Cerys Dougal Effie Farid Greta Hamish Ines Joss Keziah Lachlan Meera Nia Orla "
    "Piers Quentin Rhona Samir Tamsin Una Viktor Wendell Xanthe Yolanda Zeb Bilal Catrin Darius "
    "Esme Finlay Gaynor Huw Isla Jethro Kofi Leontyne Marek Neve Osian Perpetua"
).split()
_FAMILY = (  # noqa: SIM905
    "Applewick Barrowclough Cottersley Dunmarrow Elderfen Fallowdale Gildersome-Roy Hartsmere "
    "Inglebrook Juniper-Shah Kettlewick Larkhollow Mossgrave Nettlefold Orchardson Pennywell"
).split()
_ONE_ROUND = lcm(len(_GIVEN), len(_FAMILY))


def sample_name(index: int) -> str:
    """Give the invented name of the so-many-th unnamed seat; no two are the same."""
    name = f"{_GIVEN[index % len(_GIVEN)]} {_FAMILY[index % len(_FAMILY)]}"
    rounds = index // _ONE_ROUND
    return f"{name} ({rounds + 1})" if rounds else name
