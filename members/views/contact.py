"""My contact details: one tap to say that they are right, one field to change."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from members.contacts import details as contact_details
from members.contacts.forms import DetailForm
from members.contacts.selectors import changes_to_put_back, check_unanswered, freeze_in_force
from members.enums import ContactKind, ContactState
from members.models import Contact, ContactChange, Member
from members.requests import SignedInRequest
from members.services.contact_changes import contact_change, contact_prefer, contact_put_back
from members.services.contact_checks import contacts_confirm

_PUT_BACK = "put-back"
_ACTS = {"confirm", "change", "prefer", "remove", _PUT_BACK}


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: SignedInRequest) -> HttpResponse:
    """Show members what we hold to reach them; take one tap, or one change."""
    act, kind = request.POST.get("act", ""), _kind(request.POST.get("kind", ""))
    if request.method != "POST" or act not in _ACTS or (act != "confirm" and kind is None):
        return _page(request)
    try:
        said = _done(request, act, kind or ContactKind.EMAIL)
    except Refusal as refusal:
        typed = DetailForm(request.POST, kind=kind) if act == "change" and kind else None
        return _page(request, refusal, kind, typed)
    messages.success(request, said)
    return redirect("members:contact")


def _done(request: SignedInRequest, act: str, kind: ContactKind) -> str:
    me = request.user
    if act == "confirm":
        contacts_confirm(member=me)
        return _("Thank you. You are all set.")
    if act == "prefer":
        contact_prefer(member=me, kind=kind)
        return _("We will try that first.")
    acts = {
        "remove": lambda: contact_change(actor=me, member=me, kind=kind, text=""),
        "change": lambda: contact_change(
            actor=me, member=me, kind=kind, text=_typed(request, kind)
        ),
        _PUT_BACK: lambda: contact_put_back(actor=me, change=_latest(me, kind)),
    }
    change = acts[act]()
    if change.state == ContactState.WAITING:
        return _(
            "Asked for. A second person looks at it before it changes, because details are frozen "
            "now; until then your passcodes go where they went."
        )
    return _("Changed. If we had an address before, we have sent word to it.")


def _typed(request: SignedInRequest, kind: ContactKind) -> str:
    form = DetailForm(request.POST, kind=kind)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    if not text:
        raise Refusal("nothing-typed", _("Type the new one first."))
    return str(text)


def _latest(member: Member, kind: ContactKind) -> ContactChange:
    found = (change for change in changes_to_put_back(member) if change.kind == kind)
    change = next(found, None)
    if change is None:
        raise Refusal("cannot-put-back", _("There is nothing here to put back."))
    return change


def _kind(typed: str) -> ContactKind | None:
    return ContactKind(typed) if typed in ContactKind.values else None


def _page(
    request: SignedInRequest,
    refusal: Refusal | None = None,
    kind: ContactKind | None = None,
    typed: DetailForm | None = None,
) -> HttpResponse:
    me = request.user
    held: dict[str, Contact] = {one.kind: one for one in me.contacts.all()}
    waiting = ContactChange.objects.filter(member=me, state=ContactState.WAITING)
    waits = {one.kind: one for one in waiting.select_related("member")}
    back = {one.kind: one for one in changes_to_put_back(me)}
    rows = [
        {
            "kind": each,
            "held": held.get(each),
            "shown": _shown(each, held[each].detail if each in held else ""),
            "waits": _shown(each, waits[each].new) if each in waits else None,
            "back": _shown(each, back[each].old) if each in back else None,
            "form": typed if typed and each == kind else DetailForm(kind=each),
            "is_open": each == kind and refusal is not None,
        }
        for each in ContactKind
    ]
    context = {
        "member": me,
        "rows": rows,
        "check": check_unanswered(me),
        "freeze": freeze_in_force(me),
        "refusal": refusal,
        "call": settings.HELPDESK_TELEPHONE,
        "host": request.get_host(),
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "members/contact.html", context, status=status)


def _shown(kind: str, detail: str) -> str:
    return contact_details.shown(kind, detail)
