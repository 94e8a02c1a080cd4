"""How people meet the game: command line and reports."""
