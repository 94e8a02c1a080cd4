"""The commands, a module for each group; heavy imports happen when a command runs."""
