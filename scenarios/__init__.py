"""What is played and what is measured: scenario files, catalogue, experiments, validation."""
