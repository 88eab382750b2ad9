"""Arithmetic on bare arrays: numpy and scipy only, no labels, no checks.

Shapes are stated here, once. A *matrix* is ``(..., m, n)``: m options by n criteria. *Weights* are ``(..., n)``.
*Benefit* is ``(n,)`` of bool, True where more is better. *Scores* are ``(..., m)``, more is better, and *ranks* are
``(..., m)``, 1 is best. Leading axes broadcast: one ranking, a sweep of 101 weight vectors and a million draws call
the same function.

Shape is not layout. Samplers hand over views whose draws lie along the contiguous axis (``weights`` may be the
transpose of an ``(n, draws)`` array), and a kernel returns what is cheapest.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]


Method: TypeAlias = Callable[..., Floats]
"""What scores options: ``method(matrix, weights, benefit, **settings) -> scores``."""
