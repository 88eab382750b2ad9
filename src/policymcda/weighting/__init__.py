"""Ways to weights, a function each: from judgements, from what is stated, from an order, from the data.

Each takes a problem and gives `Weights`, whose table has group, criterion and weight.
"""

from policymcda.weighting.pairwise import InconsistentJudgements, ahp
from policymcda.weighting.resolving import resolve
from policymcda.weighting.spaces import WeightSpace
from policymcda.weighting.stated import equal, given
from policymcda.weighting.weights import Weights

__all__ = ["InconsistentJudgements", "WeightSpace", "Weights", "ahp", "equal", "given", "resolve"]
