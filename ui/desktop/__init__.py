"""The desktop game: a window on a session. The only place that imports pygame."""
