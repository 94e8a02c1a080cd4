"""The report of a game: one page and one picture, made from a played or a replayed game."""
