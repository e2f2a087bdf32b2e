"""Before the day: the check-in room, rehearsals, practice."""
