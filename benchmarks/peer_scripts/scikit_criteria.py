# What is counted as lines of code.
def rank_case(folder):
    import pandas as pd
    import skcriteria as skc
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.pipelines import mkpipe
    from skcriteria.preprocessing.scalers import VectorScaler

    ratings = pd.read_csv(folder + "/ratings.csv")
    weights = pd.read_csv(folder + "/weights.csv")
    criteria = pd.read_csv(folder + "/criteria.csv").set_index("criterion")
    pipe = mkpipe(VectorScaler(target="matrix"), TOPSIS())
    found = []
    for group, part in ratings.groupby("group", sort=False):
        matrix = part.pivot(index="option", columns="criterion", values="mode")
        given = weights[weights["group"] == group].set_index("criterion")["weight"].loc[matrix.columns]
        objectives = [max if each == "benefit" else min for each in criteria["direction"].loc[matrix.columns]]
        result = pipe.evaluate(
            skc.mkdm(
                matrix.to_numpy(float),
                objectives,
                weights=given.to_numpy(),
                alternatives=list(matrix.index),
                criteria=list(matrix.columns),
            )
        )
        found += zip([group] * len(matrix), result.alternatives.tolist(), result.rank_.tolist())
    return found


# As far as here.


def _result(steps, matrix, weights, benefit, names=None):
    import skcriteria as skc
    from skcriteria.pipelines import mkpipe

    dm = skc.mkdm(matrix, [max if up else min for up in benefit], weights=weights, alternatives=names)
    parts = steps()
    return (mkpipe(*parts) if len(parts) > 1 else parts[0]).evaluate(dm)


def _method(steps, score):
    def call(matrix, weights, benefit):
        return getattr(_result(steps, matrix, weights, benefit).e_, score)

    return call


def _topsis():
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.preprocessing.scalers import VectorScaler

    return [VectorScaler(target="matrix"), TOPSIS()]


def _one(module, name):
    def steps():
        from importlib import import_module

        return [getattr(import_module("skcriteria.agg." + module), name)()]

    return steps


def _mabac():
    from skcriteria.agg.mabac import MABAC
    from skcriteria.preprocessing.invert_objectives import MinMaxInverter

    return [MinMaxInverter(), MABAC()]


def _copras():
    from skcriteria.agg.copras import COPRAS
    from skcriteria.preprocessing.scalers import SumScaler

    return [SumScaler(target="matrix"), COPRAS()]


METHODS_HERE = {
    "topsis": _method(_topsis, "similarity"),
    "vikor": _method(_one("vikor", "VIKOR"), "q_k"),
    "edas": _method(_one("edas", "EDAS"), "score"),
    "marcos": _method(_one("marcos", "MARCOS"), "utility_scores"),
    "codas": _method(_one("codas", "CODAS"), "score"),
    "copras": _method(_copras, "score"),
    "mabac": _method(_mabac, "score"),
}


def ask(matrix, weights, benefit, names):
    return _result(_topsis, matrix, weights, benefit, names).e_.similarity


main(rank_case, METHODS_HERE, ask)
