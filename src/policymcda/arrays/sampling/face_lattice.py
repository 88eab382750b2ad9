"""Polytopes in the space of weights by their faces: cut by hyperplanes, measured without cancellation.

A complex holds the faces of every dimension of a polytope within the simplex, and of the cells it was cut into.
Hyperplanes pass through the origin: on the simplex ``a @ w <= b`` is ``(a - b) @ w <= 0``. A new vertex is a point of
an edge, so it is as exact as the two it lies between; a vertex that is closer to the hyperplane than rounding lies on
it, so hyperplanes through common points and identical hyperplanes are ordinary cases. Measures are sums of pyramids
from the vertices upward and nothing is subtracted.
"""

from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Bools, Floats, Ints

NEAR = 1e-13
"""A vertex closer to a hyperplane than this share of its largest coefficient lies on it."""

Face = tuple[int, tuple[int, ...]]
"""The vertices of a face as bits, and the places of its facets in the list of the dimension below."""

Part = tuple[int, int, int, int]
"""What became of a face at a cut: places of what is above, below, within (it whole) and of its section; -1 for none."""


@dataclass
class Complex:
    """Faces by dimension, those of the highest being the cells, and a mark for each cell."""

    vertices: list[Floats]
    faces: list[list[Face]]
    above: list[int]
    """For each cell, the cuts it is above of as bits; cut number k is bit k."""

    below: list[int]
    cuts: int = 0

    def copy(self) -> "Complex":
        """The same cells, to be cut on their own."""
        return Complex(list(self.vertices), list(self.faces), list(self.above), list(self.below), self.cuts)


@dataclass(frozen=True)
class Cells:
    """Size and centre of each cell; sizes sum to 1."""

    shares: Floats
    centroids: Floats


def simplex(criteria: int) -> Complex:
    """All weights that are not negative and sum to 1, one cell."""
    masks = [[1 << i for i in range(criteria)]]
    faces: list[list[Face]] = [[(mask, ()) for mask in masks[0]]]
    for size in range(2, criteria + 1):
        places = {mask: i for i, mask in enumerate(masks[-1])}
        masks.append([mask for mask in range(1 << criteria) if mask.bit_count() == size])
        faces.append([(mask, tuple(places[mask ^ 1 << i] for i in _bits(mask))) for mask in masks[-1]])
    return Complex(list(np.eye(criteria)), faces, [0], [0])


def cut(shape: Complex, normal: Floats) -> bool:
    """Splits every cell that the hyperplane crosses, and says whether there was one."""
    over, under = _sides(shape, normal)
    if not (over and under):
        _mark(shape, [(-1 + bool(mask & over), -1 + bool(mask & under), 0, 0) for mask, _ in shape.faces[-1]])
        return False
    new: list[list[Face]] = [[] for _ in shape.faces]
    parts: list[list[Part]] = []
    for level, faces in enumerate(shape.faces):
        parts.append([])
        for mask, facets in faces:
            ups, downs = mask & over, mask & under
            if ups and downs:
                section = _section(shape, new, parts, level, (mask, facets), over, under, normal)
                flat = new[level - 1][section][0]
                below = parts[level - 1]
                new[level].append((ups | flat, (*(below[g][0] for g in facets if below[g][0] >= 0), section)))
                new[level].append((downs | flat, (*(below[g][1] for g in facets if below[g][1] >= 0), section)))
                place = len(new[level])
                parts[level].append((place - 2, place - 1, -1, section))
            else:
                place = len(new[level])
                new[level].append((mask, tuple(max(parts[level - 1][g][:3]) for g in facets)))
                parts[level].append((place if ups else -1, place if downs else -1, -1 if ups or downs else place, -1))
    crossed = len(new[-1]) > len(shape.faces[-1])
    _mark(shape, parts[-1])
    shape.faces = new
    return crossed


def keep(shape: Complex, normal: Floats, *, on: bool = False) -> bool:
    """Leaves of one cell what is below the hyperplane, or `on` it, and says whether there is anything left."""
    cut(shape, normal)
    over, under = _sides(shape, normal)
    top = len(shape.faces) - 1
    if on or not any(mask & under for mask, _ in shape.faces[top]):  # nothing strictly below: the face within is left
        top = max(
            (k for k, faces in enumerate(shape.faces) if any(not m & (over | under) for m, _ in faces)), default=-1
        )
        chosen = [i for i, (mask, _) in enumerate(shape.faces[top]) if not mask & (over | under)] if top >= 0 else []
    else:
        chosen = [i for i, (mask, _) in enumerate(shape.faces[top]) if not mask & over]
    _restrict(shape, top, chosen)
    return bool(chosen)


def select(shape: Complex, chosen: list[int]) -> None:
    """Leaves the chosen cells, and what bounds them, as if they had not been cut."""
    _restrict(shape, len(shape.faces) - 1, chosen)


def _sides(shape: Complex, normal: Floats) -> tuple[int, int]:
    """Vertices strictly above and strictly below the hyperplane, as bits."""
    values = np.array(shape.vertices) @ normal
    near = NEAR * np.max(np.abs(normal), initial=0.0)
    return _mask(values > near), _mask(values < -near)


def _section(
    shape: Complex,
    new: list[list[Face]],
    parts: list[list[Part]],
    level: int,
    face: Face,
    over: int,
    under: int,
    normal: Floats,
) -> int:
    """Where the part of a crossed face that lies in the hyperplane was put, one dimension lower."""
    mask, facets = face
    if level == 1:
        a, b = (shape.vertices[_bits(mask & side)[0]] for side in (over, under))
        up, down = float(a @ normal), float(b @ normal)
        shape.vertices.append((a * -down + b * up) / (up - down))
        new[0].append((1 << len(shape.vertices) - 1, ()))
        return len(new[0]) - 1
    flat = mask & ~(over | under)
    rims: dict[int, None] = {}
    for g in facets:
        section = parts[level - 1][g][3]
        if section >= 0:
            rims[section] = None
            flat |= new[level - 2][section][0]
        else:
            rims |= {parts[level - 2][r][2]: None for r in shape.faces[level - 1][g][1] if parts[level - 2][r][2] >= 0}
    new[level - 1].append((flat, tuple(rims)))
    return len(new[level - 1]) - 1


def _mark(shape: Complex, parts: list[Part]) -> None:
    """Notes of every new cell on which side of the new cut it is."""
    above, below = [], []
    bit = 1 << shape.cuts
    for (up, down, _, _), a, b in zip(parts, shape.above, shape.below, strict=True):
        if up >= 0:
            above.append(a | bit)
            below.append(b)
        if down >= 0:
            above.append(a)
            below.append(b | bit)
        if up < 0 and down < 0:
            above.append(a)
            below.append(b)
    shape.above, shape.below, shape.cuts = above, below, shape.cuts + 1


def _restrict(shape: Complex, top: int, chosen: list[int]) -> None:
    """Leaves the chosen faces of dimension `top` as cells, and what bounds them."""
    levels: list[list[Face]] = []
    for level in range(top, -1, -1):
        wanted = sorted({g for i in chosen for g in shape.faces[level][i][1]})
        places = {g: i for i, g in enumerate(wanted)}
        levels.append([(shape.faces[level][i][0], tuple(places[g] for g in shape.faces[level][i][1])) for i in chosen])
        chosen = wanted
    levels.reverse()
    used = [_bits(mask)[0] for mask, _ in levels[0]] if levels else []
    number = {old: i for i, old in enumerate(used)}
    renumber = [[(sum(1 << number[v] for v in _bits(mask)), facets) for mask, facets in level] for level in levels]
    shape.vertices = [shape.vertices[v] for v in used]
    shape.faces = renumber
    cells = len(renumber[-1]) if renumber else 0
    shape.above, shape.below, shape.cuts = [0] * cells, [0] * cells, 0


def _mask(chosen: Bools) -> int:
    """Positions that are True, as bits."""
    return int.from_bytes(np.packbits(chosen, bitorder="little").tobytes(), "little")


def _bits(mask: int) -> list[int]:
    """Positions of the bits that are set."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def cells(shape: Complex) -> Cells:
    """Share of the whole and centroid of every cell."""
    size, centre = _measured(shape)
    return Cells(size / np.sum(size), centre)


def volume(shape: Complex) -> float:
    """What all cells together measure in their own dimension; 1 for a single point."""
    return float(np.sum(_measured(shape)[0]))


def _measured(shape: Complex) -> tuple[Floats, Floats]:
    """Size and centroid of every cell, by pyramids from one vertex of each face over the rest."""
    points = np.array(shape.vertices)
    centre: Floats = points[[_bits(mask)[0] for mask, _ in shape.faces[0]]]
    start = centre
    size, basis = np.ones(len(centre)), np.zeros((len(centre), 0, points.shape[1]))
    for level in range(1, len(shape.faces)):
        apex, owner, base = _pyramids(shape.faces[level], shape.faces[level - 1])
        away = points[apex[owner]] - start[base]
        for _ in range(2):  # twice is enough: what is left is orthogonal up to rounding
            along = np.einsum("pkn,pn->pk", basis[base], away)
            away = away - np.einsum("pk,pkn->pn", along, basis[base])
        height = np.sqrt(np.sum(away**2, axis=1))
        part = size[base] * height / level
        middle = (points[apex[owner]] + level * centre[base]) / (level + 1)
        size = np.asarray(np.bincount(owner, part, len(apex)))
        total = np.stack([np.bincount(owner, part * column, len(apex)) for column in middle.T], axis=1)
        start = points[apex]
        centre = np.divide(total, size[:, None], out=start.copy(), where=size[:, None] > 0)
        best = np.lexsort((height, owner))[np.cumsum(np.bincount(owner, minlength=len(apex))) - 1]
        unit = np.divide(away[best], height[best, None], out=away[best], where=height[best, None] > 0)
        basis = np.concatenate([basis[base[best]], unit[:, None]], axis=1)
    return size, centre


def _pyramids(faces: list[Face], below: list[Face]) -> tuple[Ints, Ints, Ints]:
    """A vertex of each face; and, a row for each of its facets without that vertex, the face and the facet."""
    tips = [mask & -mask for mask, _ in faces]
    pairs = [(i, g) for i, (_, facets) in enumerate(faces) for g in facets if not below[g][0] & tips[i]]
    owner, base = np.array(pairs, dtype=np.int64).T
    return np.array([tip.bit_length() - 1 for tip in tips]), owner, base
