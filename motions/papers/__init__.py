"""What delegates read: agendas, reports, the order of business, numbered and time-stamped."""
