"""The Standing Orders Committee: what comes in, what it rules, what it reports."""
