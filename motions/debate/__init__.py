"""The debate: what the chair may do, the questions put, the votes, and what follows from them."""
