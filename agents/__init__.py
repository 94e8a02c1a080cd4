"""Who decides: policies that see an Observation and return offers, replies and orders."""
