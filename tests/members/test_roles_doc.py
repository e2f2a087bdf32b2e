"""What docs/roles.md says of offices kept apart is held to the data, and the data to the rule."""

from pathlib import Path

from members.permissions import MAY
from members.separation import SEPARATED

DOC = Path(__file__).parents[2] / "docs" / "roles.md"


def test_doc_names_every_pair_of_offices_kept_apart() -> None:
    rows = [line.split("|") for line in DOC.read_text().splitlines() if line.startswith("| ")]
    for line in SEPARATED:
        said = " ".join(row[2] for row in rows if row[1].strip() == str(line.office.label)).lower()
        missing = [each for each in line.others if str(each.label).lower() not in said]
        assert not missing, f"{line.office.label}: {missing}"


def test_nobody_can_both_change_an_address_and_send_a_code_to_it() -> None:
    """Guide 3.8: with both, one person could vote as another."""
    sends = {"passcodes.post", "passcode.reissue", "printed_codes.issue", "passcode.put_in_post"}
    senders = frozenset().union(*(MAY[act] for act in sends))
    for changer in MAY["contact.change"] | MAY["roll.import"]:
        apart = (line.others for line in SEPARATED if line.office is changer and line.anywhere)
        assert senders <= frozenset().union(*apart)
