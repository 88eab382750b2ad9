"""Stochastic multicriteria acceptability analysis (SMAA-2): tasks, counts, tallies, estimates, exact shares."""
