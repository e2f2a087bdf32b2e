"""The browser's verifier judges as the Python one does: the same vectors, the same mutations."""

import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page

from audit.formats import paseto
from audit.formats.attestation import attest, written_key
from audit.formats.canonical import canonical
from audit.formats.checkpoint import Checkpoint
from audit.formats.cosignature import WitnessSigningKey, cosign
from audit.formats.encoding import base64url_bytes, base64url_text
from audit.formats.merkle import leaf_hash, tree_root
from audit.formats.proofs import consistency_proof, inclusion_proof
from audit.formats.signing import SigningKey
from audit.formats.tlog_proof import TlogProof
from audit.formats.trust import Trust
from ballots.receipts import receipt_code
from tests.audit.formats.test_note import OUR_POLICY
from tests.audit.logs import KEY, ORIGIN, leaf
from tests.browser.checking import base64, run, serve_modules

pytestmark = pytest.mark.browser

WITNESSES = [WitnessSigningKey.generate(f"witness{number}.example") for number in range(3)]
RECEIPTS = SigningKey.generate("receipts")


@pytest.fixture(scope="module")
def modules(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Page]:
    browser = browser_type.launch(**browser_type_launch_args)
    page = browser.new_page()
    serve_modules(page)
    yield page
    browser.close()


def vectors(folder: Path, name: str) -> Any:
    return json.loads((folder / "vectors" / name).read_text())


def test_browser_can_check_signatures(modules: Page) -> None:
    assert run(modules, ["keys"], [None], "return module.browserCan()") == [{"answer": True}]


@pytest.mark.conformance
def test_reference_inclusion_proofs_are_judged_as_marked(
    modules: Page, conformance_data: Path
) -> None:
    files = (conformance_data / "vectors/merkle/testdata/inclusion").glob("**/*.json")
    cases = [json.loads(file.read_text()) for file in sorted(files)]
    answers = run(
        modules,
        ["merkle"],
        cases,
        """
        const proof = (given.proof ?? []).map(module.bytes);
        const [leaf, root] = [given.leafHash ?? "", given.root ?? ""].map(module.bytes);
        await module.verifyInclusion(leaf, given.leafIdx, given.treeSize, proof, root);
        """,
    )
    for case, answer in zip(cases, answers, strict=True):
        assert ("refused" in answer) == case["wantErr"], case["desc"]
    assert len(cases) == 98


@pytest.mark.conformance
def test_reference_consistency_proofs_are_judged_as_marked(
    modules: Page, conformance_data: Path
) -> None:
    files = (conformance_data / "vectors/merkle/testdata/consistency").glob("**/*.json")
    cases = [json.loads(file.read_text()) for file in sorted(files)]
    answers = run(
        modules,
        ["merkle"],
        cases,
        """
        const proof = (given.proof ?? []).map(module.bytes);
        const [root1, root2] = [given.root1 ?? "", given.root2 ?? ""].map(module.bytes);
        await module.verifyConsistency(given.size1, given.size2, proof, root1, root2);
        """,
    )
    for case, answer in zip(cases, answers, strict=True):
        assert ("refused" in answer) == case["wantErr"], case["desc"]
    assert len(cases) == 98


def test_every_proof_of_small_trees_holds_and_none_with_a_bit_turned(modules: Page) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(17)]

    def part(height: int, number: int) -> bytes:
        return tree_root(leaves[number << height : (number + 1) << height])

    cases = [
        {
            "leaf": base64(leaves[index]),
            "index": index,
            "size": size,
            "proof": [base64(one) for one in inclusion_proof(index, size, part)],
            "root": base64(tree_root(leaves[:size])),
        }
        for size in range(1, 18)
        for index in range(size)
    ]
    body = """
        const proof = given.proof.map(module.bytes);
        const [leaf, root] = [given.leaf, given.root].map(module.bytes);
        await module.verifyInclusion(leaf, given.index, given.size, proof, root);
        let refused = 0;
        for (const hash of [leaf, root, ...proof]) {
          hash[given.index % 32] ^= 1 << (given.size % 8);
          await module.verifyInclusion(leaf, given.index, given.size, proof, root)
            .catch((error) => { refused += error instanceof module.NotVerified; });
          hash[given.index % 32] ^= 1 << (given.size % 8);
        }
        return refused - proof.length;
    """
    assert run(modules, ["merkle"], cases, body) == [{"answer": 2}] * len(cases)
    pairs = [
        {
            "sizes": [earlier, later],
            "proof": [base64(one) for one in consistency_proof(earlier, later, part)],
            "roots": [base64(tree_root(leaves[:size])) for size in (earlier, later)],
        }
        for later in range(1, 18)
        for earlier in range(1, later + 1)
    ]
    body = """
        const roots = given.roots.map(module.bytes);
        await module.verifyConsistency(...given.sizes, given.proof.map(module.bytes), ...roots);
    """
    assert run(modules, ["merkle"], pairs, body) == [{"answer": None}] * len(pairs)


@pytest.mark.conformance
def test_notes_are_judged_as_marked(modules: Page, conformance_data: Path) -> None:
    marked = vectors(conformance_data, "note/checkpoint-notes.json")
    cases = [{"note": case["note_b64"], "key": marked["vkey"]} for case in marked["cases"]]
    answers = run(
        modules,
        ["note", "keys"],
        cases,
        "await module.openHead(module.bytes(given.note), [await module.readKeyLine(given.key)])",
    )
    for case, answer in zip(marked["cases"], answers, strict=True):
        accept = OUR_POLICY[case["name"]] if case["accept"] is None else case["accept"]
        assert ("refused" not in answer) == accept, (case["name"], answer)
    assert len(cases) == 53


@pytest.mark.conformance
def test_key_lines_of_others_are_judged_as_marked(modules: Page, conformance_data: Path) -> None:
    marked = vectors(conformance_data, "note/signed-note.json")
    lines = [*marked["vkeys_valid"], *marked["vkeys_invalid"]]
    answers = run(modules, ["keys"], lines, "await module.readKeyLine(given)")
    refused = ["refused" in answer for answer in answers]
    assert refused == [False] * len(marked["vkeys_valid"]) + [True] * len(marked["vkeys_invalid"])


@pytest.mark.conformance
def test_edge_cases_of_ed25519_are_judged_as_by_the_reference(
    modules: Page, conformance_data: Path
) -> None:
    cases = vectors(conformance_data, "ed25519/ed25519vectors.json")
    body = """
        const unhex = (text) =>
          Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16));
        const key = { bytes: module.checkedKey(unhex(given.key)) };
        return module.verifies(key, module.bytesOf(given.msg), unhex(given.sig));
    """
    answers = run(modules, ["keys"], cases, body)
    for case, answer in zip(cases, answers, strict=True):
        flags = set(case["flags"] or [])
        if "low_order_A" in flags:
            assert "small order" in answer["refused"]
        else:
            assert answer == {"answer": not flags & {"low_order_residue", "non_canonical_R"}}, case
    assert len(cases) == 914


@pytest.mark.conformance
def test_tokens_of_the_specification_are_judged_as_marked(
    modules: Page, conformance_data: Path
) -> None:
    tests = vectors(conformance_data, "paseto/v4.json")["tests"]
    cases = [
        {
            "token": test["token"],
            "key": base64(bytes.fromhex(test.get("public-key", "ff" * 32))),
            "purpose": test["implicit-assertion"],
        }
        for test in tests
    ]
    body = """
        const key = { bytes: module.bytes(given.key) };
        Date.now = () => Date.parse("2021-06-01"); // the vectors ran out in 2022
        await module.readToken(given.token, key, given.purpose);
    """
    answers = run(modules, ["token"], cases, body)
    accepted = {
        test["name"] for test, answer in zip(tests, answers, strict=True) if "refused" not in answer
    }
    assert accepted == {"4-S-1", "4-S-2", "4-S-3"}


def test_other_spellings_of_a_token_are_refused(modules: Page) -> None:
    token = paseto.sign({"jti": "1"}, RECEIPTS, purpose="ballot-receipt")
    head, body, footer = token.rpartition(".")[0], *token.split(".")[2:]
    cut = base64url_text(base64url_bytes(body)[:60])
    spellings = [
        token,
        token + "=",
        token + ".",
        token + "\n",
        f" {token}",
        token.replace(".", ".=", 1),
        token.replace("v4", "v3"),
        token.replace("public", "local"),
        head,
        f"v4.public.{cut}.{footer}",
        "v4.public.",
        "v4.public.A",
        "v4.public." + "A" * 9_000,
        *(
            token[:at] + ("B" if token[at] == "A" else "A") + token[at + 1 :]
            for at in range(10, len(token), 7)
        ),
    ]
    cases = [{"token": one, "key": base64(RECEIPTS.verifier.public)} for one in spellings]
    body_of_test = """
        await module.readToken(given.token, { bytes: module.bytes(given.key) }, "ballot-receipt");
    """
    answers = run(modules, ["token"], cases, body_of_test)
    changed = [one == token for one in spellings]
    assert ["refused" not in answer for answer in answers] == changed
    [other] = run(
        modules,
        ["token"],
        cases[:1],
        'await module.readToken(given.token, { bytes: module.bytes(given.key) }, "officer-act")',
    )
    assert "for this purpose" in other["refused"]


@pytest.mark.parametrize(
    "data",
    [
        canonical({"a": [1, None, True], "b": {}, "A": []}),
        canonical({"words": "Siân “quoted” \n\t\u2028 </script>"}),
    ],
    ids=range(2),
)
def test_json_in_its_one_form_is_read(modules: Page, data: bytes) -> None:
    body = "return module.readCanonical(module.bytes(given))"
    assert run(modules, ["canonical"], [base64(data)], body) == [{"answer": json.loads(data)}]


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a":1, "b":2}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":9007199254740992}',
        b'{"a":1,"a":1}',
        b'{"a":"\\u0041"}',
        '{"é":1}'.encode(),
        b'{"a":"\xff"}',
        b"",
        b'\xef\xbb\xbf{"a":1}',
    ],
    ids=range(12),
)
def test_json_in_another_form_is_refused(modules: Page, data: bytes) -> None:
    body = "module.readCanonical(module.bytes(given))"
    [answer] = run(modules, ["canonical"], [base64(data)], body)
    assert "refused" in answer


def log_of(entries: list[bytes]) -> tuple[list[bytes], bytes]:
    """Give proof files for each entry of a log with two witnesses, and the trust in it."""
    hashes = [leaf_hash(entry) for entry in entries]

    def part(height: int, number: int) -> bytes:
        return tree_root(hashes[number << height : (number + 1) << height])

    head = Checkpoint(ORIGIN, len(entries), tree_root(hashes))
    note = head.sign(KEY) + "".join(
        cosign(head.text(), witness, 1_800_000_000) for witness in WITNESSES[:2]
    )
    proofs = [
        TlogProof(
            index, tuple(inclusion_proof(index, len(entries), part)), note.encode()
        ).to_bytes()
        for index in range(len(entries))
    ]
    trust = Trust((KEY.verifier,), tuple(witness.verifier for witness in WITNESSES), 2)
    return proofs, trust.to_bytes()


def given(**more: Any) -> dict[str, Any]:
    empty = {"receipt": "", "receiptKey": "", "trust": "", "officerKey": ""}
    return {**empty, "proof": None, "leaf": None, **more}


EXAMINE = """
    const proof = given.proof && module.bytes(given.proof);
    const leaf = given.leaf && module.bytes(given.leaf);
    return module.examine({ ...given, proof, leaf });
"""


def examined(page: Page, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one["answer"] for one in run(page, ["verdict"], cases, EXAMINE)]


def vote(index: int = 4) -> tuple[list[bytes], str, bytes]:
    """Give a log with a vote in it, the receipt of that vote, and the vote's entry."""
    entries = [leaf(number) for number in range(11)]
    entries[index] = leaf(index, t="vote.cast", of="ballot:b1", by="p_" + "x" * 22)
    said = json.loads(entries[index])
    claims = {
        "jti": said["id"],
        "ballot": "b1",
        "code": receipt_code(entries[index]),
        "leaf": base64url_text(leaf_hash(entries[index])),
        "iat": "2027-06-15T10:00:00+00:00",
    }
    return entries, paseto.sign(claims, RECEIPTS, purpose="ballot-receipt"), entries[index]


def test_receipt_with_its_entry_is_verified_with_two_witnesses(modules: Page) -> None:
    entries, token, voted = vote()
    proofs, trust = log_of(entries)
    case = given(
        receipt=f"https://union.example/log/check/#{token}",
        receiptKey=written_key(RECEIPTS.verifier),
        trust=trust.decode(),
        proof=base64(proofs[4]),
        leaf=base64(voted),
    )
    [answer] = examined(modules, [case])
    assert answer["state"] == "holds", answer
    titles = [finding["title"] for finding in answer["findings"]]
    assert titles == [
        "The receipt was signed with the key you gave",
        "Entry 4 is in the log, unchanged",
        "Enough witnesses signed the same head",
        "The vote of this receipt is in the log",
    ]
    assert "witness0.example on 15 January 2027" in answer["findings"][2]["words"]


def test_receipt_with_the_entry_of_another_vote_is_not_verified(modules: Page) -> None:
    entries, token, _ = vote()
    proofs, trust = log_of(entries)
    case = given(
        receipt=token,
        receiptKey=str(RECEIPTS.verifier),
        trust=trust.decode(),
        proof=base64(proofs[5]),
        leaf=base64(entries[5]),
    )
    [answer] = examined(modules, [case])
    assert answer["state"] == "fails"
    assert answer["findings"][-1]["words"] == "The entry is not the one that this receipt is for."


@pytest.mark.parametrize(
    ("missing", "title"),
    [
        ("receiptKey", "The receipt was not checked"),
        ("trust", "The entry was not checked"),
        ("proof", "The entry was not checked"),
        ("leaf", "The entry was not checked"),
    ],
)
def test_what_was_not_given_is_said_to_be_unchecked(
    modules: Page, missing: str, title: str
) -> None:
    entries, token, voted = vote()
    proofs, trust = log_of(entries)
    case = given(
        receipt=token,
        receiptKey=str(RECEIPTS.verifier),
        trust=trust.decode(),
        proof=base64(proofs[4]),
        leaf=base64(voted),
    )
    case[missing] = "" if isinstance(given()[missing], str) else None
    [answer] = examined(modules, [case])
    assert answer["state"] == "open"
    assert title in [finding["title"] for finding in answer["findings"]]


def test_nothing_given_is_no_error(modules: Page) -> None:
    [answer] = examined(modules, [given()])
    assert (answer["state"], answer["findings"][0]["title"]) == (
        "open",
        "There is nothing to check yet",
    )


def test_too_few_witnesses_are_not_enough(modules: Page) -> None:
    entries, _, voted = vote()
    proofs, trust = log_of(entries)
    policy = json.loads(trust) | {"k": 3}
    case = given(trust=json.dumps(policy), proof=base64(proofs[4]), leaf=base64(voted))
    [answer] = examined(modules, [case])
    assert answer["state"] == "fails"
    assert "2 of 3 witnesses signed this head; 3 are asked for." in answer["findings"][1]["words"]


@pytest.mark.parametrize("name", ["proof", "leaf"])
def test_no_evidence_with_a_byte_changed_is_verified(modules: Page, name: str) -> None:
    """Every byte of both files, each changed in one way; what cannot matter is named."""
    entries, _, voted = vote()
    proofs, trust = log_of(entries)
    files = {"proof": proofs[4], "leaf": voted}
    cases = []
    for at in range(len(files[name])):
        changed = bytearray(files[name])
        changed[at] ^= 1 << at % 8
        both = files | {name: bytes(changed)}
        cases.append(
            given(trust=trust.decode(), proof=base64(both["proof"]), leaf=base64(both["leaf"]))
        )
    states = [answer["state"] for answer in examined(modules, cases)]
    # A witness whose name or key id is changed is an unknown one: only one of two is left.
    assert set(states) == {"fails"}


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ({"log": []}, "There is no key of the log"),
        ({"log": str(KEY.verifier), "witnesses": []}, "go together"),
        ({"log": str(KEY.verifier), "witnesses": [], "k": 1}, "can never sign"),
        ({"log": str(KEY.verifier), "witnesses": [], "k": 0, "n": 1}, "no meaning"),
        ({"log": str(KEY.verifier), "witnesses": [str(KEY.verifier)], "k": 1}, "of type 1"),
        (
            {"log": str(KEY.verifier), "witnesses": [str(WITNESSES[0].verifier)] * 2, "k": 2},
            "stands there twice",
        ),
        ({"log": [str(KEY.verifier), str(RECEIPTS.verifier)]}, "different names"),
    ],
    ids=range(7),
)
def test_trust_that_contradicts_itself_is_refused(
    modules: Page, policy: dict[str, Any], words: str
) -> None:
    [answer] = run(modules, ["trust"], [json.dumps(policy)], "await module.readTrust(given)")
    assert words in answer["refused"]


def test_officers_signature_is_told_from_the_seal(modules: Page) -> None:
    officer = SigningKey.generate("officer")
    act = json.loads(leaf(3, t="ballot.opened", by="p_" + "y" * 22))
    signed = act | {"attestation": attest(act, officer, origin=ORIGIN)}
    forged = act | {"attestation": attest(act | {"closes_at": "later"}, officer, origin=ORIGIN)}
    states = []
    for entry, key in ((signed, officer), (forged, officer), (signed, RECEIPTS)):
        entries = [leaf(0), canonical(entry)]
        proofs, trust = log_of(entries)
        case = given(
            trust=trust.decode(),
            proof=base64(proofs[1]),
            leaf=base64(entries[1]),
            officerKey=written_key(key.verifier),
        )
        [answer] = examined(modules, [case])
        states.append(answer["state"])
    assert states == ["holds", "fails", "fails"]


def test_receipt_code_is_the_same_as_on_the_receipt(modules: Page) -> None:
    entries = [leaf(number) for number in range(20)]
    answers = run(
        modules,
        ["receipt"],
        [base64(entry) for entry in entries],
        "return module.receiptCode(module.bytes(given))",
    )
    assert [answer["answer"] for answer in answers] == [receipt_code(entry) for entry in entries]


def test_base64_is_read_as_strictly_as_in_python(modules: Page) -> None:
    spellings = [
        "QUI=",
        "QUI",
        "QUJ=",
        "QU I=",
        "QUI=\n",
        "QUJD",
        "Q===",
        "QU==",
        "QQ==",
        "QR==",
        "",
    ]
    answers = run(modules, [], spellings, "return module.base64Text(module.base64Bytes(given))")
    accepted = [one for one, answer in zip(spellings, answers, strict=True) if "answer" in answer]
    assert accepted == ["QUI=", "QUJD", "QQ==", ""]
    assert all(b64decode(one, validate=True) is not None for one in accepted)
