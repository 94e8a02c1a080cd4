"""How people meet the game: command line, window, classroom and reports."""
