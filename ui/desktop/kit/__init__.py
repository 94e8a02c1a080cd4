"""A small toolkit of boxes: each wants a size, is given a place, and draws itself.

A screen is a tree of boxes made anew when something changed. Boxes hold no state: what a person
did is a message (``Box.on``), and what it changes is in the model.
"""
