"""Reading a membership roll of any size from a file, one row at a time.

Pure. `lettering` finds the encoding, `csv_rows` and `workbook_rows` give rows of cells, `columns`
says what stands in which, and `entries` makes an entry of a row or says what is wrong with it. No
module here holds more than a row; a workbook alone is read whole, after it was measured.
"""
