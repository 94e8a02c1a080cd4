"""A class at play: the server on the instructor's machine and the pages that browsers open."""
