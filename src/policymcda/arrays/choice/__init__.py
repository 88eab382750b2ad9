"""What to choose, and what people prefer: regret, portfolios, dominance, statements and what to ask next."""
