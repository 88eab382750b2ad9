"""
Every plot
==========

A result in, the axes out: each plot below has the call that draws it and the one on the command line. The title begins with
what is found; every number that is drawn is in a table of the result.
"""

# %%
# All of them show one group of the case that ships, but for those that show every group at once. So that this page is quick,
# simulations have few draws here.

import policymcda as mcda
from policymcda import plots

case = mcda.load("cyber-policy")
problem = case.select(groups=["rivals_with_ties"])

# %%
# Ratings and scores
# ------------------
# The decision matrix, with the evidence that each rating rests on: ``policymcda plot matrix CASE -o matrix.svg``.

plots.matrix(problem)

# %%
# Scores of a ranking: ``policymcda plot scores CASE -o scores.svg``. Of a simulation they have their intervals.

ranking = mcda.rank(problem)
plots.scores(ranking)

# %%
# What lifts each option above the mean of all, and what holds it down: ``policymcda plot contributions CASE``.

plots.contributions(mcda.contributions(problem))

# %%
# Two options
# -----------
# Where both stand on each criterion: ``policymcda plot head-to-head CASE --option A --versus B``.

first, second = ranking.table.sort_values("rank")["option"].head(2)
explained = mcda.explain(problem, None, first, second)
plots.head_to_head(explained)

# %%
# What each criterion adds to the difference of their scores: ``policymcda plot waterfall CASE --option A --versus B``.

plots.waterfall(explained)

# %%
# Over all weights and ratings
# ----------------------------
# How often each option has each rank: ``policymcda plot acceptability CASE``.

robust = mcda.smaa(problem, samples=2**13)
plots.acceptability(robust)

# %%
# Ranks that an option can have, mostly has, and is expected to have: ``policymcda plot rank-intervals CASE``.

plots.rank_intervals(robust)

# %%
# The weights that make each option first: ``policymcda plot central CASE``.

plots.central(robust)

# %%
# Which option is better how often: ``policymcda plot pairwise CASE``.

plots.pairwise(robust)

# %%
# What holds whatever the weights and ratings: ``policymcda plot dominance CASE``.

plots.dominance(mcda.dominance(problem))

# %%
# Under which weights and ratings an option is first: ``policymcda plot conditions CASE --option A``.

plots.conditions(mcda.conditions(problem, None, first, samples=2**13))

# %%
# What would change it
# --------------------
# How far each weight may move: ``policymcda plot stability CASE``.

limits = mcda.stability(problem)
plots.stability(limits)

# %%
# Ranks along the weight that matters first: ``policymcda plot weight-lines CASE``.

plots.weight_lines(limits)

# %%
# The smallest changes of a rating that put another option first: ``policymcda plot flips CASE``.

plots.flips(mcda.flips(problem))

# %%
# What is worth finding out: ``policymcda plot value-of-information CASE``.

plots.value_of_information(mcda.value_of_information(problem, samples=2**13))

# %%
# Which choice on the way decides the ranks: ``policymcda plot sensitivity CASE``.

plots.sensitivity(mcda.sensitivity(problem, samples=2**8))

# %%
# What other methods say: ``policymcda plot methods CASE``.

plots.methods(mcda.compare(problem, ["topsis", "weighted_sum", "vikor", "edas", "promethee_ii", "codas"]))

# %%
# What reverses when an option leaves, is copied or made worse: ``policymcda plot reversal CASE``.

plots.reversal(mcda.reversal(problem))

# %%
# Which criteria pull together, and which apart: ``policymcda plot gaia CASE``.

plots.gaia(mcda.gaia(problem))

# %%
# Several people, several groups, a budget
# ----------------------------------------
# What each stakeholder ranks first: ``policymcda plot stakeholders CASE``.

people = mcda.stakeholders(problem, samples=2**13)
plots.stakeholders(people)

# %%
# Who loses most by each option: ``policymcda plot equity CASE``.

plots.equity(people)

# %%
# Ranks in each group: ``policymcda plot groups CASE``.

plots.groups(mcda.rank(case))

# %%
# Which options serve several groups: ``policymcda plot across CASE``.

plots.across(mcda.across(case, samples=2**13))

# %%
# What a budget buys, with costs made up for this page: ``policymcda plot frontier CASE --costs costs.csv --budget 12``.

costs = {option: 1 + place % 4 for place, option in enumerate(problem.labels("option"))}
plots.frontier(mcda.portfolio(problem, costs, 12))
