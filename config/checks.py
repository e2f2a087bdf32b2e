"""System checks: what production refuses to start with."""
