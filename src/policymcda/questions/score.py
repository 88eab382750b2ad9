"""Scores of arrays of cells: every cell is an option, and a criterion is a step along one dimension."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from policymcda.arrays import Bools, Floats
from policymcda.arrays.methods.description import DOMAINS
from policymcda.arrays.methods.in_parts import BLOCK, UNKNOWN, Parts, Statistics, merged, score_part, statistics
from policymcda.binding import BoundMethod, bind
from policymcda.errors import Fault, ProblemError, described, nearest
from policymcda.problem import Problem
from policymcda.weighting.resolve import resolve
from policymcda.weighting.weights import vectors

CELL = "any cell"
"""The option of the problem that stands for all cells while settings and weights are read."""

TOGETHER = 16
"""Statistics of so many chunks are merged at once."""

OF_RATINGS = ("units", "long_name", "standard_name")
"""Attributes of a DataArray that say what its numbers are, and so not what scores are."""


def score(
    data: Any,
    *,
    criteria: Any,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    dim: str = "criterion",
) -> Any:
    """Score of every cell of an array, such as a raster with a layer for each criterion; more is better.

    Parameters
    ----------
    data : numpy array, xarray.DataArray or dask.array.Array
        Numbers in the units of the criteria. A DataArray has a dimension `dim` whose coordinate holds the labels of the
        criteria, in any order; in other arrays the criteria are the last axis, in the order of the table.
    criteria : DataFrame or what `Problem.from_tables` takes for the table criteria
        criterion, direction; low, high, weight, reference where method and weights need them.
    method : str or callable, optional
        As for `rank`; topsis unless named. Methods that compare every two cells, or that go over all cells again with
        the scores of a first pass, are refused with the reason.
    weights : optional
        By label, a result of `policymcda.weighting`, or "equal"; those of the criteria table unless given.
    dim : str
        The dimension of a DataArray along which the criteria lie.

    Returns
    -------
    array of the kind that was given
        float64, without the axis of the criteria. A DataArray keeps its coordinates and what else its attributes say,
        chunks stay chunks and lazy. NaN where any criterion is NaN; such cells take no part in norms and extremes.

    Raises
    ------
    ProblemError
        With every fault of criteria, labels, weights and values; of chunked data, values are seen when it is computed.
    ValueError
        Where the method cannot score cells part by part, or the data are no array of numbers.

    Notes
    -----
    What a method needs of all cells (extremes, norms, sums) is taken in a first pass over the chunks, so the scores are
    those of the whole array at once. Chunks are read twice: `persist()` what is slow to make.

    Examples
    --------
    >>> import numpy as np
    >>> from policymcda import score
    >>> criteria = {"criterion": ["slope", "distance"], "direction": ["cost", "benefit"], "weight": [0.4, 0.6]}
    >>> cells = np.array([[[2.0, 30], [4, 10]], [[np.nan, 50], [8, 90]]])
    >>> score(cells, criteria=criteria, method="weighted_sum").round(3)
    array([[0.55 , 0.267],
           [  nan, 0.6  ]])
    """
    labelled = hasattr(data, "dims") and hasattr(data, "coords") and hasattr(data, "get_axis_num")
    values = data.data if labelled else data
    _check_array(data, values)
    problem = _problem(criteria)
    axis, places = _by_label(data, dim, problem) if labelled else (values.ndim - 1, _by_order(values, problem))
    job = _Job.of(problem, method, weights, places, axis)
    scores = _of_chunks(values, job) if hasattr(values, "dask") else _of_array(np.asarray(values), job)
    return _with_coordinates(data, scores, dim, job.method.name) if labelled else scores


@dataclass(frozen=True, eq=False)
class _Job:
    """How cells are scored: picklable, so that other processes can."""

    method: BoundMethod
    how: Parts
    weights: Floats
    benefit: Bools
    labels: tuple[str, ...]
    low: Floats
    high: Floats
    places: tuple[int, ...]
    axis: int

    @classmethod
    def of(cls, problem: Problem, method: Any, weights: Any, places: tuple[int, ...], axis: int) -> _Job:
        """Settings and weights in the order of the problem's arrays.

        Raises
        ------
        ProblemError
            Where criteria or weights do not fit the method.
        ValueError
            Where the method needs more of all cells than one pass over them gives.
        """
        bound = bind(method, problem)
        name = bound.description.name
        if bound.interval:
            raise ValueError(f"{name} scores low, mode and high of each rating, and a cell has one value")
        asked = bound.description.in_parts
        how = UNKNOWN if asked is None else asked(bound.settings)
        if isinstance(how, str):
            raise ValueError(f"{name} cannot score cells: {how}; take another method, such as topsis or weighted_sum")  # noqa: TRY004
        own = vectors(resolve(problem, weights), problem)
        ends = problem.scale_ends
        low, high = np.where(ends.given_low, ends.low, -np.inf), np.where(ends.given_high, ends.high, np.inf)
        return cls(
            bound, how, next(iter(own.values())), problem.benefit, problem.leaf_criteria, low, high, places, axis
        )

    def parts(self, block: npt.NDArray[Any]) -> Iterator[tuple[slice, Bools, Floats]]:
        """Where some cells of a chunk lie, which of them are complete, and the values of those, (m, n)."""
        criteria = block.shape[self.axis]
        first = self.axis == 0  # then rows need no copy
        flat = block.reshape(criteria, -1).T if first else np.moveaxis(block, self.axis, -1).reshape(-1, criteria)
        for start in range(0, len(flat), BLOCK):
            part = slice(start, start + BLOCK)
            rows = np.array(flat[part].T[list(self.places)], dtype=np.float64, order="C")  # a criterion is contiguous
            whole = np.logical_not(np.isnan(rows).any(axis=0))
            yield part, whole, (rows if whole.all() else np.compress(whole, rows, axis=1)).T

    def statistics(self, block: npt.NDArray[Any]) -> Statistics:
        """What has to be known of the cells of a chunk."""
        result = statistics(np.empty((0, len(self.places))), self.how.needs)
        for _, _, values in self.parts(block):
            result = merged(result, statistics(values, self.how.needs))
        return result

    def scores(self, block: npt.NDArray[Any], whole: Statistics) -> Floats:
        """Scores of the cells of a chunk, of its shape without the axis of the criteria."""
        shape = block.shape[: self.axis] + block.shape[self.axis + 1 :]
        result = np.full(int(np.prod(shape)), np.nan)
        for part, complete, values in self.parts(block):
            if len(values):
                result[part][complete] = score_part(
                    self.method.function, values, self.weights, self.benefit, self.method.settings, self.how, whole
                )
        return result.reshape(shape)

    def checked(self, whole: Statistics) -> Statistics:
        """The statistics of all cells, if the method can take them.

        Raises
        ------
        ProblemError
            With every criterion whose values are infinite, off its scale, or not of the method's domain.
        """
        if not whole.count.any():
            return whole
        faults = [fault for place, label in enumerate(self.labels) for fault in self._faults(place, label, whole)]
        if faults:
            raise ProblemError(faults)
        return whole

    def _faults(self, place: int, label: str, whole: Statistics) -> Iterator[Fault]:
        least, largest = whole.least[place], whole.largest[place]
        if whole.infinite[place]:
            rule = f"{whole.infinite[place]:,.0f} cells are infinite"
            yield Fault("data", column=label, rule=rule, hint="make them numbers, or NaN where nothing is known")
            return
        low, high, domain = self.low[place], self.high[place], self.method.description.domain
        for value, outside in ((least, least < low), (largest, largest > high)):
            if outside:
                rule = f"is outside the scale of {label}, {low:g} to {high:g}"
                yield Fault("data", column=label, value=f"{value:g}", rule=rule, hint="correct it, or the scale")
        if domain is not None:
            limit = DOMAINS[domain]
            if least < limit or (least == limit and domain != "non-negative"):
                rule, hint = (
                    f"{self.method.description.name} needs {domain} values",
                    "shift them, or take another method",
                )
                yield Fault("data", column=label, value=f"{least:g}", rule=rule, hint=hint)


def _check_array(data: Any, values: Any) -> None:
    """Refuses what is no array of numbers."""
    if isinstance(data, pd.DataFrame):
        raise ValueError("a DataFrame is a decision matrix: see Problem.from_matrix and rank")  # noqa: TRY004
    if hasattr(data, "data_vars"):
        raise ValueError("a Dataset has a variable for each criterion: give data.to_dataarray(dim='criterion')")
    if not hasattr(values, "dtype") or not hasattr(values, "ndim"):
        raise ValueError(f"data are an array of numpy, xarray or Dask, not {described(values)}")
    if values.dtype.kind not in "fiub":
        raise ValueError(f"data are numbers, not {values.dtype}")
    if not values.ndim:
        raise ValueError("data have no axis along which the criteria could lie")


def _problem(criteria: Any) -> Problem:
    """A problem with these criteria and one option within all scales, to read settings and weights by."""
    table = criteria.to_pandas() if hasattr(criteria, "to_pandas") else pd.DataFrame(criteria)
    if "criterion" not in table:
        return Problem.from_tables(criteria=table, ratings={"option": [CELL]})  # which says what is missing
    above = set(table["parent"].dropna()) if "parent" in table else set()
    ratings: dict[str, Any] = {"option": [CELL]}
    for _, row in table.iterrows():
        if row["criterion"] not in above:
            low, high = (pd.to_numeric(row.get(end), errors="coerce") for end in ("low", "high"))
            inside = high if pd.notna(high) else max(2.0, low + 2) if pd.notna(low) else 2.0
            ratings[str(row["criterion"])] = [float(inside)]
    return Problem.from_tables(criteria=table, ratings=ratings)


def _by_label(data: Any, dim: str, problem: Problem) -> tuple[int, tuple[int, ...]]:
    """The axis of the criteria, and where on it each lies, in the order of the problem's arrays."""
    if dim not in data.dims:
        raise ValueError(f"data have no dimension {dim!r} ({nearest(dim, map(str, data.dims))}): name it with dim=")
    if dim not in data.coords:
        raise ValueError(f"the dimension {dim!r} has no coordinate with the labels of the criteria: assign_coords")
    labels = [str(label) for label in data.coords[dim].values]
    known = problem.labels("criterion")
    faults = [
        Fault("data", column=dim, value=label, rule="is no criterion", hint=nearest(label, known))
        for label in dict.fromkeys(labels)
        if label not in known
    ]
    faults += [
        Fault("data", column=dim, value=label, rule="is there more than once", hint="keep one of them")
        for label in dict.fromkeys(labels)
        if labels.count(label) > 1
    ]
    faults += [
        Fault("data", column=dim, value=label, rule="is missing", hint="add its layer, or leave the criterion out")
        for label in known
        if label not in labels
    ]
    if faults:
        raise ProblemError(faults)
    return int(data.get_axis_num(dim)), tuple(labels.index(leaf) for leaf in problem.leaf_criteria)


def _by_order(values: Any, problem: Problem) -> tuple[int, ...]:
    """Where on the last axis each criterion lies, in the order of the problem's arrays."""
    labels = problem.labels("criterion")
    if values.shape[-1] != len(labels):
        raise ValueError(
            f"the last axis of the data has {values.shape[-1]} values, and there are {len(labels)} criteria: "
            f"{', '.join(labels)}"
        )
    return tuple(labels.index(leaf) for leaf in problem.leaf_criteria)


def _of_array(values: npt.NDArray[Any], job: _Job) -> Floats:
    """Scores of an array in memory."""
    return job.scores(values, job.checked(job.statistics(values)))


def _of_chunks(values: Any, job: _Job) -> Any:
    """Scores of a Dask array, lazy: its chunks are read for the statistics, and again when these are known."""
    from dask.delayed import delayed
    from dask.graph_manipulation import bind as wait_for

    values = values.rechunk({job.axis: -1})
    found = [delayed(job.statistics)(block) for block in values.to_delayed().ravel()]
    while len(found) > 1:
        found = [delayed(_all_merged)(found[start : start + TOGETHER]) for start in range(0, len(found), TOGETHER)]
    whole = delayed(job.checked)(found[0])
    again = wait_for(values, whole)
    empty = np.empty((0,) * (values.ndim - 1))
    return again.map_blocks(job.scores, whole, dtype=np.float64, drop_axis=job.axis, meta=empty)


def _all_merged(found: list[Statistics]) -> Statistics:
    result = found[0]
    for part in found[1:]:
        result = merged(result, part)
    return result


def _with_coordinates(data: Any, scores: Any, dim: str, method: str) -> Any:
    """Scores as a DataArray with the coordinates of the cells."""
    own = [name for name, coordinate in data.coords.items() if dim in coordinate.dims]
    result = data.drop_vars(own).isel({dim: 0}).copy(data=scores)
    result.attrs = {name: value for name, value in data.attrs.items() if name not in OF_RATINGS}
    result.attrs |= {"long_name": f"score by {method}", "units": "1"}
    return result.rename("score")
