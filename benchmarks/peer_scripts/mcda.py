# What is counted as lines of code.
def rank_case(folder):
    import pandas as pd
    from mcda import PerformanceTable
    from mcda.mavt.aggregators import TOPSIS
    from mcda.scales import PreferenceDirection, QuantitativeScale

    ratings = pd.read_csv(folder + "/ratings.csv")
    weights = pd.read_csv(folder + "/weights.csv")
    criteria = pd.read_csv(folder + "/criteria.csv").set_index("criterion")
    found = []
    for group, part in ratings.groupby("group", sort=False):
        matrix = part.pivot(index="option", columns="criterion", values="mode")
        given = weights[weights["group"] == group].set_index("criterion")["weight"].loc[matrix.columns]
        ways = {"benefit": PreferenceDirection.MAX, "cost": PreferenceDirection.MIN}
        scales = {name: QuantitativeScale(preference_direction=ways[criteria["direction"][name]]) for name in matrix}
        scores = TOPSIS(given.to_dict())(PerformanceTable(matrix, scales=scales)).data
        ranks = scores.rank(ascending=False, method="min")
        found += zip([group] * len(matrix), matrix.index, ranks.tolist())
    return found


# As far as here.


def _table(matrix, benefit, names=None):
    from mcda import PerformanceTable
    from mcda.scales import PreferenceDirection, QuantitativeScale

    ways = [PreferenceDirection.MAX if up else PreferenceDirection.MIN for up in benefit]
    scales = {column: QuantitativeScale(preference_direction=way) for column, way in enumerate(ways)}
    return PerformanceTable(matrix, alternatives=names, scales=scales)


def topsis(matrix, weights, benefit, names=None):
    from mcda.mavt.aggregators import TOPSIS

    return TOPSIS(dict(enumerate(weights.tolist())))(_table(matrix, benefit, names)).data.to_numpy()


def promethee(matrix, weights, benefit):
    from mcda.functions import UShapeFunction
    from mcda.outranking.promethee import Promethee2

    usual = {column: UShapeFunction(0) for column in range(matrix.shape[1])}
    return Promethee2(_table(matrix, benefit), dict(enumerate(weights.tolist())), usual).rank().data.to_numpy()


main(rank_case, {"topsis": topsis, "promethee_ii": promethee}, topsis)
