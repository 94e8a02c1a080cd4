"""The projector of a class: what everybody may know, large enough for a room."""
