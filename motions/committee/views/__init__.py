"""The committee's pages: its desk, one motion, its meetings, its drafts; and reports for all."""
