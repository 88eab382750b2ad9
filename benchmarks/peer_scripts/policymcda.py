# What is counted as lines of code.
def rank_case(folder):
    import policymcda as mcda

    problem = mcda.load(folder)
    return mcda.rank(problem).table[["group", "option", "rank"]].to_numpy().tolist()


# As far as here.


def _method(name, **settings):
    def call(matrix, weights, benefit):
        from policymcda.arrays.methods import METHODS

        return METHODS[name](matrix, weights, benefit, **settings)

    return call


NAMES = ("topsis", "vikor", "weighted_product", "promethee_ii", "edas", "mabac", "marcos", "codas", "cocoso", "copras")
METHODS_HERE = {name: _method(name) for name in NAMES}


def _first_ranks(matrix, benefit, draws):
    """The share of first ranks, with all other indices of SMAA, over all weights."""
    import numpy as np
    import pandas as pd

    import policymcda as mcda

    names = [f"o{row}" for row in range(len(matrix))]
    frame = pd.DataFrame(matrix, index=names, columns=[f"c{column}" for column in range(matrix.shape[1])])
    directions = dict(zip(frame.columns, np.where(benefit, "benefit", "cost"), strict=True))
    problem = mcda.Problem.from_matrix(frame, directions=directions)
    table = mcda.smaa(problem, method="topsis", weights="any", samples=draws).table
    return table.set_index("option")["first_acceptability"].loc[names]


def ask(matrix, weights, benefit, names):
    import pandas as pd

    import policymcda as mcda

    columns = ["p", "q", "r", "s"]
    frame = pd.DataFrame(matrix, index=names, columns=columns)
    weighted = dict(zip(columns, weights.tolist(), strict=False))
    problem = mcda.Problem.from_matrix(frame, directions=dict.fromkeys(columns, "benefit"), weights=weighted)
    return mcda.rank(problem, method="topsis").table["score"]


main(rank_case, METHODS_HERE, ask, topsis_many=METHODS_HERE["topsis"], acceptability=_first_ranks)
