"""Ideas shared and rated before there is a motion, and the motion one may become."""
