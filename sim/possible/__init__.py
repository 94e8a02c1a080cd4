"""When each kind of order is possible, by family; ``sim.legal`` asks them all."""
