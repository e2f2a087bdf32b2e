"""What one vote gives to a scrutiny pack: its declaration, who voted, the votes, the working.

Nothing here says how a person voted, but for the cards of branches, which answer to their members
for them (guide 3.6). Nothing is in the order of arrival, and no vote bears a time finer than a day.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final

from django.utils.text import slugify

from audit.formats.canonical import canonical
from audit.models import Position
from audit.pack.documents import Document
from audit.pack.tables import Cell, Table
from audit.scrutiny import as_json
from audit.selectors import leaves
from ballots.casting import LATE
from ballots.declaring.counts import reconciliation_of
from ballots.declaring.document import declaration_document, newest_declaration
from ballots.declaring.outcome import line_as_data
from ballots.declaring.paper import Provenance, declaration_pdf
from ballots.enums import BallotState, Rejection
from ballots.models import Ballot, Cast, RollEntry
from ballots.scrutiny_of_elections import (
    files_of_election,
    put_in_an_election,
    rejected_papers,
)
from ballots.scrutiny_of_sealed import files_of_sealed
from ballots.selectors import count, figures_by_body

HAVE_A_DECLARATION: Final = frozenset({BallotState.DECLARED, BallotState.VOIDED})


@dataclass(frozen=True, slots=True)
class BallotFolder:
    """One vote and the folder of the pack that its files stand in."""

    ballot: Ballot
    path: str
    zone: tzinfo

    @classmethod
    def numbered(cls, number: int, ballot: Ballot, zone: tzinfo) -> "BallotFolder":
        """Name the folder by the order in which the votes were opened, and the vote's title."""
        name = slugify(ballot.title.replace(".", "-"))[:48].strip("-") or ballot.pk.hex[:8]
        return cls(ballot, f"ballots/{number:02}-{name}", zone)

    def documents(self) -> Iterator[Document]:
        """Give every file of this vote."""
        state = BallotState(self.ballot.state)
        yield from self._what_was_put()
        if state in HAVE_A_DECLARATION:
            yield from self._declaration()
        yield self._participation()
        yield self._could_not_vote()
        yield self._rejected()
        if self.ballot.is_sealed:
            yield from self._sealed()
        if state is BallotState.DECLARED and self.ballot.is_election:
            yield from self._election()
            yield self._working("sums.json")
        elif state is BallotState.DECLARED:
            yield self._votes()
            yield self._working("count.json")
        else:
            yield self._no_figures(state)

    def _document(self, name: str, what: str, content: bytes, *answers: int) -> Document:
        return Document(f"{self.path}/{name}", what, content, answers, self.ballot.title)

    def _what_was_put(self) -> Iterator[Document]:
        ballot = self.ballot
        said: dict[str, Any] = {
            "ballot": ballot.log_name,
            "title": ballot.title,
            "question": ballot.question,
            "options": ballot.options,
            "class": {"code": ballot.class_code, "what": ballot.ballot_class.what},
            "banners": ballot.banners,
            "attestation_of_class": ballot.attestation,
            "permitted_by": ballot.enabling_rule,
            "form": ballot.form,
            "majority": ballot.majority,
            "text_sha256": ballot.text_sha256,
            "asked_for": ballot.asked_for,
            "state": ballot.state,
            "replaces": ballot.replaces.log_name if ballot.replaces else None,
        }
        if ballot.is_election:
            said["election"] = put_in_an_election(ballot)
        yield self._document("question.json", "What was put, as put.", as_json(said), 1, 5)

    def _declaration(self) -> Iterator[Document]:
        document = declaration_document(self.ballot)
        standing = {
            "signed": "the very bytes that the returning officer signed",
            "void": "the vote is void, and no figures are declared",
        }.get(document["status"], "a draft, which no returning officer has signed")
        yield self._document(
            "declaration.json",
            f"The declaration, for programs: {standing}.",
            canonical(document),
            7,
        )
        yield self._document(
            "declaration.pdf",
            "The declaration, to read and to print.",
            declaration_pdf(document, self._provenance()),
            7,
        )

    def _provenance(self) -> Provenance:
        signed = newest_declaration(self.ballot)
        if signed is None:
            return Provenance()
        place = Position.objects.filter(entry_id=signed.entry_id).values_list("seq", flat=True)
        return Provenance(entry=place.first())

    def _participation(self) -> Document:
        """Say of each voter whether they voted, by pseudonym: sorted, so in no order of arrival."""
        lines = RollEntry.objects.filter(ballot=self.ballot).select_related("cast", "voter")
        rows: Iterable[tuple[Cell, ...]] = (
            (
                line.voter.log_name,
                line.voted,
                line.cast.at.astimezone(self.zone).date() if line.cast else None,
            )
            for line in lines.order_by("voter__pseudonym")
        )
        table = Table(("voter", "voted", "voted_on"), rows)
        return self._document(
            "participation.csv",
            "Who voted, by pseudonym; not how, and to the day only.",
            table.to_csv(self.zone),
            6,
        )

    def _could_not_vote(self) -> Document:
        reports = self.ballot.unable_reports.select_related("roll_entry__voter")
        rows: Iterable[tuple[Cell, ...]] = (
            (each.roll_entry.voter.log_name, each.reason, each.roll_entry.voted)
            for each in reports.order_by("roll_entry__voter__pseudonym")
        )
        table = Table(("voter", "reason_given", "voted_after_all"), rows)
        return self._document(
            "could_not_vote.csv",
            "Who reported that they could not vote, and why.",
            table.to_csv(self.zone),
            6,
        )

    def _rejected(self) -> Document:
        """Count what was refused by reason code: late votes stand in the log as refused."""
        late = sum(1 for _ in leaves(LATE, subject=self.ballot.log_name))
        if self.ballot.is_election:
            found = Counter(rejected_papers(self.ballot))
        else:
            on_paper = {option.key for option in self.ballot.paper}
            counted = Cast.objects.filter(pk__in=self.ballot.roll.values("cast"))
            found = Counter({Rejection.MALFORMED: counted.exclude(choice__in=on_paper).count()})
        found[Rejection.AFTER_CLOSE] = late
        rows = [(str(code), code.label, found[code]) for code in Rejection]
        return self._document(
            "rejected.csv",
            "Votes rejected or refused, by reason code.",
            Table(("code", "reason", "votes"), rows).to_csv(),
            6,
            7,
        )

    def _sealed(self) -> Iterator[Document]:
        for name, what, content in files_of_sealed(self.ballot):
            yield self._document(name, what, content, 6, 7)

    def _election(self) -> Iterator[Document]:
        for name, what, content in files_of_election(self.ballot, self.zone):
            yield self._document(name, what, content, 6, 7)

    def _votes(self) -> Document:
        if self.ballot.is_card_vote:
            return self._document(
                "card_votes.csv",
                "Each branch's card: its weight and how it was cast.",
                self._cards().to_csv(),
                7,
            )
        labels = {option.key: option.label for option in self.ballot.paper}
        figures = count(self.ballot)
        rows = [(key, labels[key]) for key, papers in figures.papers.items() for _ in range(papers)]
        return self._document(
            "votes.csv",
            "Every vote that counts, sorted by choice: no line can be linked to a person.",
            Table(("choice", "words"), rows).to_csv(),
            7,
        )

    def _cards(self) -> Table:
        cards = RollEntry.objects.filter(ballot=self.ballot).select_related("body", "cast")
        return Table(
            ("branch", "name", "members_represented", "cast"),
            [
                (
                    card.body.code if card.body else "",
                    card.body.name if card.body else "",
                    card.weight,
                    card.cast.choice if card.cast else "not cast",
                )
                for card in cards.order_by("body__code")
            ],
        )

    def _working(self, name: str) -> Document:
        sums = reconciliation_of(self.ballot)
        said = {
            "result": self.ballot.result,
            "present": self.ballot.present,
            "balances": sums.balances,
            "reconciliation": [line_as_data(line) for line in sums.lines],
            "by_body": [
                {
                    "body": part.body.code,
                    "roll": part.roll,
                    "voted": "withheld" if part.voted is None else part.voted,
                    "votes": "withheld" if part.votes is None else part.votes,
                }
                for part in figures_by_body(self.ballot)
            ],
            "stages": [],
        }
        return self._document(
            name,
            "The working: figures, test, sums, and bodies as far as no vote can be told from them.",
            as_json(said),
            7,
        )

    def _no_figures(self, state: BallotState) -> Document:
        why = {
            BallotState.VOIDED: "This vote is void. Its votes are kept as they were cast; its "
            "figures are never shown.",
        }.get(state, f"This vote has no result to show. It is: {state.label.lower()}.")
        return self._document(
            "NO_FIGURES.txt", "Why there are no figures.", f"{why}\n".encode(), 6, 7
        )


def card_disclosures(ballots: Iterable[Ballot], size: int) -> bytes:
    """Open the digests of declared card votes, so that the log itself shows how cards were cast.

    One canonical object a line, as `python -m audit.verify --disclosures` reads them.
    """
    lines = []
    for ballot in ballots:
        if not ballot.is_card_vote or ballot.state != BallotState.DECLARED:
            continue
        votes = Cast.objects.filter(pk__in=ballot.roll.values("cast"))
        salts = {vote.entry_id: (vote.salt, vote.choice) for vote in votes}
        places = Position.objects.filter(entry_id__in=salts, seq__lt=size).order_by("seq")
        for entry, index in places.values_list("entry_id", "seq"):
            salt, choice = salts[entry]
            lines.append((index, entry, salt, choice))
    return b"".join(
        canonical(
            {
                "entry": str(entry),
                "index": index,
                "name": "choice",
                "salt": salt,
                "value": choice,
            }
        )
        + b"\n"
        for index, entry, salt, choice in sorted(lines)
    )
