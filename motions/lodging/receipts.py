"""The page that checks a receipt: whether, and when, these words were received by this number."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from conferences.models import Conference
from conferences.views.frame import frame
from motions.selectors import NOT_YET_LODGED
from motions.texts.cleaning import tidied


class ReceiptForm(forms.Form):
    """What stands on a receipt; the words, for whoever wants the fingerprint taken of them."""

    number = forms.CharField(
        label=_("Number"), max_length=12, widget=forms.TextInput(attrs={"class": "short"})
    )
    sha256 = forms.CharField(label=_("Fingerprint"), max_length=80, required=False)
    text = forms.CharField(
        label=_("Or the words themselves"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Every word and every mark counts; how the lines were spaced does not."),
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """What a receipt turned out to be; `at` is when the paper was received."""

    number: str
    sha256: str
    at: datetime | None
    log_name: str = ""
    is_late: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Check a receipt, for anybody who holds one."""
    page = frame(request, code, "motions:motions")
    form = ReceiptForm(request.POST or None)
    checked = None
    if form.is_valid():
        told = form.cleaned_data
        sha256 = re.sub(r"[^0-9a-f]", "", told["sha256"].lower())
        if told["text"]:
            words = tidied(told["text"])
            sha256 = hashlib.sha256(words.encode()).hexdigest()
        checked = check(page.conference, told["number"].strip().upper(), sha256)
    return render(request, "motions/lodging/receipt.html", page.context(form=form, checked=checked))


def check(conference: Conference, number: str, sha256: str) -> Checked:
    """Find the paper of a number among those received, with words of this fingerprint."""
    found = (
        conference.motions.exclude(state__in=NOT_YET_LODGED)
        .filter(number=number, texts__sha256=sha256, lodged_at__isnull=False)
        .select_related("conference")
        .first()
    )
    if found is None:
        return Checked(number, sha256, None)
    return Checked(number, sha256, found.lodged_at, found.log_name, found.state == "LATE")
