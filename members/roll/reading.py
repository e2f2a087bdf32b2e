"""Opening a roll file of any kind: the one way in."""

from members.roll.csv_rows import CsvRows
from members.roll.lettering import Lettering, Stream
from members.roll.workbook_rows import WorkbookRows

RollRows = CsvRows | WorkbookRows


def opened(stream: Stream, lettering: Lettering) -> RollRows:
    """Open a file as far as its headings. Raises UnreadableRollError where there are none."""
    stream.seek(0)
    return WorkbookRows(stream) if lettering.is_workbook else CsvRows(stream, lettering)
