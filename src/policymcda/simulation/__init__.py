"""Running nets of draws for the groups of a problem, and their sums by label."""
