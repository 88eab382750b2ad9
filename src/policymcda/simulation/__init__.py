"""Running nets of draws for the groups of a problem, and telling their sums by label."""
