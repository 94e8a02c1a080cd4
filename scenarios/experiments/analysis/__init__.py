"""What the tables say: courses, effects, indices, runs that stand out."""
