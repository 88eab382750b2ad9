"""Prints the shares of the random index that are left where judgements are missing, by simulation.

After Ágoston and Csató (2022): random judgements on Saaty's scale, random pairs missing as long as the others connect all
criteria, the completion with the least eigenvalue, the mean consistency index. The table in
`policymcda.arrays.weights.random_index` is what this printed: about six minutes on one core.
"""

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.weights.incomplete import complete, components
from policymcda.arrays.weights.pairwise import eigenvector

SCALE = np.concatenate([1.0 / np.arange(9, 1, -1), np.arange(1.0, 10.0)])
NET = 8192


def main(largest: int = 10, nets: int = 6) -> None:
    """One line for each number of criteria from 4: share of the index with 0, 1, 2, ... judgements missing."""
    for n in range(4, largest + 1):
        whole = mean_index(n, 0, 4 * nets)
        shares = [mean_index(n, missing, nets) / whole for missing in range((n - 1) * (n - 2) // 2)]
        print(f"    {n}: ({', '.join(f'{share:.3f}' for share in [1.0, *shares[1:], 0.0])}),", flush=True)


def mean_index(n: int, missing: int, nets: int) -> float:
    """Mean consistency index of random matrices of n criteria, so many judgements of them missing."""
    found = np.concatenate([_indices(n, missing, net) for net in range(nets)])
    return float(np.mean(found))


def _indices(n: int, missing: int, net: int) -> Floats:
    """Consistency indices of one net of random matrices: those whose judgements connect all criteria."""
    rng = np.random.default_rng([n, missing, net])
    rows, columns = np.triu_indices(n, 1)
    values = rng.choice(SCALE, (NET, rows.size))
    np.put_along_axis(values, np.argsort(rng.random(values.shape), axis=1)[:, :missing], np.nan, axis=1)
    matrices = np.ones((NET, n, n))
    matrices[:, rows, columns], matrices[:, columns, rows] = values, 1 / values
    connected = matrices[np.all(components(matrices) == 0, axis=-1)]
    return (eigenvector(complete(connected))[1] - n) / (n - 1)


if __name__ == "__main__":
    main()
