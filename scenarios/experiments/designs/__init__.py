"""What varies: the design file and its faults, samples of the factors, the plan of runs."""
