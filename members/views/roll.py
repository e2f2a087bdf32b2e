"""Importing a membership roll: send the file, look at what it would do, decide."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from audit.refusal import Refusal
from audit.services.access import access_record
from members import rules, services
from members.enums import Office
from members.forms import ImportForm, RollForm
from members.models import WaitingRoll
from members.requests import SignedInRequest

# As many lines as a person will read; the counts are of all.
MOST_SHOWN = 100


def _for_who_keeps_the_register(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: SignedInRequest, **kwargs: object) -> HttpResponse:
        if not rules.keeps_register(request.user):
            raise PermissionDenied(_("Only the membership officer imports the roll."))
        return view(request, **kwargs)

    return login_required(never_cache(guarded))


@_for_who_keeps_the_register
@require_http_methods(["GET", "POST"])
def roll_import(request: SignedInRequest) -> HttpResponse:
    """Take a file, and go on to its preview if it is a roll at all."""
    form = RollForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            services.member_import_preview(actor=request.user, data=data)
        except Refusal as refusal:
            form.add_error("file", refusal.message)
        else:
            waiting = services.roll_receive(
                actor=request.user, name=form.cleaned_data["file"].name, data=data
            )
            return redirect("members:import_preview", roll_id=waiting.pk)
    return render(request, "members/import.html", {"form": form})


@_for_who_keeps_the_register
@require_http_methods(["GET", "POST"])
def roll_preview(request: SignedInRequest, roll_id: str) -> HttpResponse:
    """Show what a roll would do and what is wrong with it; import it once that is confirmed."""
    waiting = get_object_or_404(WaitingRoll, pk=roll_id, sent_by=request.user)
    data = bytes(waiting.data)
    refusal = None
    form = ImportForm(request.POST or None, initial={"as_at": timezone.localdate()})
    if form.is_valid():
        try:
            done = services.member_import_apply(
                actor=request.user,
                data=data,
                fingerprint=request.POST.get("fingerprint", ""),
                **form.cleaned_data,
            )
        except Refusal as refused:
            refusal = refused
        else:
            services.roll_forget(actor=request.user)
            messages.success(
                request,
                _("Imported: %(new)s new, %(changed)s changed, %(unchanged)s as they were.")
                % {
                    "new": len(done.new),
                    "changed": len(done.changed),
                    "unchanged": len(done.unchanged),
                },
            )
            return redirect("members:import")
    preview = services.member_import_preview(actor=request.user, data=data)
    access_record(
        actor=request.user,
        office=Office.MEMBERSHIP_OFFICER,
        what="entries of the register, beside a roll file",
        subject="register",
    )
    context = {
        "waiting": waiting,
        "preview": preview,
        "form": form,
        "refusal": refusal,
        "problems": preview.file.problems[:MOST_SHOWN],
        "changes": preview.changed[:MOST_SHOWN],
        "gone": preview.gone[:MOST_SHOWN],
        "most_shown": MOST_SHOWN,
    }
    return render(request, "members/import_preview.html", context)


@_for_who_keeps_the_register
@require_POST
def roll_discard(request: SignedInRequest) -> HttpResponse:
    """Forget the file that was only looked at."""
    services.roll_forget(actor=request.user)
    messages.success(request, _("The file is forgotten. Nothing was changed."))
    return redirect("members:import")
