"""
Rank the case that ships
========================

Nine strategic options, four criteria, four groups of countries: which option comes first for whom?
"""

# %%
# A case is read from tables that are checked in full, and cannot exist unless they fit.

import policymcda as mcda

problem = mcda.load("cyber-policy")
problem

# %%
# The weights come from each group's judgements (AHP), the scores from TOPSIS. Both are the case's own choice; an argument
# changes them.

ranking = mcda.rank(problem)
ranking.ranks

# %%
# Every ranking says how much of each score rests on evidence, and on none.

ranking.evidence[ranking.evidence["group"] == "rivals_with_ties"]

# %%
# What if one rating were otherwise? A problem cannot be changed; a changed copy can be ranked.

what_if = problem.change("rivals_with_ties", "common_areas", "speed", mode=7, high=9)
mcda.rank(what_if).ranks["rivals_with_ties"].sort_values()
