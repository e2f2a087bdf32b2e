"""The minutes, drafted from the log as the meeting goes."""
