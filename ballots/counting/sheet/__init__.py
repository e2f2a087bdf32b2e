"""A count as people and programs read it: JSON, CSV, plain text and HTML, drawn from one `Count`.

Every form says the same figures. None computes any: what a sheet shows stands in the record.
"""
