"""What every verb that draws takes, checked in one place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.smaa.order_statistics import least_level
from policymcda.errors import is_number, nearest

SAMPLINGS = ("sobol", "random", "exact")


MOST = 10**13
"""More draws than that no machine makes in a lifetime of the question."""


class Draws(NamedTuple):
    """How many draws, and from which seed, as plain numbers."""

    samples: int
    seed: int


def check_draws(*, seed: Any, samples: Any = 1, sampling: Any = SAMPLINGS[0], checkpoint: Any = None) -> Draws:
    """The number of draws and the seed; what a verb does not take is left out.

    Raises
    ------
    ValueError
        Naming all that is wrong, and what would do.
    """
    wrong = [*_samples(samples), *_seed(seed), *_sampling(sampling), *_checkpoint(checkpoint)]
    if wrong:
        raise ValueError("; ".join(wrong))
    return Draws(int(samples), int(seed))


def check_quantiles(levels: Any, length: int = NET) -> tuple[float, ...]:
    """Levels of quantiles that have an interval in nets of so many draws, as plain numbers.

    Raises
    ------
    ValueError
        Where they are no numbers, or so near 0 or 1 that too few draws of a net lie beyond.
    """
    listed = isinstance(levels, Sequence | np.ndarray) and not isinstance(levels, str)
    if not listed:
        raise ValueError(f"quantiles takes a list of levels, such as (0.05, 0.5, 0.95), or (); not {_shown(levels)}")
    least = least_level(length)
    for level in levels:
        if isinstance(level, bool | np.bool_) or not _number(level) or not 0 <= level <= 1:
            raise ValueError(f"levels of quantiles lie between 0 and 1; {_shown(level)} does not")
        if not least <= level <= 1 - least:
            end = "lowest" if level < 0.5 else "highest"
            raise ValueError(
                f"the quantile at {level:g} is not estimated: too few draws lie beyond it for an interval that holds, and "
                f"the {end} score that is possible may lie beyond all of them; take levels from {least:.3g} to {1 - least:.3g}"
            )
    return tuple(float(level) for level in levels)


def check_tolerance(tolerance: Any) -> None:
    """A standard error to come down to, or None.

    Raises
    ------
    ValueError
        Where it is no number above 0.
    """
    if tolerance is None:
        return
    if not is_number(tolerance, 0) or not tolerance:
        raise ValueError(f"tolerance takes a standard error above 0, such as 0.002, or None; not {_shown(tolerance)}")


def check_executor(executor: Any) -> None:
    """An executor of `concurrent.futures`, or None.

    Raises
    ------
    ValueError
        Where it has no method submit.
    """
    if executor is not None and not callable(getattr(executor, "submit", None)):
        raise ValueError(f"executor takes an executor of concurrent.futures or None; not {_shown(executor)}")


def check_options(**counts: Any) -> None:
    """Numbers of options, by the keyword that takes each, or None.

    Raises
    ------
    ValueError
        Where one is no whole number of 1 or more.
    """
    for name, count in counts.items():
        if count is not None and (not _whole(count) or count < 1):
            raise ValueError(
                f"{name} takes a number of options, a whole number of 1 or more, or None; not {_shown(count)}"
            )


def _samples(samples: Any) -> Iterator[str]:
    if isinstance(samples, int | float) and samples > MOST and samples < float("inf"):
        yield f"samples takes at most {MOST:,} draws, which is days of computing; not {_shown(samples)}"
    elif (not _whole(samples) and not (isinstance(samples, float) and samples.is_integer())) or samples < 1:
        yield f"samples takes a number of draws, a whole number of 1 or more such as 131072; not {_shown(samples)}"


def _seed(seed: Any) -> Iterator[str]:
    if not _whole(seed) or seed < 0:
        text = _shown(seed)
        if isinstance(
            seed, np.random.Generator | np.random.RandomState | np.random.BitGenerator | np.random.SeedSequence
        ):
            text = "a generator, which gives other draws each time: take the number that it was made from"
        elif seed is None:
            text = "None: the same seed gives the same result, and 0 is a seed like any other"
        yield f"seed takes a whole number of 0 or more; not {text}"


def _sampling(sampling: Any) -> Iterator[str]:
    if not isinstance(sampling, str) or sampling not in SAMPLINGS:
        hint = nearest(sampling, SAMPLINGS) if isinstance(sampling, str) else f"known: {', '.join(SAMPLINGS)}"
        yield f"no sampling {_shown(sampling)} ({hint})"


def _checkpoint(checkpoint: Any) -> Iterator[str]:
    if checkpoint is None:
        return
    if not isinstance(checkpoint, str | os.PathLike) or not os.fspath(checkpoint):
        yield f"checkpoint takes the path of a file, such as 'run.npz', or None; not {_shown(checkpoint)}"
        return
    path = Path(checkpoint)
    if path.is_dir():
        yield f"checkpoint {path} is a folder; name a file in it, such as {path / 'run.npz'}"
    elif not path.resolve().parent.is_dir():
        yield f"checkpoint {path}: there is no folder {path.parent}"
    elif path.exists() and not path.is_file():
        yield f"checkpoint {path} is no regular file; use another path"


def _whole(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, int | float | np.integer | np.floating)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
