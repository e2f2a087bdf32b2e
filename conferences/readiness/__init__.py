"""Whether conference can go ahead: the checks, their report, and the forecast of a quorum."""
