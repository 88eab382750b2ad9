"""Options that outrank each other in a circle: the strong components of a relation (Tarjan, 1972).

The relation is kept as it is, a row of bool for each option: every step looks at one row.
"""

import numpy as np

from policymcda.arrays import Bools, Ints


def circles(relation: Bools) -> Ints:
    """The number of the circle that each option is in, (m,); an option that is in none is one of its own.

    Numbers follow the relation: an option outranks only what is in its own circle or in those of higher numbers.

    Parameters
    ----------
    relation : (m, m)
        Whether the row outranks the column.
    """
    search = _Search(relation)
    for option in range(len(relation)):
        if search.unseen[option]:
            search.follow(option)
    return search.count - 1 - search.circle


class _Search:
    """A search in depth; circles are complete, and numbered, when all that they outrank is."""

    def __init__(self, relation: Bools) -> None:
        options = len(relation)
        self.relation, self.count, self.seen = relation, 0, 0
        self.unseen, self.open = np.ones(options, dtype=np.bool_), np.zeros(options, dtype=np.bool_)
        self.place, self.lowest = np.zeros(options, dtype=np.int64), np.zeros(options, dtype=np.int64)
        self.circle = np.zeros(options, dtype=np.int64)
        self.stack: list[int] = []

    def follow(self, first: int) -> None:
        """Visits what can be reached from an option, deepest first."""
        path = [first]
        self._enter(first)
        while path:
            option = path[-1]
            ahead = self.relation[option] & self.unseen
            following = int(np.argmax(ahead))
            if ahead[following]:
                path.append(following)
                self._enter(following)
                continue
            path.pop()
            self._leave(option)
            if path:
                self.lowest[path[-1]] = min(self.lowest[path[-1]], self.lowest[option])

    def _enter(self, option: int) -> None:
        self.place[option] = self.lowest[option] = self.seen
        self.seen += 1
        self.unseen[option], self.open[option] = False, True
        self.stack.append(option)

    def _leave(self, option: int) -> None:
        """Closes the circle that was entered through the option, if it was."""
        back = self.place[self.relation[option] & self.open]
        self.lowest[option] = min(self.lowest[option], np.min(back, initial=self.seen))
        if self.lowest[option] < self.place[option]:
            return
        member = -1
        while member != option:
            member = self.stack.pop()
            self.open[member] = False
            self.circle[member] = self.count
        self.count += 1
