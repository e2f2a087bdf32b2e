"""Branches are told what becomes of their motions in a composite, each officer by e-mail."""

from collections.abc import Iterable

from members.models import Body
from motions.models import CompositeGroup


def tell_branches(group: CompositeGroup, branches: Iterable[Body], title: str, words: str) -> None:
    """Tell the officers of branches, once the act is kept."""
