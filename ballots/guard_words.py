"""What the guard reads into words: an aid to people, and a reason to look twice.

Words alone never allow a ballot. They are compared in a plain form, so that capitals, hyphens,
accents, invisible characters and line breaks do not hide them.
"""

import re
import unicodedata
from collections.abc import Iterator

# Guide 2.9, rule 2, with the forms these words take in titles.
_STATUTORY_WORDS = {
    "strike": r"strik(?:e|es|ers?|ing)",
    "industrial action": r"industrial action",
    "action short": r"action short",
    "executive": r"executives?|execs?|exco|(?:n |n|c |c)?e ?c",  # NEC, CEC and EC (guide 3.9)
    "general secretary": r"gen(?:eral)? ?sec(?:s|retar(?:y|ies|yship))?",
    "president": r"(?:vice |co)?(?:president(?:s|ial|ency)?|pres)",
    "political fund": r"political (?:funds?|objects?|levy)",
    "amalgamation": r"amalgamat(?:e|ion|ions)|mergers?|merge",
    "transfer of engagements": r"transfers? of engagements?",
    "recognition": r"(?:de)?recognition|bargaining unit",
    "overtime ban": r"overtime bans?",
    "work to rule": r"work(?:ing)? to rule",
    "walk out": r"walk ?outs?|stoppages?",
}
_STATUTORY = {word: re.compile(rf"\b(?:{forms})\b") for word, forms in _STATUTORY_WORDS.items()}

# Read from the top: the first that fits is suggested. What conference puts to itself comes first,
# because motions may be about anything; then what the Act keeps, then what is left to the rules.
_DESCRIPTIONS: dict[str, tuple[str, ...]] = {
    "PRIORITY": (r"priority ballot", r"prioritis\w+ .*motions"),
    "CONF_RULES": (
        r"(?:rules?|standing orders?) (?:amendments?|changes?)",
        r"(?:amend|change|alter)\w* (?:to )?(?:the )?(?:rules?|standing orders?)",
    ),
    "CONF_VOTE": (
        r"conference vote",
        r"vote on (?:the )?(?:motion|amendment|composite)",
        r"procedural motion",
        r"reference back",
    ),
    "S46_EX_OFFICIO": (
        r"(?:sits?|seats?|speaks?|attends?) .*executive .*by (?:right|rule)",
        r"by (?:right|rule) (?:sits?|attends?|speaks?)",
        r"ex officio",
    ),
    "S46_GENERAL_SECRETARY": (r"general secretary",),
    "S46_PRESIDENT": (r"(?<!branch )(?<!vice )president",),
    "IA_CONSULT": (
        r"(?:mov|proceed|go|hold|call)\w* (?:on |to )?(?:an? )?(?:\w+ ){0,2}ballot",
        r"consultat\w+ .*industrial action",
    ),
    "S226_IA": (
        r"strik(?:e|es|ing)",
        r"industrial action",
        r"action short",
        r"overtime ban",
        r"work(?:ing)? to rule",
        r"walk ?out",
    ),
    "S73_POLITICAL_RESOLUTION": (r"political (?:fund|objects|levy|resolution)",),
    "S97_MERGER": (r"mergers?", r"amalgamat\w+", r"transfer of engagements"),
    "SCHEDULE_A1": (r"(?:de)?recognition", r"bargaining unit"),
    "OTHER_LAW": (
        r"pension (?:scheme|fund|board)",
        r"company directors?",
        r"board of directors",
        r"charity trustees?",
        r"school governors?",
        r"(?:parish|town|borough|county) council",
    ),
    "DISCIPLINARY": (
        r"disciplin\w+",
        r"expulsion",
        r"expel\w*",
        r"remov(?:al|e|ing) (?:of )?(?:an? |the )?member",
    ),
    "NOMINATION": (r"nominat(?:ion|ions|ing|e)",),
    "S46_EXECUTIVE": (r"(?<!branch )executive", r"nec"),
    "BRANCH_OFFICE": (
        r"branch (?:chair|secretary|treasurer|officer|president|steward|committee)\w*",
        r"(?:shop )?stewards?",
        r"workplace rep\w*",
    ),
    "NON_S46_OFFICE": (r"elect(?:ion|ions|ing)?", r"delegation to", r"tellers?", r"auditors?"),
    "PAY_CONSULT": (r"offer", r"pay", r"claim", r"consultat\w+", r"consultative", r"indicative"),
    "SURVEY": (r"survey", r"poll", r"straw", r"which would you prefer"),
}
_SUGGESTIONS = {
    code: re.compile(rf"\b(?:{'|'.join(wordings)})\b") for code, wordings in _DESCRIPTIONS.items()
}


def statutory_words(text: str) -> Iterator[str]:
    """Name the statutory words in a text, each once."""
    plain = plain_form(text)
    yield from (word for word, forms in _STATUTORY.items() if forms.search(plain))
    yield from (word for word in plain.split() if _mixes_alphabets(word))


def suggested_code(text: str) -> str:
    """Suggest the code of a class, or UNKNOWN."""
    plain = plain_form(text)
    return next((code for code, words in _SUGGESTIONS.items() if words.search(plain)), "UNKNOWN")


def plain_form(text: str) -> str:
    """Reduce a text to lower-case words with single spaces between them."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    visible = "".join(c for c in decomposed if unicodedata.category(c) not in {"Cf", "Mn"})
    return " ".join(re.findall(r"[^\W_]+", visible))


def _mixes_alphabets(word: str) -> bool:
    """Notice a word that borrows look-alike letters, as a Cyrillic s in strike."""
    alphabets = {unicodedata.name(c, "?").split()[0] for c in word if c.isalpha()}
    return "LATIN" in alphabets and len(alphabets) > 1
