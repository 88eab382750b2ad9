"""Which option to choose: regret, value of information, portfolios, dominance."""
