"""Whether the model says what the record and the literature say; misses are results."""
