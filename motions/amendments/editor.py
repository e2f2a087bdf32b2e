"""The page on which a branch writes an amendment: by changing the words, or by saying how."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.refusal import Refusal
from conferences.views.frame import Frame, frame, signed_in
from members.jottings import jotted, jotting_clear, jotting_for
from members.models import Body, Member
from motions.amendment_life import AmendmentState
from motions.amendments.drafting import amendment_draft, amendment_redraft
from motions.amendments.forms import EDIT, SAY, AmendForm, instruction_of, put_in_by
from motions.amendments.open_to import refuse_after_deadline, refuse_unless_open
from motions.amendments.previewing import Preview, preview_of
from motions.amendments.selectors import amendment_named, is_officer_of
from motions.models import Amendment, Motion
from motions.selectors import bodies_acted_for, motion_in_full
from motions.texts.checks import refuse_bad_words
from motions.wording import apply_amendment

HERE = "motions:motions"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def amend(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Write a new amendment to a motion, or (`?to=M1.2`) to an amendment of it."""
    page, me = frame(request, code, HERE), signed_in(request)
    motion = _motion(page, number)
    bodies = bodies_acted_for(me, page.conference)
    if not bodies:
        raise PermissionDenied(_("An amendment is sent by the officers of a branch."))
    to = _other(motion, request.GET.get("to", ""))
    try:
        refuse_unless_open(motion, to)
        refuse_after_deadline(motion)
    except Refusal as no:
        context = page.context(
            motion=motion, refusal=no, closed=True, given_back=_typed(request, motion)
        )
        return render(request, "motions/amendments/amend.html", context, status=HTTPStatus.CONFLICT)
    return _Editor(request, page, me, motion, to=to, bodies=bodies).answer()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def redraft(request: HttpRequest, code: str, reference: str) -> HttpResponse:
    """Put a draft in other words."""
    page, me = frame(request, code, HERE), signed_in(request)
    try:
        draft = amendment_named(page.conference, reference)
    except Amendment.DoesNotExist as missing:
        raise Http404 from missing
    if not is_officer_of(me, draft.lodged_by):
        raise Http404
    if draft.state != AmendmentState.DRAFT:
        messages.info(request, _("It has been sent: its words can no longer be changed."))
        return redirect("motions:amendment", code, reference)
    motion = _motion(page, draft.motion.number)
    to = draft.to_amendment
    editor = _Editor(request, page, me, motion, to=to, bodies=[draft.lodged_by], draft=draft)
    return editor.answer()


class _Editor:
    """One request to the editor: what was typed, what it comes to, and what is done with it."""

    def __init__(
        self,
        request: HttpRequest,
        page: Frame,
        me: Member,
        motion: Motion,
        *,
        to: Amendment | None,
        bodies: list[Body],
        draft: Amendment | None = None,
    ) -> None:
        self.request, self.page, self.me = request, page, me
        self.motion, self.to, self.bodies, self.draft = motion, to, bodies, draft
        self.words = motion.substantive.text if to is None else put_in_by(to)
        name = draft.reference if draft else (to or motion).number
        self.key = f"amendment:{page.conference.code}/{name}"

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page(AmendForm(initial=self._initial(), bodies=self.bodies), self._now())
        form = AmendForm(self.request.POST, bodies=self.bodies)
        if not form.is_valid():
            return self._page(form, None, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            way = self.request.POST.get("show", "")
            if way in (EDIT, SAY):
                return self._shown(form, self._instruction(form, way))
            return self._keep(form)
        except Refusal as no:
            return self._page(form, None, no, status=HTTPStatus.CONFLICT)

    def _instruction(self, form: AmendForm, way: str) -> str:
        told = form.cleaned_data
        if way == EDIT:
            refuse_bad_words(told["text"].replace("\r\n", "\n"))
        words = instruction_of(
            way, old=self.words or "", text=told["text"], typed=told["instruction"]
        )
        refuse_bad_words(words.replace("\r\n", "\n"))
        if not words:
            raise Refusal("no-words", _("Say what is to be changed, and how."))
        return words

    def _keep(self, form: AmendForm) -> HttpResponse:
        """Keep what was shown, and nothing that has not been."""
        shown = self.request.POST.get("shown", "").replace("\r\n", "\n")
        instruction = self._as_shown(form, shown)
        if instruction != shown:
            return self._shown(form, instruction, is_new=bool(shown))
        if self.draft:
            kept = amendment_redraft(amendment=self.draft, instruction=instruction, actor=self.me)
        else:
            kept = amendment_draft(
                motion=self.motion,
                to_amendment=self.to,
                body=form.cleaned_data["body"],
                instruction=instruction,
                actor=self.me,
            )
        jotting_clear(self.me, self.key)
        messages.success(self.request, _("Kept as a draft. Nobody outside the branch sees it."))
        return redirect("motions:amendment", self.page.conference.code, kept.reference)

    def _as_shown(self, form: AmendForm, shown: str) -> str:
        """Give the instruction of whichever way gives what was shown; else of the one last used."""
        typed = form.cleaned_data["instruction"].replace("\r\n", "\n").strip()
        if typed == shown and shown:
            return shown
        edited = self.words is not None and form.cleaned_data["text"].strip() != ""
        if edited:
            try:
                produced = self._instruction(form, EDIT)
            except Refusal:
                if not typed:
                    raise
            else:
                if produced == shown or not typed:
                    return produced
        return self._instruction(form, SAY)

    def _shown(self, form: AmendForm, instruction: str, *, is_new: bool = False) -> HttpResponse:
        preview = preview_of(self.motion, instruction, to=self.to, own=self.draft)
        if self.request.headers.get("HX-Request"):
            context = {"preview": preview, "conference": self.page.conference}
            return render(self.request, "motions/amendments/_preview.html", context)
        return self._page(form, preview, changed_since=is_new)

    def _initial(self) -> dict[str, Any]:
        words = self.words or ""
        initial: dict[str, Any] = {"body": self.bodies[0].pk, "text": words}
        if self.draft:
            initial["instruction"] = self.draft.instruction
            initial["text"] = _made(words, self.draft.instruction)
        return initial | jotted(self.me, self.key)

    def _now(self) -> Preview | None:
        if self.draft is None:
            return None
        return preview_of(self.motion, self.draft.instruction, to=self.to, own=self.draft)

    def _page(
        self,
        form: AmendForm,
        preview: Preview | None,
        refusal: Refusal | None = None,
        *,
        changed_since: bool = False,
        status: int = HTTPStatus.OK,
    ) -> HttpResponse:
        if self.words is None:
            form.fields.pop("text")
        if refusal and self.request.headers.get("HX-Request"):
            return render(self.request, "motions/amendments/_preview.html", {"refusal": refusal})
        context = self.page.context(
            motion=self.motion,
            to=self.to,
            draft=self.draft,
            form=form,
            preview=preview,
            refusal=refusal,
            changed_since=changed_since,
            jotting=jotting_for(self.me, self.key),
            limit=self.page.conference.orders.amendment_words,
        )
        return render(self.request, "motions/amendments/amend.html", context, status=status)


def _motion(page: Frame, number: str) -> Motion:
    try:
        return motion_in_full(page.conference, number)
    except Motion.DoesNotExist as missing:
        raise Http404 from missing


def _other(motion: Motion, number: str) -> Amendment | None:
    if not number:
        return None
    found = next((each for each in motion.amendments.all() if each.number == number), None)
    if found is None:
        raise Http404(_("There is no such amendment."))
    return found


def _made(words: str, instruction: str) -> str:
    try:
        return apply_amendment(words, instruction)
    except Refusal:
        return words


def _typed(request: HttpRequest, motion: Motion) -> str:
    """Give what was typed into a page that has closed meanwhile, to be kept elsewhere."""
    instruction, text = (
        request.POST.get(name, "").replace("\r\n", "\n").strip() for name in ("instruction", "text")
    )
    return instruction or (text if text != motion.substantive.text else "")
