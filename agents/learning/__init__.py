"""Seats that learn: a game as an environment, what an agent sees, what it may do."""
