"""The delegate's one page: what is before conference, and what is one's own."""
