"""Amendments before conference: lodged by two officers, ruled on, accepted or not by the mover."""
