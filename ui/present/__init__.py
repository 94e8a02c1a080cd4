"""What screens and reports show, worked out without pygame and without HTML."""
