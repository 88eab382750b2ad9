"""What would change a ranking, and what decides it: crossings, nearest weights, PRIM, Sobol indices, Shapley values."""
