"""Files of papers: BLT, CSV and JSON, read with every fault named by its line, and written."""
