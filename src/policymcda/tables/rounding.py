"""Numbers in a sentence about a change: few digits, and still true."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor, isfinite


def rounded_outward(now: float, then: float, ends: tuple[float, float], holds: Callable[[float], bool]) -> str:
    """The least number of decimals, rounded away from what it is now, at which the option is first indeed."""
    away = ceil if then > now else floor
    for decimals in range(1, 13):
        scaled = then * 10**decimals
        if not isfinite(scaled):
            break
        value = away(scaled) / 10**decimals
        if abs(value - then) <= 0.1 * abs(then - now) and ends[0] <= value <= ends[1] and holds(value):
            return f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return f"{'above' if then >= now else 'below'} {short(then)}"


def part_of(ends: tuple[float, float], now: float, then: float) -> float:
    """How far a change goes as a share of a scale, however far apart its ends are."""
    span = ends[1] - ends[0]
    return abs(then - now) / span if isfinite(span) else abs(then / 2 - now / 2) / (ends[1] / 2 - ends[0] / 2)


def short(value: float) -> str:
    """The number in few digits."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if 1e-2 <= abs(value) < 1e6 or value == 0 else f"{value:.4g}"
