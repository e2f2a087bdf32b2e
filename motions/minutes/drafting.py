"""Minutes drafted from the log, paragraph by paragraph: they say what is in it and no more.

Each kind of entry has its sentence here. One that has none is not minuted: the log holds far more
than minutes should. Pure.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from conferences.naming import Named
from motions.minutes.lines import LogLine, Paragraph, Record

_SIDES: Final = {"for": "spoke for", "against": "spoke against", "to": "spoke to the question"}
_PARTS: Final = {
    "mover": "moved in a speech",
    "seconder": "seconded in a speech",
    "reply": "replied to the debate",
    "executive": "spoke for the executive",
}
_CHOICES: Final = {"for": "for", "against": "against", "abstain": "abstentions"}
_OUTCOMES: Final = {
    "CARRIED": "carried",
    "LOST": "lost",
    "NOT_CARRIED": "not carried: the votes were equal",
    "carried": "carried",
    "lost": "lost",
    "not_carried": "not carried: the votes were equal",
}

Sentence = Callable[[LogLine, Record], str]


def draft(lines: Iterable[LogLine], record: Record) -> list[Paragraph]:
    """Draft the minutes of everything that happened while a session sat."""
    added = defaultdict(list)
    for each in record.clerk:
        added[each.after].append(Paragraph(each.words, each.after, by_clerk=each.key))
    drafted: list[Paragraph] = []
    sits = False
    for line in lines:
        sits = sits or line.kind == "session.opened"
        if sits or line.kind in _BEFORE:
            drafted += _paragraphs(line, record)
            drafted += added.pop(line.entry, [])
        if line.kind == "session.closed":
            sits = False
    return drafted


def kinds() -> frozenset[str]:
    """Name the kinds of entry that are minuted."""
    return frozenset({*_SENTENCES, *_HEADINGS})


def as_text(paragraphs: Iterable[Paragraph]) -> str:
    """Give the minutes as plain text: what is hashed when they are agreed."""
    return "\n".join(
        f"{each.at:%H:%M} {each.words}" if each.at and not each.level else each.words
        for each in paragraphs
    )


def _paragraphs(line: LogLine, record: Record) -> Iterator[Paragraph]:
    if heading := _HEADINGS.get(line.kind):
        level, say = heading
        yield Paragraph(say(line, record), line.entry, line.at, level)
    if (sentence := _SENTENCES.get(line.kind)) and (said := sentence(line, record)):
        yield Paragraph(said, line.entry, line.at)
    if line.kind == "motion.declared" and line.facts.get("now") == "CARRIED":
        text = record.texts.get(line.subject, "")
        yield Paragraph("Resolved:", line.entry, line.at)
        for words in text.split("\n"):
            yield Paragraph(words, line.entry, quoted=True)
    if line.kind == "session.closed":
        for words in record.lost.get(line.subject, ()):
            yield Paragraph(f"Not reached: {words}.", line.entry, line.at)


# --- headings -----------------------------------------------------------------------------------


def _session(line: LogLine, record: Record) -> str:
    return f"{record.name(line.subject)}, {line.at:%A} {line.at.day} {line.at:%B %Y}"


def _item(line: LogLine, record: Record) -> str:
    return f"{line.at:%H:%M}  {record.name(line.subject)}"


_HEADINGS: Final[Mapping[str, tuple[int, Sentence]]] = {
    "session.opened": (1, _session),
    "agenda_item.taken": (2, _item),
    "motion.called": (3, lambda line, record: record.name(line.subject)),
}


# --- sentences ----------------------------------------------------------------------------------


def _opened(line: LogLine, record: Record) -> str:
    return f"The session was opened at {line.at:%H:%M}. {_present(line.facts, record.named)}"


def _present(facts: Mapping[str, Any], who: Named) -> str:
    if facts.get("present") is None:
        return ""
    branches = facts.get("branches")
    of = "" if branches is None else f" of {branches:,} branch{'' if branches == 1 else 'es'}"
    quorate = {
        True: f" {who.begins} was quorate.",
        False: f" {who.itself.upper()} WAS NOT QUORATE.",
    }
    said = quorate.get(facts.get("quorate"), "")  # type: ignore[arg-type]
    return f"Present: {who.counted(facts['present'])}{of}.{said}"


def _moved(line: LogLine, record: Record) -> str:
    formally = " formally" if line.facts.get("formally") else ""
    return f"Moved{formally} by {record.person(line.facts.get('mover'))}."


def _seconded(line: LogLine, record: Record) -> str:
    if not line.facts.get("seconder"):
        return ""
    return f"Seconded by {record.person(line.facts['seconder'])}."


def _spoke(line: LogLine, record: Record) -> str:
    speech = record.speeches.get(line.subject)
    if speech is None:
        return ""
    did = _PARTS.get(speech.speaking_as) or _SIDES.get(speech.side, "spoke")
    if speech.seconds is None:
        return f"{speech.speaker} {did}."
    return f"{speech.speaker} {did}, {speech.seconds // 60}:{speech.seconds % 60:02}."


def _point(line: LogLine, record: Record) -> str:
    point = record.points.get(line.subject)
    if point is None:
        return ""
    if not point.words:
        return f"{point.label} raised by {point.raised_by}."
    return f"{point.label} raised by {point.raised_by}: “{_sentence(point.words)}”"


def _ruling(line: LogLine, record: Record) -> str:
    point = record.points.get(line.subject)
    if point is None:
        return ""
    upheld = line.facts.get("upheld")
    said = "noted" if upheld is None else point.rulings[upheld].lower()
    ruling = f" {_sentence(point.ruling)}" if point.ruling else ""
    return f"The chair ruled. The point was {said}.{ruling}"


def _vote_opened(line: LogLine, record: Record) -> str:
    vote = record.votes.get(line.subject)
    if vote is None:
        return ""
    again = "The vote was taken again" if vote.is_again else "A vote was opened"
    no_quorum = f" {record.named.begins} was not quorate, so it could advise only."
    advisory = no_quorum if vote.is_advisory else ""
    present = line.facts.get("present")
    here = ""
    if present is not None:
        what = "member represented" if vote.is_card else f"{record.named.one} present"
        here = f"; {_count(present, what)}"
    return (
        f"{again} by {vote.form.lower()}: {_sentence(vote.wording)} "
        f"{_count(line.facts.get('roll', 0), 'voter')} on the roll{here}.{advisory}"
    )


def _vote_declared(line: LogLine, record: Record) -> str:
    vote = record.votes.get(line.subject)
    if vote is None:
        return ""
    known = [each for each in _CHOICES if each in vote.figures]  # a database has its own order
    others = [each for each in vote.figures if each not in _CHOICES]
    figures = ", ".join(
        f"{_CHOICES.get(choice, choice)} {vote.figures[choice]:,}" for choice in [*known, *others]
    )
    return f"{vote.form}, {vote.majority.lower()}: {figures}. {_sentence(vote.explanation)}".strip()


def _voided(line: LogLine, record: Record) -> str:
    vote = record.votes.get(line.subject)
    of = f" of {vote.roll:,}" if vote else ""
    reason = f" {_sentence(vote.void_reason)}" if vote and vote.void_reason else ""
    return (
        f"The vote was ordered void, as the returning officer recommended: "
        f"{line.facts.get('unable', 0):,}{of} could not vote.{reason} Its figures are not shown."
    )


def _put(line: LogLine, record: Record) -> str:
    by = line.facts.get("moved_by")
    moved = f", moved by {record.person(by)}" if by else ""
    return f"The question was put{moved}: {_sentence(record.name(line.subject))}"


def _procedure(line: LogLine, record: Record) -> str:
    if line.subject not in record.procedural:
        return ""  # what became of a motion or an amendment is an entry of its own
    outcome = _OUTCOMES.get(str(line.facts.get("outcome")), str(line.facts.get("outcome")))
    return f"{_sentence(record.name(line.subject))} This was {outcome}."


def _declared(line: LogLine, record: Record) -> str:
    outcome = _OUTCOMES.get(str(line.facts.get("now")), "decided")
    return f"{record.name(line.subject)} was {outcome}."


def _adjourned(line: LogLine, record: Record) -> str:
    until = str(line.facts.get("until") or "")
    said = f" to {until[11:16]} on {until[:10]}" if len(until) > 15 else ""  # noqa: PLR2004
    return f"The debate on {record.name(line.subject)} was adjourned{said}."


def _guillotined(line: LogLine, record: Record) -> str:
    goes = {"executive": "It goes to the executive.", "falls": "It falls."}
    to = goes.get(str(line.facts.get("goes_to")), "")
    return f"{record.name(line.subject)} was not reached. {to}".strip()


def _carried_over(line: LogLine, record: Record) -> str:
    to = record.name(str(line.facts.get("to", "")))
    at = line.facts.get("starts_at", "")
    return f"{record.name(line.subject)} was carried over: {to}, {at}."


def _item_moved(line: LogLine, record: Record) -> str:
    was, now = line.facts.get("was", ""), line.facts.get("starts_at", "")
    return f"{record.name(line.subject)} was moved from {was} to {now}."


def _says(words: str) -> Sentence:
    """Make a sentence that has one name in it, and may speak of conference or the meeting."""
    return lambda line, record: words.format(
        record.name(line.subject), itself=record.named.itself, here=record.named.begins
    )


def _tested(line: LogLine, record: Record) -> str:
    went = "successful" if line.facts.get("successful") else "not successful"
    of = f"{line.facts.get('managed', 0)} of {record.named.counted(line.facts.get('here', 0))}"
    return f"Test vote, {went}: {of} here managed to vote. It decided nothing."


_BEFORE: Final = frozenset({"test_vote.concluded"})  # minuted though no session sits

_SENTENCES: Final[Mapping[str, Sentence]] = {
    "test_vote.concluded": _tested,
    "session.opened": _opened,
    "session.closed": lambda line, _record: f"The session closed at {line.at:%H:%M}.",
    "agenda_item.taken": lambda line, record: _present(line.facts, record.named),
    "agenda_item.moved": _item_moved,
    "agenda_item.carried": _carried_over,
    "soc_report.adopted": _says("{} was adopted."),
    "soc_paragraph.referred_back": _says("{} was referred back."),
    "motion.moved": _moved,
    "motion.seconded": _seconded,
    "motion.not_moved": _says("{} was not moved, and fell."),
    "motion.not_seconded": _says("{} was not seconded, and fell."),
    "motion.adjourned": _adjourned,
    "motion.resumed": _says("The debate on {} was resumed."),
    "motion.shelved": _says("{here} passed to the next business: {} was shelved."),
    "motion.remitted": _says("{} was remitted to the executive, with its mover's agreement."),
    "motion.withdrawn_with_leave": _says("{} was withdrawn with the leave of {itself}."),
    "motion.fallen": _says("{} fell in consequence."),
    "motion.delegated": _says("{} was left to a body with the power to decide it."),
    "motion.guillotined": _guillotined,
    "motion.debate_closed": _says("The debate on {} was closed."),
    "motion.declared": _declared,
    "motion.divided": _says("{} was taken in parts."),
    "amendment.moved": lambda line, record: f"{record.name(line.subject)}. {_moved(line, record)}",
    "amendment.seconded": _seconded,
    "amendment.accepted": _says("{} was accepted by the mover, and its words put in."),
    "amendment.not_moved": _says("{} was not moved, and fell."),
    "amendment.withdrawn_with_leave": _says("{} was withdrawn with the leave of {itself}."),
    "amendment.fallen": _says("{} fell."),
    "amendment.declared": _declared,
    "speaker.began": _spoke,
    "point_of_order.raised": _point,
    "point_of_order.ruled": _ruling,
    "question.put": _put,
    "question.taken_back": _says("The question was taken back before any vote: {}"),
    "question.challenged": _says("The count was challenged: {}"),
    "question.upheld": _says("The count was left to stand: {}"),
    "question.decided": _procedure,
    "question.advised": _says("{here} has advised, and decided nothing: {}"),
    "ballot.opened": _vote_opened,
    "ballot.extended": lambda line, _record: f"The vote was given more time at {line.at:%H:%M}.",
    "ballot.voided": _voided,
    "ballot.declared": _vote_declared,
}


def _sentence(words: str) -> str:
    said = words.strip()
    return said if said.endswith((".", "?", "!", "”")) or not said else f"{said}."


def _count(number: object, what: str) -> str:
    noun, _, more = what.partition(" ")
    return f"{number:,} {noun}{'' if number == 1 else 's'} {more}".rstrip()
