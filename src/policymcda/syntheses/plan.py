"""A plan fixed before results are looked at: what will be done, with the fingerprint of the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from policymcda.arrays import Floats
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.simulation.arguments import check_draws
from policymcda.syntheses.planned import FORMAT, contents
from policymcda.syntheses.verdict_rules import LIMITS
from policymcda.tables import files, writing

HEAD = """\
# A plan, fixed before any result was looked at: what will be done with this case, and how it will be judged.
# policymcda verdict CASE --plan FILE, and report, say "as planned" or name each departure. Keep it where its date shows.

"""


def plan(
    problem: Problem,
    path: str | Path,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool | None = None,
    samples: int = 2**17,
    seed: int = 0,
    overwrite: bool = False,
) -> Path:
    """Write down what will be done, before results are looked at.

    The file is TOML that people can read: the case and its fingerprint, method, way to weights, rule for the unknown, screen,
    samples and seed; the weights in numbers; the rules of `verdict` with what each asks for; the thresholds of the case;
    and a fingerprint of each table, so that a departure can say what changed. Nothing is ranked.

    Parameters
    ----------
    path : str or Path
        The file, which ends in .toml.
    method, weights, unknown, screen
        As for `rank`.
    samples, seed
        As for `smaa`.
    overwrite : bool
        Replace a file that is there; otherwise it is refused, for a plan that can be replaced fixes nothing.

    Returns
    -------
    Path
        The file, for `verdict(problem, plan=)` and `report(problem, path, plan=)`.

    Raises
    ------
    ValueError
        For another ending, and for a file that is there.
    ProblemError
        As for `rank`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from policymcda import load, plan, verdict
    >>> case = load("cyber-policy").select(groups=["no_formal_ties"])
    >>> with TemporaryDirectory() as folder:
    ...     fixed = plan(case, f"{folder}/plan.toml")
    ...     found = verdict(case, plan=fixed, method="vikor")
    >>> found.plan.loc[~found.plan["as_planned"], "sentence"].tolist()
    ['method: planned topsis, used vikor']
    """
    samples, seed = check_draws(samples=samples, seed=seed)
    place = files.target(path)
    files.check_ending(path, (".toml",), "a plan")
    if place.exists() and not overwrite:
        raise ValueError(f"{path} is there already: a plan is not replaced unless that is asked for (overwrite)")
    model = PreferenceModel.of(
        problem, method=method, weights=weights, unknown=unknown, screen=screen, may_be_empty=True
    )
    head = {"format": FORMAT, "case": problem.name, "written": datetime.now(UTC).isoformat(timespec="seconds")}
    fixed = {key: value for key, value in contents(model, LIMITS, samples, seed).items() if value}
    return writing.text(path, HEAD + writing.toml({**head, **fixed}))
