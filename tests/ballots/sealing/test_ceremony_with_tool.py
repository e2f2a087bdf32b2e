"""A trustee who has only `belenios-tool` in our ceremony, and one of ours in the tool's."""

from pathlib import Path

import pytest

from ballots.sealing.certificates import make_certificate, read_ceremony
from ballots.sealing.channels import Seed
from ballots.sealing.decrypting import read_partial_decryption
from ballots.sealing.documents import parse
from ballots.sealing.groups import BELENIOS_2048
from ballots.sealing.pedersen import (
    decryption_key,
    make_polynomial,
    make_vinput,
    make_voutput,
    read_polynomial,
    read_voutput,
)
from ballots.sealing.trustee_keys import (
    PublicKey,
    new_secret,
    prove_key,
    read_private_key_file,
    read_public_key_file,
)
from ballots.sealing.trustees import ThresholdKey, read_threshold_key
from tests.belenios import Tool
from tests.factories.opened_votes import OpenedVote, made_together

GROUP = BELENIOS_2048
BALLOTS = ((1, 0, 0), (0, 1, 0), (1, 0, 0))
RESULT = [[2, 1, 0]]


class ToolTrustee(Tool):
    """Somebody with the tool, and a folder of her own."""

    def step(self, number: int, *words: str, given: bytes = b"") -> bytes:
        return self.run(
            *("setup", "generate-trustee-key-threshold", "--group", GROUP.name),
            *("--step", str(number)),
            *words,
            given=given,
        )

    def certificate(self) -> bytes:
        self.step(1)
        return self._only("*.cert").read_bytes()

    def with_key(self, number: int, *words: str, given: bytes = b"") -> bytes:
        key = ("--certs", "certs.jsons", "--key", self._only("*.key").name)
        return self.step(number, *key, *words, given=given)

    def write(self, name: str, content: bytes) -> None:
        (self.folder / name).write_bytes(content)

    def part(self, vote: OpenedVote, owner: int, *words: str) -> None:
        """Have her open her part of a vote, and take it."""
        self.write(f"{vote.election.uuid}.bel", vote.archive)
        printed = self.run("election", *words, "--trustee-id", str(owner)).splitlines()
        vote.take_part(owner, read_partial_decryption(vote.election, printed[0], vote.answers))


@pytest.fixture
def somebody(tmp_path: Path) -> ToolTrustee:
    return ToolTrustee(tmp_path)


def closed(*trustees: PublicKey | ThresholdKey) -> OpenedVote:
    vote = OpenedVote(trustees=trustees)
    for voter, ballot in enumerate(BALLOTS):
        vote.cast(voter, ballot)
    vote.close()
    return vote


def test_bound_ceremony_of_ours_passes_the_tool_with_the_server_beside_it(somebody):
    """What 2.5.1 added to the messages is there, and 2.0 reads over it."""
    together, server = made_together(3, 2), new_secret(GROUP)
    vote = closed(prove_key(GROUP, server), together.key)
    assert b'"signatures":' in vote.trustees.raw
    assert vote.open({4: together.secrets[2], 1: server, 2: together.secrets[0]}) == RESULT
    assert somebody.passes(vote.archive, vote.election.uuid)


def test_trustee_with_the_tool_alone_takes_part_in_our_ceremony(somebody):
    seeds = [Seed.new(GROUP) for _ in range(2)]
    certificates = [make_certificate(seed).raw + b"\n" for seed in seeds]
    certificates.append(somebody.certificate())
    ceremony = read_ceremony(GROUP, certificates, 2)
    somebody.write("certs.jsons", b"".join(certificates))

    sent = [make_polynomial(ceremony, seed).raw for seed in seeds]
    sent.append(somebody.with_key(3, "--threshold", "2"))
    polynomials = [read_polynomial(ceremony, n, raw) for n, raw in enumerate(sent, start=1)]
    vinputs = [make_vinput(ceremony, polynomials, n) for n in (1, 2, 3)]
    answered = [make_voutput(ceremony, *pair).raw for pair in zip(seeds, vinputs[:2], strict=True)]
    answered.append(somebody.with_key(5, given=vinputs[2]))
    commitments = [polynomial.commitments for polynomial in polynomials]
    voutputs = [
        read_voutput(ceremony, commitments, n, raw) for n, raw in enumerate(answered, start=1)
    ]

    vote = closed(ThresholdKey.of(ceremony, commitments, voutputs))
    somebody.write("her.dkey", voutputs[2].private_key.encode())
    key = ("--key", somebody._only("*.key").name, "--decryption-key", "her.dkey")
    somebody.part(vote, 3, "decrypt-threshold", *key)
    assert vote.open({1: decryption_key(seeds[0], voutputs[0].private_key)}) == RESULT
    assert somebody.passes(vote.archive, vote.election.uuid)


def test_trustee_of_ours_takes_part_in_the_ceremony_of_the_tool(somebody):
    """The tool holds both the server's place and the first trustee's."""
    ours = Seed.new(GROUP)
    certificates = [somebody.certificate(), make_certificate(ours).raw + b"\n"]
    somebody.write("certs.jsons", b"".join(certificates))
    somebody.step(2, "--certs", "certs.jsons")
    ceremony = read_ceremony(GROUP, certificates, 2)

    polynomials = [
        somebody.with_key(3, "--threshold", "2"),
        make_polynomial(ceremony, ours).raw + b"\n",
    ]
    somebody.write("polynomials.jsons", b"".join(polynomials))
    routed = ("--certs", "certs.jsons", "--polynomials", "polynomials.jsons")
    somebody.step(4, *routed)
    hers = somebody._only("*.cert").with_suffix(".vinput")
    (his,) = (path for path in somebody.folder.glob("*.vinput") if path != hers)
    voutput = make_voutput(ceremony, ours, his.read_bytes())
    answered = somebody.with_key(5, given=hers.read_bytes()) + voutput.raw + b"\n"
    threshold = somebody.step(6, *routed, given=answered)

    key = read_threshold_key(GROUP, parse(threshold.strip(), limit=10**6), "It")
    vote = closed(key)
    private = ("--key", somebody._only("*.key").name)
    dkey = ("--decryption-key", hers.with_suffix(".dkey").name)
    somebody.part(vote, 1, "decrypt-threshold", *private, *dkey)
    assert vote.open({2: decryption_key(ours, voutput.private_key)}) == RESULT
    assert somebody.passes(vote.archive, vote.election.uuid)


def test_single_trustee_with_the_tool_alone_opens_beside_the_server(somebody):
    somebody.run("setup", "generate-trustee-key", "--group", GROUP.name)
    raw = somebody._only("*.pubkey").read_bytes()
    hers = somebody._only("*.privkey")
    assert prove_key(GROUP, read_private_key_file(GROUP, hers.read_bytes())).short_name == hers.stem
    server = new_secret(GROUP)
    vote = closed(prove_key(GROUP, server), read_public_key_file(GROUP, raw))
    somebody.part(vote, 2, "decrypt", "--privkey", hers.name)
    assert vote.open({1: server}) == RESULT
    assert somebody.passes(vote.archive, vote.election.uuid)
