# What is counted as lines of code.
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


def _method(name, *arguments):
    def call(matrix, weights, benefit):
        import numpy as np
        from pymcdm import methods, normalizations

        given = [getattr(normalizations, each) if each.endswith("normalization") else each for each in arguments]
        return getattr(methods, name)(*given)(matrix, weights, np.where(benefit, 1, -1))

    return call


METHODS_HERE = {
    "topsis": _method("TOPSIS", "vector_normalization"),
    "vikor": _method("VIKOR"),
    "weighted_product": _method("WPM"),
    "promethee_ii": _method("PROMETHEE_II", "usual"),
    "edas": _method("EDAS"),
    "mabac": _method("MABAC"),
    "marcos": _method("MARCOS"),
    "codas": _method("CODAS"),
    "cocoso": _method("COCOSO"),
    "copras": _method("COPRAS"),
}


def ask(matrix, weights, benefit, names):
    if len(set(names)) < len(names):
        raise NotImplementedError("options have no names")
    return METHODS_HERE["topsis"](matrix, weights, benefit)


main(rank_case, METHODS_HERE, ask)
