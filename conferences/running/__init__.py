"""The day as it runs: items taken, finishing times planned again, what is lost, calendars."""
