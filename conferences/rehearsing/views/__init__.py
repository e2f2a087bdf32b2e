"""The pages of the time before the day: the check-in room, its picture, and the practice ballot."""
