"""Kinds of decision, each weighed by the open calculus; policies choose among them."""
