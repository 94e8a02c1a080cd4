"""The rules and the world: arrays with a leading replicate axis, NumPy and the standard library."""
