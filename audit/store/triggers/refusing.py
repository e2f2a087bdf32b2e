"""What the triggers say, in the same words on each database."""

MESSAGE = "the log is append-only"
NOT_YET = "a record that complaints may turn on is kept for 24 months"
NO_GAP = "places in the log are given one after another, each entry under its own hash"
NO_TURN_LOST = "an entry waits until it has its place in the log"
NO_OTHER_LENGTH = "a head is signed over the whole log, and nothing else"
NO_FORETELLING = "a subtree is kept once all of its leaves have their places"
