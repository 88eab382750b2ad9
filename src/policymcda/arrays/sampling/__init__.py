"""Draws of weights and ratings: nets of Sobol points, the simplex, polytopes, hit-and-run."""
