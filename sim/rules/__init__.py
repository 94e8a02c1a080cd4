"""The phases of a turn's resolution, one per file; ``sim.turn`` is their table of contents."""
