"""A count as people and programs read it: table, CSV, JSON, HTML, picture, all of one record."""
