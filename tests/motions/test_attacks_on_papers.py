"""Attacks on the motions desk: by a stranger, another branch, a member of the committee, a script.

docs/security.md says what stops each.
"""

from collections.abc import Iterator
from time import process_time
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter
from django.utils import timezone
from lxml.etree import Comment
from lxml.html import fromstring

from audit.recording import entry
from audit.store.write_guard import recorded_writes
from conferences.enums import Key
from members.enums import ContactKind, Office
from members.jottings import MOST_OF_ONE, jotting_clear
from members.models import Contact, Jotting
from motions.amendments import sending as amendments_sending
from motions.committee import meetings, rulings
from motions.committee.taking_part import stands_aside
from motions.enums import MotionKind, ReasonCode
from motions.lodging import drafting, sending
from motions.lodging.drafting import Paper
from motions.models import Motion, Ruling
from motions.texts.checks import refuse_bad_words
from motions.texts.rendering import rendered, rendered_changes
from motions.wording import changes
from tests.factories.amending import make_amending
from tests.factories.conferences import Sitting, refused
from tests.factories.lodging import certificate, make_desk
from tests.factories.members import signed_in

pytestmark = pytest.mark.django_db

C = "/c/NDC27"
SECRET = "zirconium"
"""A word that stands in nothing but what is being kept from others."""


def public_addresses(motion: str) -> Iterator[str]:
    """Every page and file that tells a stranger of motions."""
    yield from (f"{C}/motions/", f"{C}/motions/{motion}/", f"{C}/motions/{motion}/versions/")
    yield from (f"{C}/dispositions/", f"{C}/composites/", f"{C}/today/", f"{C}/reports/")
    yield from (f"{C}/papers/", f"{C}/papers/feed.atom", f"{C}/order/consequences/")
    yield from (f"/log/?q={SECRET}", f"/log/?q={motion}", "/log/")
    yield from (f"{C}/motions/{motion}.akn.xml",)
    files = ("motions.csv", "amendments.csv", "motions.json", "motions.akn.xml", "popolo.json")
    yield from (f"{C}/exchange/{file}" for file in (*files, "oparl.json", "minutes.docx"))
    api = "/api/v1/conferences/NDC27/motions/"
    yield from (api, f"{api}{motion}/")


def told_to(client: Client, motion: str, word: str = SECRET) -> list[str]:
    """Name the addresses at which a reader finds a word."""
    found = []
    for address in public_addresses(motion):
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        body = answer.getvalue()
        # A search page says back what was asked for.
        if word in body.decode(errors="replace").replace(f"q={word}", "").replace(
            f'value="{word}"', ""
        ):
            found.append(address)
    return found


def test_words_that_the_second_officer_sent_back_stay_with_the_branch(sitting: Sitting) -> None:
    desk = make_desk(sitting)
    motion = desk.sent(title="Paper clips", text=f"Conference deplores {SECRET}.")
    sending.motion_send_back(motion=motion, actor=desk.second, why="Not that.")
    motion = drafting.motion_redraft(
        motion=Motion.objects.get(pk=motion.pk),
        paper=Paper("Paper clips", "Conference deplores them."),
        actor=desk.first,
    )
    with desk.in_time():
        sending.motion_submit(motion=motion, actor=desk.first, certificate=certificate())
        motion = sending.motion_confirm(motion=motion, actor=desk.second)
    assert motion.texts.count() == 2
    assert told_to(Client(), motion.number) == []
    with entry(actor=None) as log:
        Motion.objects.filter(pk=motion.pk).update(state="WITH_SOC")
        log.record("test.prepared", subject=motion)
    page = signed_in(sitting.clerk).get(f"{C}/committee/motions/{motion.reference}/")
    assert page.status_code == 200
    assert SECRET not in page.content.decode()


def test_amendment_withdrawn_before_it_was_lodged_is_told_to_nobody(sitting: Sitting) -> None:
    amending, others = make_amending(sitting), make_desk(sitting, "B12").first
    for draft in (amending.drafted, amending.sent):
        amendment = draft(f"At end add: '{SECRET}.'")
        amendments_sending.amendment_withdraw(amendment=amendment, actor=amending.first)
        assert told_to(Client(), "M9") == []
        assert told_to(signed_in(sitting.clerk), "M9") == []
        own = f"{C}/amendments/{amendment.reference}/"
        assert signed_in(others).get(own).status_code == 404
        assert signed_in(sitting.clerk).get(own).status_code == 404
        at_desk = f"{C}/committee/amendments/{amendment.reference}/"
        assert signed_in(sitting.clerk).get(at_desk).status_code == 404
        assert signed_in(amending.second).get(own).status_code == 200


def test_amendment_is_not_confirmed_from_a_second_account_at_one_address(sitting: Sitting) -> None:
    amending = make_amending(sitting)
    sent = amending.sent("At end add: 'now.'")
    one = Contact.objects.get(member=amending.first, kind=ContactKind.EMAIL)
    with recorded_writes():
        other = Contact.objects.get(member=amending.second, kind=ContactKind.EMAIL)
        other.mark = one.mark
        other.save()
    with refused("same-address"), amending.in_time():
        amendments_sending.amendment_confirm(amendment=sent, actor=amending.second)


def test_private_reason_is_the_branchs_alone(sitting: Sitting) -> None:
    desk = make_desk(sitting)
    motion = desk.lodged()
    soc = sitting.officers[Office.SOC_CHAIR]
    meetings.meeting_enter(
        conference=sitting.conference, actor=sitting.clerk, held_at=timezone.now(), present=[soc]
    )
    motion = rulings.motion_receive(motion=motion, actor=sitting.clerk)
    rulings.motion_rule_not_in_order(
        motion=motion,
        actor=sitting.clerk,
        reason=f"It names a member with {SECRET}.",
        code=ReasonCode.OTHER,
        is_private=True,
    )
    for reader in (Client(), signed_in(make_desk(sitting, "B12").first)):
        assert told_to(reader, motion.number) == []


def test_composite_is_not_judged_by_whoever_has_a_motion_in_it(sitting: Sitting) -> None:
    composite = sitting.motion("M9")
    source = sitting.conference.motions.exclude(lodged_by=composite.lodged_by)[0]
    soc = sitting.officers[Office.SOC_CHAIR]
    with recorded_writes():
        Motion.objects.filter(pk=composite.pk).update(kind=MotionKind.COMPOSITE)
        Motion.objects.filter(pk=source.pk).update(composite=composite)
    composite = sitting.motion("M9")
    soc.branch = source.lodged_by
    assert stands_aside(soc, composite, [])


def test_jottings_thrown_away_leave_no_more_rows_than_there_may_be(sitting: Sitting) -> None:
    member = sitting.clerk
    page = signed_in(member)
    for key in ("x" * 4_000, "no such key", "a\nb", ""):
        answer = page.post("/me/jottings/", {"jotting": key, "jotting-act": "forget"})
        assert answer.status_code == 302
    Jotting.objects.bulk_create(
        Jotting(member=member, key=f"k{n}", saved_at=timezone.now()) for n in range(MOST_OF_ONE)
    )
    jotting_clear(member, "one-more")
    assert Jotting.objects.filter(member=member).count() == MOST_OF_ONE


NUMBERS = ("9" * 5_000, "99999999999999999999", "-1", "0", "\u0663", "\u00b2", "1e9", "")


def test_numbers_that_no_column_holds_are_refused_and_never_a_fault(sitting: Sitting) -> None:
    clerk = signed_in(sitting.clerk)
    clerk.raise_request_exception = False
    for number in NUMBERS:
        for address in (
            f"{C}/committee/?page={number}",
            f"{C}/today/?session={number}",
            f"{C}/motions/M9/versions/?old={number}&new={number}",
            f"/log/?page={number}",
            *(
                f"{C}/{page}{number[:40] or 0}/"
                for page in ("committee/meetings/", "reports/", "committee/reports/")
            ),
            f"{C}/papers/final-agenda/{number[:40] or 0}/",
        ):
            assert clerk.get(address).status_code < 500, (address[:60], number[:20])
        for act in ("dissolve", "up", "place", "unplace", "section", "together"):
            told = {"act": f"{act}:{number}", "item": number, "place": number, "motions": number}
            assert clerk.post(f"{C}/order/", told).status_code == 409, (act, number[:20])
        for act in ("agree", "meet", "minute", "break_up"):
            told = {"act": act, "version": number, "branch": "B08", "meets_at": number}
            assert clerk.post(f"{C}/composites/A/", told).status_code < 500


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '"><script>alert(1)</script>',
    "'-alert(1)-'",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n[x]",
    "<a href=javascript:alert(1)>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "**<b onmouseover=alert(1)>**",
    "***<img src=x onerror=alert(1)>***",
    "*<style>*{background:url(//x.example)}</style>*",
    "<math><mtext></p><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[><script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "{{ constructor.constructor('alert(1)')() }}",
    "{% load static %}{{ request }}",
    "1. <details open ontoggle=alert(1)>",
    "- <form action=//x.example><input>",
    "<span class=line data-line='1' onclick=alert(1)>",
    "<div class='pill' style='position:fixed'>x</div>",
    "<base href=//x.example>",
    "<link rel=stylesheet href=//x.example>",
    "<meta http-equiv=refresh content=0>",
    "`<script>`",
    "<ins><del><script>alert(1)</script></del></ins>",
    "\u2028<script>alert(1)</script>",
    "<ScRiPt >alert(1)</ScRiPt >",
    "<<script>script>alert(1)<</script>/script>",
    "\ufeff<script>alert(1)</script>",
    "<object data=javascript:alert(1)>",
    "<textarea autofocus onfocus=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "java\tscript:alert(1)",
)
MADE_HERE = {"ol", "li", "p", "span", "em", "strong", "div", "ins", "del"}
GIVEN_HERE = {"class", "role", "data-line"}


@pytest.mark.parametrize("words", HOSTILE)
def test_words_never_become_anything_but_words(words: str) -> None:
    for html in (
        rendered(words),
        rendered(f"1. {words}\n- {words}", lines=True),
        rendered_changes(changes("Conference notes.", words)),
        rendered_changes(changes(words, "Conference notes.")),
    ):
        tree = fromstring(f"<div>{html}</div>")
        assert {each.tag for each in tree.iter() if isinstance(each.tag, str)} <= MADE_HERE
        assert {name for each in tree.iter() for name in each.attrib} <= GIVEN_HERE
        assert not list(tree.iter(Comment))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\n" * 20_000, "b a\n" * 15_000),
        ("the and of " * 4_000, "of and the " * 4_000),
        ("*a **a " * 8_000, "**a *a " * 8_000),
    ],
)
def test_versions_that_are_one_word_over_and_over_are_compared_in_time(old: str, new: str) -> None:
    begun = process_time()
    found = changes(old, new)
    assert process_time() - begun < 5
    assert "".join(each.words for each in found if each.kind != "put_in") == old
    assert "".join(each.words for each in found if each.kind != "taken_out") == new


def test_ruling_is_changed_by_no_hand_once_it_is_made(sitting: Sitting) -> None:
    motion = sitting.motion("M9")
    with recorded_writes():
        ruling = Ruling.objects.create(motion=motion, decision="in_order", text_sha256="0" * 64)
        ruling.took_part.add(sitting.clerk)
    for change in (
        lambda: Ruling.objects.filter(pk=ruling.pk).update(decision="not_in_order"),
        lambda: Ruling.objects.filter(pk=ruling.pk).delete(),
        ruling.took_part.clear,
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), recorded_writes():
            change()


def test_every_form_of_the_motions_desk_is_refused_without_its_token(sitting: Sitting) -> None:
    clerk = signed_in(sitting.clerk, enforce_csrf_checks=True)
    groups = {"code": "NDC27", "branch": "B08", "reference": "B08-1", "number": "M9"}
    groups |= {"letter": "A", "series": "final-agenda", "form": "pdf", "file": "motions.csv"}
    tried = 0
    for part in get_resolver("motions.urls").url_patterns:
        assert isinstance(part, URLResolver)
        for each in part.url_patterns:
            assert isinstance(each, URLPattern)
            number = "1" if "int:number" in str(each.pattern) else "M9"
            given: dict[str, object] = {
                name: groups.get(name, "1") for name in each.pattern.converters
            }
            given |= {"number": number} if "number" in given else {}
            given |= {
                name: UUID(int=0)
                for name, kind in each.pattern.converters.items()
                if isinstance(kind, UUIDConverter)
            }
            path = reverse(f"motions:{each.name}", kwargs=given)
            assert clerk.post(path, {"act": "rule"}).status_code in (403, 405), path
            tried += 1
    assert tried > 40


def test_new_pages_run_no_script_or_style_of_their_own(sitting: Sitting) -> None:
    clerk = signed_in(sitting.clerk)
    for page in (
        "motions/M9/", "motions/M9/versions/", "committee/", "committee/meetings/", "order/",
        "committee/reports/", "order/consequences/", "order/priority/", "composites/", "papers/",
        "papers/draft/final-agenda/", "dispositions/", "exchange/", "today/", "resolutions/",
        "receipt/", "motions/M9/executive/",
    ):  # fmt: skip
        answer = clerk.get(f"{C}/{page}")
        assert answer.status_code == 200, page
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy, page
        tree = fromstring(answer.content)
        assert not tree.xpath("//@style | //style | //@*[starts-with(name(), 'on')]"), page
        assert not tree.xpath("//script[not(@src)][not(@type='application/json')]"), page


def test_position_of_the_executive_is_its_own_until_it_is_public(sitting: Sitting) -> None:
    with recorded_writes():
        sitting.conference.key_dates.filter(key=Key.FINAL_AGENDA).delete()
        Motion.objects.filter(number="M9").update(nec_position="oppose", nec_note=SECRET)
    sitting.set_orders(positions_shown="final_agenda")
    assert told_to(Client(), "M9") == []
    page = f"{C}/motions/M9/executive/"
    assert SECRET in signed_in(sitting.clerk).get(page).content.decode()
    chairs = signed_in(sitting.chair).get(page)
    assert chairs.status_code == 200
    assert SECRET not in chairs.content.decode()
    assert "Oppose" not in chairs.content.decode()


def test_words_of_several_lines_are_taken_as_a_form_sends_them() -> None:
    refuse_bad_words("It closes in July.\r\nNobody was told.")
    with refused("text-not-plain"):
        refuse_bad_words("It closes\rin July.")
