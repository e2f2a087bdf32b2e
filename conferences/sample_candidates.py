"""What the candidates of a sample say of themselves. Sample data: invented, and said of nobody."""

from typing import Final

_MAY_TAKE_A_WOMANS_PLACE: Final = frozenset(
    {"Asha Bellweather", "Carys Meredew", "Saoirse Delamere", "Lorna Pagett-Iyer"}
)
_STATEMENTS: Final = """\
I have been secretary of {branch} for six years. I read every paper before the meeting and answer
every letter after it.

Members tell me that decisions reach them late, in a language nobody speaks. I would have each one
published the same day, on a page that anyone can read.
---
What I bring is patience. In {branch} I chaired the meetings in which two workplaces that had not
spoken for years agreed on one claim.

I ask for your vote to do the same here: listen first, write it down fairly, and tell people plainly
when the answer is no.
---
Small branches are seldom heard. I come from {branch}, and I know what it is to send a motion and
never learn what became of it.

If elected I will report to every branch after every meeting, in half a page, whether there is good
news or none.
---
I am a steward in {branch} and have never stood for anything at conference before.

I stand because shift workers are missing from our committees: meetings at ten in the morning keep
us out. I would move half of them to the evening and all of them online.
---
For eleven years I kept the accounts of {branch}, and every page of them was open to every member.

A committee works for those who send it. I would publish what each meeting costs and what came of
it, and I would ask to be voted out if I did not.
---
Younger members of {branch} asked me to stand: half of them have never met anybody from a committee.

I would visit two workplaces each month and write down what I am told there, in the words in which I
am told it.
"""


def sample_places(name: str) -> tuple[str, ...]:
    """Give the kept places that an invented candidate may take."""
    return ("women",) if name in _MAY_TAKE_A_WOMANS_PLACE else ()


def sample_statement(number: int, branch: str) -> str:
    """Give the invented statement of the so-many-th candidate for a post."""
    statements = _STATEMENTS.split("\n---\n")
    said = statements[(number - 1) % len(statements)].format(branch=branch)
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in said.split("\n\n"))
