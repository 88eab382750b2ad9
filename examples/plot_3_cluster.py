"""
Spread it over a cluster
========================

Draws come in nets of 8,192 that depend on the seed and their number alone, so anybody can compute them: threads,
processes, or a Dask cluster. The same seed gives the same bits.
"""

# %%
# Here the cluster is two workers in this process; a ``Client`` of a real one is used in the same way.

from distributed import Client, LocalCluster

import policymcda as mcda

problem = mcda.load("cyber-policy").select(groups=["rivals_with_ties"])
with LocalCluster(2, processes=False, dashboard_address=":0") as cluster, Client(cluster) as client:
    spread = mcda.smaa(problem, executor=client.get_executor())

alone = mcda.smaa(problem)
spread.ranks.equals(alone.ranks)

# %%
# A run of any length can be interrupted. With ``checkpoint="run.npz"`` it goes on from what was done, to the same bits;
# with ``tolerance=0.001`` it goes on until no standard error is above that.

spread.settings
