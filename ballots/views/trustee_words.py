"""What the trustee's page says while it works; its script has the faults of a key or an archive."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Final[dict[str, str | Promise]] = {
    "making": _("Making your key…"),
    "made": _("Your key is made. Save it now: it exists nowhere else."),
    "checking": _("Reading your file back…"),
    "sending": _("Your file is right. Sending the public half…"),
    "sharing": _("Checking the others' certificates, and sealing a share for each…"),
    "confirming": _("Opening what the others sealed for you, and checking every share…"),
    "reading": _("Checking everything, in this browser. You may leave this page open and wait."),
    "stopped": _("Stopped. Nothing was decrypted, and nothing was sent."),
    "megabytes": _("{done} of {all} MB"),
    "ballotsChecked": _("{done} of {all} ballots checked"),
    "piecesChecked": _("{done} of {all} parts checked"),
    "secondsLeft": _("about {left} seconds left"),
    "minutesLeft": _("about {left} minutes left"),
    "checked": _("Everything holds. You can open your part of the sum that was worked out here."),
    "decrypting": _("Decrypting your part. Keep this page open…"),
    "notAKey": _("This is not a trustee's key file. It is very small, and its name ends in .key."),
    "anotherKey": _(
        "This is another key than the one just made. Choose the file that you saved a moment ago."
    ),
    "noLog": _("The signed log could not be read. Try again in a minute."),
    "noArchive": _("The archive could not be read. Try again in a minute."),
    "otherEntry": _("An entry of the log is about another vote. Do not decrypt."),
    "failed": _("That did not work."),
}
