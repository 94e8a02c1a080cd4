"""The map: what is drawn, in three kept layers (land, lines, names), and how it is moved about."""
