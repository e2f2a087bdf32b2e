"""What a delegate may move or demand now, for pages that know no motion."""

from django import template

from conferences.models import Credential
from motions.procedure.reading import OwnProcedure, own_procedure

register = template.Library()


@register.simple_tag
def procedure_of(credential: Credential) -> OwnProcedure | None:
    """Give the procedural motions that a delegate may move now, and the card vote to demand."""
    return own_procedure(credential)
