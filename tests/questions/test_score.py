"""Arrays of cells: in chunks as whole, by the kernels; what is refused, and why."""

import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from policymcda import Problem, ProblemError, rank, score
from policymcda.arrays.methods import METHODS, description, modified_topsis, topsis, weighted_sum
from policymcda.arrays.methods import in_parts as parts
from policymcda.arrays.methods.description import describe
from policymcda.arrays.scale import by_max, by_range, by_sum, by_vector

da = pytest.importorskip("dask.array")
xr = pytest.importorskip("xarray")

CRITERIA = {
    "criterion": ["slope", "distance", "cost"],
    "direction": ["cost", "benefit", "cost"],
    "weight": [0.2, 0.5, 0.3],
}
SCALES = {"low": [0, 0, 0], "high": [10, 10, 10]}
WEIGHTS, BENEFIT = np.array([0.2, 0.5, 0.3]), np.array([False, True, False])
ENDS = {"low": np.zeros(3), "high": np.full(3, 10.0)}
NAMES = [name for name in METHODS if name != "additive_value"]
IN_PARTS = [name for name in NAMES if not isinstance(describe(METHODS[name]).in_parts({}), str)]


def cells(shape=(9, 7), seed=0):
    return np.random.default_rng(seed).integers(1, 90, (*shape, 3)) / 10


def table(name):
    return {**CRITERIA, **SCALES} if name in ("spotis", "weighted_sum") else CRITERIA


def by_kernel(values, method, weights=WEIGHTS, **own):
    ends = ENDS if describe(method).name in ("spotis", "weighted_sum") else {}
    return method(values.reshape(-1, 3), weights, BENEFIT, **ends, **own).reshape(values.shape[:-1])


@pytest.mark.parametrize("name", IN_PARTS)
def test_chunks_score_as_the_kernel_scores_the_whole(name):
    values = cells()
    expected = by_kernel(values, METHODS[name])
    size = np.abs(expected).max()
    assert_allclose(score(values, criteria=table(name), method=name), expected, atol=1e-14 * size)
    chunked = score(da.from_array(values, chunks=(4, 3, 2)), criteria=table(name), method=name)
    assert chunked.chunks == ((4, 4, 1), (3, 3, 1))
    assert_allclose(chunked.compute(scheduler="sync"), expected, atol=1e-14 * size)


def test_what_compares_pairs_or_goes_over_all_again_is_refused_with_the_reason():
    refused = dict.fromkeys(["codas", "promethee_ii", "electre_iii"], "compares every two options")
    refused |= dict.fromkeys(["vikor", "copras", "cocoso", "edas", "mabac"], "goes over all options again")
    assert {*refused, *IN_PARTS} == set(NAMES)
    for name, reason in refused.items():
        with pytest.raises(ValueError, match=f"{name} cannot score cells: it {reason}.*take another method"):
            score(cells(), criteria=CRITERIA, method=name)
    for method, reason in (
        (lambda matrix, weights, benefit: matrix[..., 0], "it does not say what it needs of the other options"),
        (partial(topsis, scale=lambda matrix: matrix), "a scaling of one's own"),
        (partial(weighted_sum, scale=by_vector), "its own scaling divides columns"),
        ("fuzzy_topsis", "a cell has one value"),
    ):
        with pytest.raises(ValueError, match=reason):
            score(cells(), criteria=CRITERIA, method=method)


@given(
    seed=st.integers(0, 10**6),
    options=st.integers(1, 9),
    cut=st.integers(0, 9),
    method=st.sampled_from([
        *IN_PARTS, *(partial(one, scale=scale) for one in (topsis, modified_topsis) for scale in (by_sum, by_max, by_range)),
        partial(topsis, metric="manhattan"), partial(topsis, metric="chebyshev"), partial(topsis, anchored=True),
    ]),
    units=st.sampled_from([(1, 1, 1), (1e200, 1e-200, 1), (1e-160, 1e160, 1e3)]),
)  # fmt: skip
def test_any_two_parts_score_as_the_whole(seed, options, cut, method, units):
    rng = np.random.default_rng(seed)
    matrix, weights = rng.integers(1, 6, (options, 3)) * np.array(units), rng.dirichlet(np.ones(3))
    function = METHODS[method] if isinstance(method, str) else method.func
    given_settings = {} if isinstance(method, str) else dict(method.keywords)
    if method == "spotis":
        given_settings = {"low": np.zeros(3), "high": 9 * np.array(units)}
    how = describe(function).in_parts(given_settings)
    split = [matrix[:cut], matrix[cut:]]
    whole = parts.merged(*(parts.statistics(part, how.needs) for part in split))
    found = [
        parts.score_part(function, part, weights, BENEFIT, given_settings, how, whole) for part in split if len(part)
    ]
    expected = function(matrix, weights, BENEFIT, **given_settings)
    assert_allclose(np.concatenate(found), expected, rtol=1e-12, atol=1e-13 * np.abs(expected).max())


def test_a_reference_counts_in_parts_as_in_the_whole():
    values = cells()
    for name in ("aras", "ahp_ideal"):
        found = score(values, criteria={**CRITERIA, "reference": [0.05, 12.0, None]}, method=name)
        expected = by_kernel(values, METHODS[name], reference=np.array([0.05, 12.0, np.nan]))
        assert_allclose(found, expected, rtol=1e-13)


def test_a_cell_with_a_gap_has_no_score_and_takes_no_part_in_the_norms(monkeypatch):
    monkeypatch.setattr("policymcda.questions.score.BLOCK", 5)
    values = cells()
    values[0, 0, 0] = values[3, 4, 2] = values[8, 6] = np.nan
    values[3, 4, 1] = 1e6  # of a cell that is not complete
    whole = ~np.isnan(values).any(axis=-1)
    for name in ("topsis", "weighted_product", "aras"):
        for data in (values, da.from_array(values, chunks=(3, 4, 3))):
            found = np.asarray(score(data, criteria=CRITERIA, method=name))
            assert_array_equal(np.isnan(found), ~whole)
            assert_allclose(found[whole], by_kernel(values[whole], METHODS[name]), atol=1e-14)
    nothing = np.full((2, 3), np.nan)
    assert np.isnan(score(nothing, criteria=CRITERIA)).all()
    assert score(np.empty((0, 3)), criteria=CRITERIA).shape == (0,)


@pytest.mark.parametrize("dtype", ["float32", "int16", "uint8"])
def test_other_numbers_are_computed_as_float64(dtype):
    values = np.random.default_rng(1).integers(1, 90, (6, 5, 3)).astype(dtype)
    found = score(values, criteria=CRITERIA)
    assert found.dtype == np.float64
    assert_allclose(found, by_kernel(values.astype(np.float64), topsis), atol=1e-15)


def test_cells_score_as_options_do():
    values = cells((5,))
    frame = pd.DataFrame(values, columns=CRITERIA["criterion"], index=list("abcde"))
    problem = Problem.from_matrix(frame, directions=CRITERIA["direction"], weights=CRITERIA["weight"])
    for weights in (None, "equal", {"cost": 0.1, "slope": 0.6, "distance": 0.3}):
        expected = rank(problem, method="topsis", weights=weights).table["score"]
        assert_allclose(score(values, criteria=pd.DataFrame(CRITERIA), weights=weights), expected, atol=1e-15)


def raster(chunks=None):
    values = np.moveaxis(cells(), -1, 0)[[2, 0, 1]]  # layers in another order than the table
    data = da.from_array(values, chunks=chunks) if chunks else values
    coordinates = {
        "band": ["cost", "slope", "distance"], "y": 10.0 * np.arange(9), "x": 10.0 * np.arange(7),
        "source": ("band", ["a", "b", "c"]), "zone": (("y", "x"), np.arange(63).reshape(9, 7)), "epsg": 3035,
    }  # fmt: skip
    attributes = {"crs": "EPSG:3035", "units": "m", "long_name": "layers"}
    array = xr.DataArray(data, dims=("band", "y", "x"), coords=coordinates, attrs=attributes)
    array["x"].attrs["units"] = "m"
    return array


def test_a_data_array_is_aligned_by_label_and_keeps_its_coordinates():
    found = score(raster(), criteria=CRITERIA, dim="band")
    assert_allclose(found.values, by_kernel(cells(), topsis), atol=1e-14)
    assert found.dims == ("y", "x")
    assert set(found.coords) == {"y", "x", "zone", "epsg"}
    assert found["x"].attrs == {"units": "m"}
    assert found.attrs == {"crs": "EPSG:3035", "long_name": "score by topsis", "units": "1"}
    assert found.name == "score"


def test_chunked_layers_stay_lazy_until_they_are_computed():
    import dask

    def never(*_, **__):
        raise AssertionError("computed too early")

    with dask.config.set(scheduler=never):
        lazy = score(raster(chunks=(1, 4, 4)), criteria=CRITERIA, dim="band")
    assert lazy.chunks == ((4, 4, 1), (4, 3))
    assert_allclose(lazy.compute(scheduler="threads").values, by_kernel(cells(), topsis), atol=1e-14)


def test_labels_that_do_not_fit_are_all_named():
    array = raster().assign_coords(band=["cost", "cost", "slop"])
    with pytest.raises(ProblemError) as caught:
        score(array, criteria=CRITERIA, dim="band")
    listed = [(fault.value, fault.rule) for fault in caught.value.every]
    assert listed == [
        ("slop", "is no criterion"), ("cost", "is there more than once"), ("slope", "is missing"),
        ("distance", "is missing"),
    ]  # fmt: skip
    for data, how, sentence in (
        (raster(), {}, "data have no dimension 'criterion'"),
        (raster().drop_vars(["band", "source"]), {"dim": "band"}, "has no coordinate with the labels"),
        (raster().to_dataset("band"), {"dim": "band"}, "give data.to_dataarray"),
        (pd.DataFrame(cells((4,))), {}, "a DataFrame is a decision matrix"),
        (cells()[..., :2], {}, "the last axis of the data has 2 values, and there are 3 criteria"),
        ([[1, 2, 3]], {}, "not a list"),
        (np.array([["a", "b", "c"]]), {}, "data are numbers, not <U1"),
        (np.array(1.0), {}, "data have no axis"),
    ):
        with pytest.raises(ValueError, match=re.escape(sentence)):
            score(data, criteria=CRITERIA, **how)


def test_values_that_a_method_cannot_take_are_faults_by_criterion_when_they_are_seen():
    values = cells()
    values[0, 0], values[1, 1, 1] = [-1.0, 11.0, 2.0], np.inf
    lazy = score(da.from_array(values, chunks=(4, 4, 3)), criteria={**CRITERIA, **SCALES}, method="weighted_product")
    for compute in (
        lambda: score(values, criteria={**CRITERIA, **SCALES}, method="weighted_product"),
        lambda: lazy.compute(scheduler="sync"),
    ):
        with pytest.raises(ProblemError) as caught:
            compute()
        assert [(fault.column, fault.value, fault.rule) for fault in caught.value.every] == [
            ("distance", "", "1 cells are infinite"),
            ("slope", "-1", "is outside the scale of slope, 0 to 10"),
            ("slope", "-1", "weighted_product needs positive values"),
        ]
    with pytest.raises(ProblemError, match="spotis needs it"):
        score(cells(), criteria=CRITERIA, method="spotis")
    with pytest.raises(ProblemError, match="is missing"):
        score(cells(), criteria={"direction": ["cost"]})


def test_a_user_s_own_method_says_how_it_scores_in_parts(monkeypatch):
    monkeypatch.setattr(description, "REGISTRY", dict(description.REGISTRY))

    @description.method("share_of_largest", in_parts=parts.extremes)
    def share_of_largest(matrix, weights, benefit):
        return (matrix / matrix.max(axis=-2, keepdims=True)) @ weights

    found = score(da.from_array(cells(), chunks=(2, 7, 3)), criteria=CRITERIA, method=share_of_largest)
    values = cells().reshape(-1, 3)
    assert_allclose(found.compute(scheduler="sync").ravel(), values / values.max(axis=0) @ WEIGHTS, atol=1e-15)


def test_arrays_of_numpy_need_neither_dask_nor_xarray():
    code = (
        "import sys, numpy as np, policymcda as m; m.score(np.ones((2, 1)), criteria={'criterion': ['a'], "
        "'direction': ['benefit'], 'weight': [1]}); print(sorted({'dask', 'xarray', 'distributed'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=280)
    assert done.stdout.strip() == "[]"


@pytest.mark.thorough
def test_the_page_on_cells_runs_on_a_cluster_of_two_processes(tmp_path):
    pytest.importorskip("distributed")
    page = (Path(__file__).parents[2] / "docs" / "cells.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 3
    script = tmp_path / "cells.py"
    script.write_text("\n".join(blocks), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=280, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
