"""What comparing every two options takes, before it is asked of the machine."""

ROOM = 2**32
"""Bytes that tables of all pairs may take."""

EACH = 2
"""Bytes for each pair, all tables together."""


MOST = 100_000
"""Options of which every two are compared without a table of all pairs, at most."""


def check_compared(options: int, group: str = "") -> None:
    """Nothing where every two of so many options are compared in minutes; else an error with their number.

    >>> check_compared(300_000, "here")
    Traceback (most recent call last):
        ...
    ValueError: here: 300,000 options make 90,000,000,000 pairs, and those of at most 100,000 options are compared: take some with select(options=)
    """
    if options > MOST:
        raise ValueError(
            f"{group and f'{group}: '}{options:,} options make {options**2:,} pairs, and those of at most {MOST:,} options "
            f"are compared: take some with select(options=)"
        )


def check_pairs(options: int, group: str = "") -> None:
    """Nothing where all pairs of so many options fit; else an error with what they would take.

    >>> check_pairs(300_000)
    Traceback (most recent call last):
        ...
    ValueError: 300,000 options make 90,000,000,000 pairs, which take about 168 GiB, and there is room for 4 GiB (46,340 options): take some with select(options=)
    """
    size = EACH * options**2
    if size > ROOM:
        most = f"{int((ROOM / EACH) ** 0.5):,} options"
        raise ValueError(
            f"{group and f'{group}: '}{options:,} options make {options**2:,} pairs, which take about {size / 2**30:,.0f} GiB, "
            f"and there is room for {ROOM / 2**30:,.0f} GiB ({most}): take some with select(options=)"
        )
