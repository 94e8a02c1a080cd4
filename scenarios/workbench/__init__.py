"""Tools for those who write scenarios: remarks, rehearsals, balance, a beginning, completion."""
