"""What a portfolio is asked under, from labels to arrays: costs, budgets, constraints, and the answer for each budget."""
