"""Each kind of order in a case: who gives it, where it is possible, what it does."""
