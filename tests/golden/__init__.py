"""Golden playthroughs: games and scenes as readable text."""
