"""Measure the pages of a large conference: `script/bench desk [--motions 2000] [--amendments 3]`.

2,000 generated motions with 6,000 amendments beside the sample's. Each page is asked for as its
reader would, six times; the figures are queries, and the middle of the processor's and the wall
clock's milliseconds at the server. The floor, measured in the same run, is the page of a motion
that does not exist: what any page of a conference costs before it has anything to say.
"""

import argparse
import os
import random
import statistics
import time
from tempfile import TemporaryDirectory

SECTIONS = ("Bargaining", "Equality", "Health and safety", "Organising", "Public services")
WORDS = """
    conference branches members staff hours employer safety report national executive pay
    agreement workload health training equality pension contract public service local region
""".split()  # noqa: SIM905 - read as words
PAGES = (
    ("", "anyone", "motions/nothing/"),
    ("motions", "anyone", "motions/"),
    ("motions, searched", "anyone", "motions/?q=pension"),
    ("one motion", "anyone", "motions/X1000/"),
    ("agenda", "anyone", ""),
    ("what became of each", "anyone", "dispositions/"),
    ("papers", "anyone", "papers/"),
    ("today", "delegate", "today/"),
    ("a branch's desk", "branch", "branch/B08/motions/"),
    ("the committee's desk", "clerk", "committee/"),
    ("a motion at the desk", "clerk", "committee/motions/X1001/"),
    ("order of business", "clerk", "order/"),
    ("consequences", "clerk", "order/consequences/"),
    ("composites", "clerk", "composites/"),
    ("chair", "chair", "chair/"),
)


def main() -> None:
    """Make the conference, ask for each page, and print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--motions", type=int, default=2_000)
    parser.add_argument("--amendments", type=int, default=3, help="to each motion")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        os.environ |= {"TELLERS_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        import django  # noqa: PLC0415 - once it is known where its data lies

        django.setup()
        _measure(options.motions, options.amendments)


def _measure(motions: int, amendments: int) -> None:
    from django.core.management import call_command  # noqa: PLC0415 - Django is set up now

    call_command("migrate", verbosity=0)
    clients = _conference(motions, amendments)
    print(f"{motions:,} motions, {motions * amendments:,} amendments more than the sample's")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(f"{'page':24}{'status':>7}{'queries':>9}{'ms cpu':>9}{'ms wall':>9}{'x floor':>9}")
    floor = 0.0
    for name, reader, address in PAGES:
        status, queries, spent, took = _asked(clients[reader], f"/c/NDC27/{address}")
        floor = floor or spent
        print(
            f"{name or 'floor: no such motion':24}{status:>7}{queries:>9}{spent:>9.0f}{took:>9.0f}"
            f"{spent / floor:>9.1f}",
            flush=True,
        )


def _asked(client, address):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client.get(address)
    spent, took = [], []
    for _ in range(5):
        began, processor = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        spent.append((time.process_time() - processor) * 1000)
        took.append((time.perf_counter() - began) * 1000)
    return answer.status_code, len(queries), statistics.median(spent), statistics.median(took)


def _conference(motions: int, amendments: int):
    from django.test import Client  # noqa: PLC0415

    from audit.recording import entry  # noqa: PLC0415
    from members.enums import Office  # noqa: PLC0415
    from members.models import Body  # noqa: PLC0415
    from members.selectors import officers_of  # noqa: PLC0415
    from motions.amendment_life import AmendmentState  # noqa: PLC0415
    from motions.loading.loading import file_load  # noqa: PLC0415
    from motions.management.commands.load_conference import SAMPLE  # noqa: PLC0415
    from motions.models import Amendment, Motion, MotionText  # noqa: PLC0415
    from motions.states import MotionState  # noqa: PLC0415
    from motions.steps import sha256  # noqa: PLC0415
    from tests.factories.members import make_officer, signed_in  # noqa: PLC0415

    conference, dice = file_load(content=SAMPLE.read_bytes()), random.Random(27)
    bodies = list(Body.objects.filter(code__startswith="B").order_by("code"))

    def sentence() -> str:
        return f"Conference notes {' '.join(dice.choices(WORDS, k=18))}."

    states = (MotionState.WITH_SOC, MotionState.IN_ORDER, MotionState.SCHEDULED)
    rows = [
        Motion(
            conference=conference,
            reference=f"X{number}",
            number=f"X{number}",
            kind="ordinary",
            title=" ".join(dice.choices(WORDS, k=4)).capitalize(),
            section=dice.choice(SECTIONS),
            lodged_by=bodies[number % len(bodies)],
            majority="simple",
            form="show_of_hands",
            state=states[number % 3],
            nec_position="none",
            lodged_order=1000 + number,
            place=1000 + number if number % 3 == 2 else None,
        )
        for number in range(1, motions + 1)
    ]
    texts = ["\n".join(sentence() for _ in range(4)) for _ in rows]
    with entry(actor=None) as log:
        Motion.objects.bulk_create(rows, batch_size=200)
        MotionText.objects.bulk_create(
            (
                MotionText(motion=row, version=1, text=text, sha256=sha256(text), why="as lodged")
                for row, text in zip(rows, texts, strict=True)
            ),
            batch_size=200,
        )
        Amendment.objects.bulk_create(
            (
                Amendment(
                    conference=conference,
                    motion=row,
                    reference=f"{row.number}.{number}",
                    number=f"{row.number}.{number}",
                    lodged_by=bodies[(number * 5) % len(bodies)],
                    instruction=f"At end add '{sentence()}'",
                    state=(AmendmentState.IN_ORDER, AmendmentState.WITH_SOC)[number % 2],
                    place=number,
                )
                for row in rows
                for number in range(1, amendments + 1)
            ),
            batch_size=200,
        )
        log.record("bench.prepared", subject=conference)
    held = {each.office: each.member for each in officers_of(conference.body)}
    leader = conference.credentials.select_related("member").get(number="B08-1").member
    return {
        "anyone": Client(),
        "clerk": signed_in(held[Office.CLERK]),
        "chair": signed_in(held[Office.CHAIR]),
        "delegate": signed_in(leader),
        "branch": signed_in(make_officer(Office.BRANCH_SECRETARY, Body.objects.get(code="B08"))),
    }


if __name__ == "__main__":
    main()
