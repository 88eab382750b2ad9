# What is counted as lines of code: as of pymcdm, which ranks here as well.
def rank_case(folder):
    import numpy as np
    import pandas as pd
    from pymcdm.helpers import rankdata
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    ratings = pd.read_csv(folder + "/ratings.csv")
    weights = pd.read_csv(folder + "/weights.csv")
    criteria = pd.read_csv(folder + "/criteria.csv").set_index("criterion")
    found = []
    for group, part in ratings.groupby("group", sort=False):
        matrix = part.pivot(index="option", columns="criterion", values="mode")
        given = weights[weights["group"] == group].set_index("criterion")["weight"].loc[matrix.columns]
        types = np.where(criteria["direction"].loc[matrix.columns] == "benefit", 1, -1)
        scores = TOPSIS(vector_normalization)(matrix.to_numpy(float), given.to_numpy(), types)
        found += zip([group] * len(matrix), matrix.index, rankdata(scores, reverse=True).tolist())
    return found


# As far as here.


def _topsis(matrix, weights, benefit):
    import numpy as np
    import pysensmcda  # noqa: F401
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    return TOPSIS(vector_normalization)(matrix, weights, np.where(benefit, 1, -1))


def _first_ranks(matrix, benefit, draws):
    """Rank acceptability, central weights, pairwise winning indices and entropy; no confidence factors."""
    import numpy as np
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization
    from pysensmcda.robustness import entropy_choice, pairwise_winning_indices
    from pysensmcda.smaa import central_weights, rank_acceptability, simulate

    types = np.where(benefit, 1, -1)
    found = simulate(TOPSIS(vector_normalization), matrix, types, num_samples=draws, seed=1)
    central_weights(found), pairwise_winning_indices(found.rankings), entropy_choice(found.rankings)
    return np.asarray(rank_acceptability(found))[:, 0]


def ask(matrix, weights, benefit, names):
    if len(set(names)) < len(names):
        raise NotImplementedError("options have no names")
    import numpy as np
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization
    from pysensmcda.smaa import rank_acceptability, simulate

    types = np.where(benefit, 1, -1)
    return rank_acceptability(simulate(TOPSIS(vector_normalization), matrix, types, weights=weights, num_samples=10))


main(rank_case, {"topsis": _topsis}, ask, acceptability=_first_ranks)
