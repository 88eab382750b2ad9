"""
How sure is that ranking?
=========================

A ranking rests on weights that people disagree about and on ratings that are not certain. What holds over all of them?
"""

# %%
# Each draw takes weights from the whole simplex and every rating from its range, and ranks the options. The result says
# how often each option has each rank, with a standard error and a 95% interval next to every share.

import policymcda as mcda

problem = mcda.load("cyber-policy").select(groups=["rivals_with_ties"])
robust = mcda.smaa(problem)
robust.table.sort_values("expected_rank")

# %%
# For which weights is an option first? On average for its central weights; its confidence factor says how often the
# uncertain ratings let it be first there.

robust.central.pivot(index="option", columns="criterion", values="weight")

# %%
# Somebody knows more about the weights: legitimacy matters most, then feasibility. Independent draws of such weights are
# as cheap as any.

ordered = mcda.WeightSpace.ordered(["legitimacy", "feasibility", ["root_cause", "speed"]])
mcda.smaa(problem, weights=ordered, factors=False).table.sort_values("expected_rank").head(3)

# %%
# For methods that are linear in the weights, with ratings taken as certain, the shares are volumes, and no draw is needed.

exact = mcda.smaa(problem, method="weighted_sum", ratings="fixed", sampling="exact")
exact.table.sort_values("expected_rank")[
    ["option", "expected_rank", "expected_rank_error", "first_acceptability", "last_acceptability"]
]
