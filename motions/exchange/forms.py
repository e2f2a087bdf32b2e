"""The forms of importing: the file, and what the clerk decides about it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Body
from motions.exchange.deciding import THERE, PreviewRow
from motions.exchange.entering import Choices
from motions.exchange.incoming import LARGEST

MOST_BOXES: Final = 120
"""Rows with a box of their own; of a longer file the lines to leave out are typed."""

MOST_NAMES: Final = 40
"""Unknown names with a list of their own; the others share one."""

_EXTENSIONS: Final = ".csv,.txt,.tsv,.docx,.html,.htm,text/csv,text/html"


class FileForm(forms.Form):
    """A file to look at."""

    file = forms.FileField(
        label=_("File of motions or participants"),
        help_text=_(
            "CSV from OpenSlides 3 or 4 or from Antragsgrün, or a motion book in Word (.docx) or "
            "HTML. Up to 8 MB."
        ),
        widget=forms.FileInput(attrs={"accept": _EXTENSIONS}),
        max_length=255,
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before any of it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 8 MB."))
        return file


class DecideForm(forms.Form):
    """Who submits what the file does not say in words that we know, and what is left out."""

    def __init__(
        self, *args: Any, rows: Sequence[PreviewRow], bodies: Sequence[Body], **options: Any
    ) -> None:
        """Offer a list for each name that is not known, and a box for each row."""
        super().__init__(*args, **options)
        self.rows = [row for row in rows if row.can_enter]
        self.bodies = {body.code: body for body in bodies}
        offered = [
            ("", _("Choose")),
            *((each.code, f"{each.code}: {each.name}") for each in bodies),
        ]
        self.unknown = list(dict.fromkeys(key for row in self.rows for key in _unknown(row)))
        for number, key in enumerate(self.unknown[:MOST_NAMES]):
            self.fields[f"who-{number}"] = forms.ChoiceField(
                label=key, choices=offered, required=False
            )
        if len(self.unknown) > MOST_NAMES:
            self.fields["who-rest"] = forms.ChoiceField(
                label=_("Everyone else who is not known"), choices=offered, required=False
            )
        there = [row for row in self.rows if row.state == THERE]
        if len(self.rows) <= MOST_BOXES:
            self.fields["leave"] = forms.MultipleChoiceField(
                required=False,
                choices=[(str(row.place), row.motion.title) for row in self.rows],
                initial=[str(row.place) for row in there],
            )
        else:
            self.fields["leave_lines"] = forms.CharField(
                label=_("Lines to leave out"),
                help_text=_("By the lines shown below, such as 4, 17-20."),
                required=False,
                max_length=2000,
                initial=", ".join(str(row.motion.line) for row in there),
            )

    @property
    def names(self) -> list[forms.BoundField]:
        """Give the lists to choose submitters from."""
        return [self[name] for name in self.fields if name.startswith("who-")]

    @property
    def left(self) -> set[str]:
        """Give the places that are left out as the form now stands."""
        return set(self["leave"].value() or ()) if "leave" in self.fields else set()

    def clean_leave_lines(self) -> str:
        """Refuse what are no lines."""
        typed: str = self.cleaned_data["leave_lines"]
        if typed.strip() and not re.fullmatch(r"[\s,]*(\d{1,7}(\s*-\s*\d{1,7})?[\s,]*)+", typed):
            raise forms.ValidationError(_("Write lines as numbers, such as 4, 17-20."))
        return typed

    def chosen(self) -> Choices:
        """Give who submits each row that is entered, and each of its amendments."""
        who = {
            key: self.bodies.get(
                self.cleaned_data.get(f"who-{number}" if number < MOST_NAMES else "who-rest") or ""
            )
            for number, key in enumerate(self.unknown)
        }
        return {
            row.place: [
                row.body or who.get(_key(row.motion.submitter, row.motion.line)),
                *(
                    body or who.get(_key(each.submitter, each.line))
                    for each, body in zip(row.motion.amendments, row.movers, strict=True)
                ),
            ]
            for row in self.rows
            if not self._is_left(row)
        }

    def _is_left(self, row: PreviewRow) -> bool:
        if "leave" in self.fields:
            return str(row.place) in self.cleaned_data["leave"]
        spans = re.findall(r"(\d+)(?:\s*-\s*(\d+))?", self.cleaned_data["leave_lines"])
        return any(int(first) <= row.motion.line <= int(last or first) for first, last in spans)


def _unknown(row: PreviewRow) -> Iterator[str]:
    if row.body is None:
        yield _key(row.motion.submitter, row.motion.line)
    for each, body in zip(row.motion.amendments, row.movers, strict=True):
        if body is None:
            yield _key(each.submitter, each.line)


def _key(submitter: str, line: int) -> str:
    """Name a submitter as the file does; where it names none, by the line."""
    return submitter[:120] or f"Nobody is named (line {line})"
