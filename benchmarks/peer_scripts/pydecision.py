# What is counted as lines of code.
def rank_case(folder):
    import numpy as np
    import pandas as pd
    from pyDecision.algorithm import topsis_method

    ratings = pd.read_csv(folder + "/ratings.csv")
    weights = pd.read_csv(folder + "/weights.csv")
    criteria = pd.read_csv(folder + "/criteria.csv").set_index("criterion")
    found = []
    for group, part in ratings.groupby("group", sort=False):
        matrix = part.pivot(index="option", columns="criterion", values="mode")
        given = weights[weights["group"] == group].set_index("criterion")["weight"].loc[matrix.columns]
        types = np.where(criteria["direction"].loc[matrix.columns] == "benefit", "max", "min")
        scores = topsis_method(matrix.to_numpy(float), given.to_numpy(), types, graph=False, verbose=False)
        ranks = pd.Series(-scores).rank(method="min")
        found += zip([group] * len(matrix), matrix.index, ranks.tolist())
    return found


# As far as here.


def _method(name, order="mwt", column=None, **settings):
    def call(matrix, weights, benefit):
        import numpy as np
        from pyDecision import algorithm

        given = {"m": matrix, "w": weights, "t": np.where(benefit, "max", "min")}
        found = getattr(algorithm, name)(*(given[each] for each in order), graph=False, verbose=False, **settings)
        return found if column is None else np.asarray(found)[:, column]

    return call


def _vikor(matrix, weights, benefit):
    import numpy as np
    from pyDecision.algorithm import vikor_method

    found = vikor_method(matrix, weights, np.where(benefit, "max", "min"), graph=False, verbose=False)[2]
    return found[np.argsort(found[:, 0]), 1]


def _promethee(matrix, weights, benefit):
    import numpy as np
    from pyDecision.algorithm import promethee_ii

    zeros, usual = [0] * matrix.shape[1], ["t1"] * matrix.shape[1]
    up = np.where(benefit, matrix, -matrix)
    found = promethee_ii(
        up, W=list(weights), Q=zeros, S=zeros, P=zeros, F=usual, sort=False, topn=0, graph=False, verbose=False
    )
    return found[np.argsort(found[:, 0]), 1]


METHODS_HERE = {
    "topsis": _method("topsis_method"),
    "vikor": _vikor,
    "promethee_ii": _promethee,
    "edas": _method("edas_method", "mtw"),
    "marcos": _method("marcos_method"),
    "codas": _method("codas_method", column=1),
    "cocoso": _method("cocoso_method", "mtw"),
    "copras": _method("copras_method", column=1),
}


def ask(matrix, weights, benefit, names):
    if len(set(names)) < len(names):
        raise NotImplementedError("options have no names")
    return METHODS_HERE["topsis"](matrix, weights, benefit)


main(rank_case, METHODS_HERE, ask)
