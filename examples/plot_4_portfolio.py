"""
What a budget buys
==================

The case that ships has no costs. Those below are made up to show how a portfolio is asked for; nothing follows from them
for policy.
"""

# %%
# Costs by option, in units of effort: illustrative, not from any source.

import policymcda as mcda

problem = mcda.load("cyber-policy")
illustrative_costs = {
    "capacity_building": 4,
    "informal_networks": 1,
    "voice_participation": 3,
    "high_level_group": 2,
    "ict_bricolage": 3,
    "common_areas": 3,
    "western_integration": 5,
    "regional_orgs": 4,
    "tailored_capabilities": 6,
}

# %%
# One budget for each group: the set that is worth most, and what more would buy.

apart = mcda.portfolio(problem, illustrative_costs, 8)
apart.totals

# %%
# One budget over all groups: at least one option for each, and joint action with rivals only once there is a working group.

together = mcda.portfolio(
    problem,
    illustrative_costs,
    20,
    pooled=True,
    at_least=1,
    requires=[(("rivals_with_ties", "common_areas"), ("rivals_with_ties", "high_level_group"))],
    near=0.01,
)
together.table[together.table["chosen"]]

# %%
# Sets that are nearly as good: whoever prefers one of them gives up little.

together.near

# %%
# What more money buys, and which options are in every sensible set whatever the weights and ratings.

mcda.plots.figure(mcda.plots.frontier, apart, "rivals_with_ties")

# %%
# What cannot be met is refused with the smallest set of constraints that conflict.

try:
    mcda.portfolio(problem, illustrative_costs, 8, include=["western_integration", "regional_orgs"], at_most=3)
except ValueError as error:
    print(error)
