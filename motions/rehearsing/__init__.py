"""Rehearsing a conference: its copy, a simulated chair, and the run with its report."""
