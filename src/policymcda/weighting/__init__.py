"""Ways to weights, a function each: from judgements, from what is stated, from an order, from the data.

Each takes a problem and gives `Weights`, whose table has group, criterion and weight.
"""

from policymcda.weighting.ahp_weights import ahp
from policymcda.weighting.best_and_worst import best_worst
from policymcda.weighting.comparing import side_by_side
from policymcda.weighting.consistency import InconsistentJudgements
from policymcda.weighting.from_ratings import critic, entropy, merec, standard_deviation
from policymcda.weighting.given import equal, given
from policymcda.weighting.options import option_priorities
from policymcda.weighting.orders import fucom, rank_order, revised_simos, swara
from policymcda.weighting.resolve import resolve
from policymcda.weighting.swings import swing
from policymcda.weighting.trade_offs import equivalent_change
from policymcda.weighting.weight_space import WeightSpace
from policymcda.weighting.weights import Weights

__all__ = [
    "InconsistentJudgements",
    "WeightSpace",
    "Weights",
    "ahp",
    "best_worst",
    "critic",
    "entropy",
    "equal",
    "equivalent_change",
    "fucom",
    "given",
    "merec",
    "option_priorities",
    "rank_order",
    "resolve",
    "revised_simos",
    "side_by_side",
    "standard_deviation",
    "swara",
    "swing",
]


def __dir__() -> list[str]:
    """The names that are public, and only those."""
    return __all__
