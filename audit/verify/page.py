"""The report on one page, to print and file: no script, nothing fetched from anywhere.

It says what was checked and found, and what that proves and does not, with room for a signature.
The ribbon shows the whole log from its first entry to its last, with a stroke at each signed head;
where the log first goes wrong it is red.
"""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from audit.formats.encoding import base64_text
from audit.verify.report import (
    Report,
    act_lines,
    checked,
    personal_lines,
    witness_lines,
)
from audit.verify.wording import count, place, printable

MOST_FINDINGS = 50
MOST_STROKES = 200

_WIDTH, _HEIGHT = 720, 36

PROVES = (
    "Nobody without the log's key has changed, moved or removed an entry since it was signed.",
    "Nobody with the key has either, as far as witnesses signed or somebody kept a head.",
)
DOES_NOT_PROVE = (
    "That what was entered was true: the log shows what a teller declared, and cannot count hands.",
    "That nothing was left out before it was entered. For that, voters hold receipts.",
    "How anyone voted: personal values stand in the log as salted digests only.",
)
WHAT_NOW = (
    "Keep this export as it is, and every signed head that you have: they are the evidence.",
    "Ask for a fresh export, and check it with the same keys and the same heads.",
    "If only witnesses are missing, ask them to sign the newest head, and check again.",
    "If it fails again, tell the returning officer and the scrutineer, with this page.",
)

_STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --quiet: #555; --line: #bbb;
  --good: #00602b; --bad: #a4161a; }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --paper: #16181a; --quiet: #b5b5b5;
  --line: #555; --good: #6fd08c; --bad: #ff8f8f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem; max-width: 50rem; color: var(--ink);
  background: var(--paper); font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.25rem; font-weight: 600; overflow-wrap: anywhere; }
h2 { margin: 1.75rem 0 .5rem; font-size: 1.0625rem; }
.verdict { margin: 1.25rem 0; padding: .75rem 1rem; border: 2px solid; border-left-width: .75rem;
  overflow-wrap: anywhere; }
.verdict strong { display: block; font-size: 1.5rem; line-height: 1.25; }
.good { color: var(--good); } .bad { color: var(--bad); }
.verdict span { color: var(--ink); }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .375rem 1rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
dd p, li p { margin: 0; }
code { font: .875em/1.4 ui-monospace, monospace; }
ul { margin: 0; padding-left: 1.25rem; } li { margin: .25rem 0; overflow-wrap: anywhere; }
figure { margin: 1.25rem 0; } svg { display: block; width: 100%; height: auto; }
figcaption { color: var(--quiet); font-size: .875rem; }
.band { fill: none; stroke: var(--line); } .stroke { stroke: var(--good); }
.wrong { fill: var(--bad); }
.sign { display: grid; grid-template-columns: 2fr 1fr; gap: 2rem; margin-top: 3.5rem; }
.sign p { margin: 0; padding-top: .25rem; border-top: 1px solid; color: var(--quiet); }
@media (max-width: 32rem) { dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; } }
@media print { body { padding: 0; max-width: none; font-size: 10pt; } h2 { break-after: avoid; }
  :root { color-scheme: light; --ink: #000; --paper: #fff; --quiet: #444; --good: #00501f;
  --bad: #900; } }
@page { size: A4; margin: 18mm; }
"""


def as_page(report: Report, where: str, at: datetime) -> str:
    """Write the report on the export found at `where`, as of a moment in UTC."""
    verdict = "VERIFIED" if report.is_verified else "NOT VERIFIED"
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{verdict}: {_text(report.trust.origin)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Check of the log {_text(report.trust.origin)}</h1>
{_verdict(report, verdict)}
{_ribbon(report)}
<h2>What was checked</h2>
<dl>{_facts(report, where, at)}</dl>
{_findings(report)}
{_meaning(report)}
<div class="sign"><p>Signature of whoever ran the check</p><p>Date</p></div>
</main>
</body>
</html>
"""


def _verdict(report: Report, verdict: str) -> str:
    if report.is_verified:
        kind, said = "good", "Every stored entry is as it was signed."
    elif report.first_wrong:
        kind, said = "bad", f"The first wrong entry is {place(report.first_wrong)}."
    else:
        found = count(len(report.findings), "finding", "findings")
        kind, said = "bad", f"See the {found} below."
    return f'<p class="verdict {kind}"><strong>{verdict}</strong> <span>{said}</span></p>'


def _facts(report: Report, where: str, at: datetime) -> str:
    facts = [("Export", [_text(where)])]
    facts.append(("Checked", [f"{at.day} {at:%B %Y, %H:%M} UTC", *map(_text, [_sentence(report)])]))
    facts.append(("Key trusted", [f"<code>{_text(str(key))}</code>" for key in report.trust.log]))
    if report.head:
        facts += [
            ("Newest head", [count(report.head.size, "entry", "entries")]),
            ("Root", [f"<code>{base64_text(report.head.root)}</code>"]),
        ]
    for title, lines in (
        ("Witnesses", witness_lines(report)),
        ("Acts", act_lines(report)),
        ("Personal values", personal_lines(report)),
        ("Not checked", report.unchecked),
    ):
        if lines:
            facts.append((title, list(map(_text, lines))))
    return "\n".join(
        f"<dt>{title}</dt><dd>{''.join(f'<p>{line}</p>' for line in lines)}</dd>"
        for title, lines in facts
    )


def _sentence(report: Report) -> str:
    return ", ".join(checked(report))


def _findings(report: Report) -> str:
    if not report.findings:
        return ""
    said = [finding.message for finding in report.findings][:MOST_FINDINGS]
    if left := len(report.findings) - len(said):
        said.append(f"and {left:,} more")
    return f"<h2>What was found</h2>\n{_list(said)}"


def _meaning(report: Report) -> str:
    if not report.is_verified:
        return f"<h2>What to do now</h2>\n{_list(WHAT_NOW)}"
    return (
        f"<h2>What this proves</h2>\n{_list(PROVES)}\n"
        f"<h2>What it does not prove</h2>\n{_list(DOES_NOT_PROVE)}"
    )


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{_text(item)}</li>' for item in items)}</ul>"


def _text(text: str) -> str:
    return escape(printable(text))


def _ribbon(report: Report) -> str:
    """Draw the log from left to right."""
    if not report.head or not report.head.size:
        return ""
    size = report.head.size
    step = -(-len(report.heads) // MOST_STROKES)
    marks = [_at(head, size) for head in report.heads[::-step]]
    strokes = "".join(f"M{x} 8V{_HEIGHT - 8}" for x in marks)
    wrong = ""
    if first := report.first_wrong:
        left = _at(first.start, size)
        wrong = (
            f'<rect class="wrong" x="{left}" y="8" width="{max(2, _at(first.stop, size) - left)}" '
            f'height="{_HEIGHT - 16}"/>'
        )
    heads = count(len(report.heads), "signed head", "signed heads")
    said = f"{count(size, 'entry', 'entries')} from left to right, with {heads}."
    if wrong:
        said += " Red: where the log first goes wrong."
    return f"""<figure>
<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{said}">
<rect class="band" x="1" y="8" width="{_WIDTH - 2}" height="{_HEIGHT - 16}"/>
<path class="stroke" d="{strokes}"/>{wrong}
</svg>
<figcaption>{said}</figcaption>
</figure>"""


def _at(entry: int, size: int) -> float:
    return round(1 + (_WIDTH - 2) * min(entry, size) / size, 1)
