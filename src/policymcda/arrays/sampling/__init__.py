"""Where weights are drawn from, and how much of the simplex they fill."""
