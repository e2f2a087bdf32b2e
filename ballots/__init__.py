"""The voting engine. Knows no conference and no motion: it is handed a question and a roll."""
