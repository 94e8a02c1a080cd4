"""A policy that plays a few options of its own forward and gives the best."""
