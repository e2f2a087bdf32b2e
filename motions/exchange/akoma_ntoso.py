"""Motions as Akoma Ntoso 3.0 (OASIS LegalDocML): the whole of a conference, or one motion.

A conference is a collection of documents; a motion is a `doc`, once carried a `statement` (which is
what the standard calls a resolution), and an amendment an `amendment`. Votes stand in the metadata,
as `voting` with its counts. Names follow the Akoma Ntoso Naming Convention under the country code
of the United Kingdom.
"""

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree
from lxml.builder import ElementMaker

from motions.exchange.book import BookAmendment, BookMotion, MotionBook, Vote

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
_POINT = re.compile(r"(?P<number>\d+)\. (?P<words>.*)")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def book_document(book: MotionBook) -> bytes:
    """Give every motion with its amendments, as one collection."""
    components = []
    for number, part in enumerate(_parts(book), start=1):
        components.append(_E.component(part, eId=f"cmp_{number}"))
    root = _E.akomaNtoso(
        _E.documentCollection(
            _meta(book, "agenda", book.title, book.starts_on),
            _E.preface(_E.p(_E.docTitle(_plain(book.title)))),
            _E.collectionBody(*components),
            name="motions",
        )
    )
    return _written(root)


def motion_document(book: MotionBook, motion: BookMotion) -> bytes:
    """Give one motion."""
    return _written(_E.akomaNtoso(_motion(book, motion, "")))


def _parts(book: MotionBook) -> Iterator[etree._Element]:
    for motion in book.motions:
        key = _key(motion.number)
        yield _motion(book, motion, f"{key}__")
        for amendment in motion.amendments:
            yield _amendment(book, motion, amendment, f"{_key(amendment.number)}__")


def _motion(book: MotionBook, motion: BookMotion, prefix: str) -> etree._Element:
    build = _E.statement if motion.is_resolved else _E.doc
    day = motion.lodged_at.date() if motion.lodged_at else book.starts_on
    preface = _E.preface(
        _E.p(_E.docNumber(_plain(motion.number)), " ", _E.docTitle(_plain(motion.title))),
        _E.p(_E.docProponent(_plain(motion.lodged_by.name))),
        _E.p(_E.docStatus(_plain(motion.state_label))),
    )
    body = _E.mainBody(*_paragraphs(motion.text, prefix))
    return build(
        _meta(book, _key(motion.number), motion.title, day, votes=motion.votes, prefix=prefix),
        preface,
        body,
        name="resolution" if motion.is_resolved else "motion",
    )


def _amendment(
    book: MotionBook, motion: BookMotion, amendment: BookAmendment, prefix: str
) -> etree._Element:
    day = motion.lodged_at.date() if motion.lodged_at else book.starts_on
    title = f"Amendment {amendment.number} to {motion.number}"
    return _E.amendment(
        _meta(book, _key(amendment.number), title, day, prefix=prefix),
        _E.amendmentBody(
            _E.amendmentHeading(
                _E.p(_E.docNumber(_plain(amendment.number)), " ", _plain(amendment.lodged_by.name))
            ),
            _E.amendmentContent(*(_E.p(_plain(line)) for line in _lines(amendment.instruction))),
            _E.amendmentReference(_E.p(_E.ref(_plain(motion.number), href=motion.url))),
            _E.amendmentJustification(
                _E.p(
                    _plain(" ".join(filter(None, (amendment.state_label, amendment.ruling_reason))))
                )
            ),
        ),
        name="amendment",
    )


def _paragraphs(text: str, prefix: str) -> Iterator[etree._Element]:
    """Give each line as a paragraph; a point keeps the number that its branch gave it."""
    for number, line in enumerate(_lines(text), start=1):
        point = _POINT.match(line)
        numbered = [_E.num(f"{point['number']}.")] if point else []
        words = point["words"] if point else line
        yield _E.paragraph(*numbered, _E.content(_E.p(_plain(words))), eId=f"{prefix}para_{number}")


def _meta(
    book: MotionBook,
    key: str,
    title: str,
    day: date,
    *,
    votes: tuple[Vote, ...] = (),
    prefix: str = "",
) -> etree._Element:
    work = (
        f"/akn/gb/doc/{_key(book.union.code)}/{book.starts_on.isoformat()}/{_key(book.code)}-{key}"
    )
    expression = f"{work}/eng@{book.made_at.date().isoformat()}"
    made = book.made_at.date().isoformat()
    analysis = [_analysis(votes, prefix)] if votes else []
    return _E.meta(
        _E.identification(
            _E.FRBRWork(
                _E.FRBRthis(value=f"{work}/!main"),
                _E.FRBRuri(value=work),
                _E.FRBRalias(value=_plain(title), name="title"),
                _E.FRBRdate(date=day.isoformat(), name="lodged"),
                _E.FRBRauthor(href=f"#{prefix}union", **{"as": f"#{prefix}author"}),
                _E.FRBRcountry(value="gb"),
            ),
            _E.FRBRExpression(
                _E.FRBRthis(value=f"{expression}/!main"),
                _E.FRBRuri(value=expression),
                _E.FRBRdate(date=made, name="exported"),
                _E.FRBRauthor(href=f"#{prefix}union", **{"as": f"#{prefix}author"}),
                _E.FRBRlanguage(language="eng"),
            ),
            _E.FRBRManifestation(
                _E.FRBRthis(value=f"{expression}/!main.xml"),
                _E.FRBRuri(value=f"{expression}.xml"),
                _E.FRBRdate(date=made, name="exported"),
                _E.FRBRauthor(href=f"#{prefix}union", **{"as": f"#{prefix}author"}),
            ),
            source=f"#{prefix}union",
        ),
        *analysis,
        _E.references(
            _E.TLCOrganization(
                eId=f"{prefix}union",
                href=f"/ontology/organization/gb/{_key(book.union.code)}",
                showAs=_plain(book.union.name),
            ),
            _E.TLCRole(eId=f"{prefix}author", href="/ontology/role/author", showAs="Author"),
            *_concepts(votes, prefix),
            source=f"#{prefix}union",
        ),
    )


def _analysis(votes: tuple[Vote, ...], prefix: str) -> etree._Element:
    return _E.analysis(
        _E.parliamentary(
            *(
                _E.voting(
                    *(
                        _E.count(
                            eId=f"{prefix}vote_{number}__count_{choice}",
                            refersTo=f"#{prefix}{choice}",
                            value=str(value),
                        )
                        for choice, value in vote.figures.items()
                    ),
                    eId=f"{prefix}vote_{number}",
                    href=vote.url,
                    outcome=f"#{prefix}{vote.outcome}",
                )
                for number, vote in enumerate(votes, start=1)
            )
        ),
        source=f"#{prefix}union",
    )


def _concepts(votes: tuple[Vote, ...], prefix: str) -> Iterator[etree._Element]:
    """Name what the votes refer to: their choices and their outcomes."""
    named = {choice for vote in votes for choice in vote.figures} | {v.outcome for v in votes}
    for name in sorted(named):
        yield _E.TLCConcept(
            eId=f"{prefix}{name}",
            href=f"/ontology/concept/{name}",
            showAs=name.replace("_", " "),
        )


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()] or [""]


def _plain(words: str) -> str:
    """Leave out what XML cannot hold."""
    return _NOT_XML.sub("", words)


def _key(code: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", code.lower())


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
