"""docs/roles.md says which offices are kept apart: it is held to the data."""

from pathlib import Path

from members.separation import SEPARATED

DOC = Path(__file__).parents[2] / "docs" / "roles.md"


def test_doc_names_every_pair_of_offices_kept_apart() -> None:
    rows = [line.split("|") for line in DOC.read_text().splitlines() if line.startswith("| ")]
    for line in SEPARATED:
        said = " ".join(row[2] for row in rows if row[1].strip() == str(line.office.label)).lower()
        missing = [each for each in line.others if str(each.label).lower() not in said]
        assert not missing, f"{line.office.label}: {missing}"
