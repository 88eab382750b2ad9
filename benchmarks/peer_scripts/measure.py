# Stands before the script of each library, and measures what that script names.
import time as _time

_started = _time.perf_counter()

import json
import statistics
import sys
import warnings


def peak():
    """The most memory that this process has held, in MB."""
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def seconds(call, most=1.0):
    """The median of as many calls as fit into some time, three at least; of one where that alone takes longer."""
    begin = _time.perf_counter()
    call()
    if (once := _time.perf_counter() - begin) > most:
        return once
    taken, begin = [], _time.perf_counter()
    while len(taken) < 3 or (_time.perf_counter() - begin < most and len(taken) < 200):
        start = _time.perf_counter()
        call()
        taken.append(_time.perf_counter() - start)
    return statistics.median(taken)


def first(rank_case, folder):
    """What a person waits for and what it takes: the libraries are imported, four groups read from files and ranked."""
    ranks = rank_case(folder)
    return {"seconds": _time.perf_counter() - _started, "peak": peak(), "ranks": ranks}


def work(methods, folder, topsis_many=None, acceptability=None):
    """Scores of each method, and seconds of the same work."""
    import numpy as np

    given = json.loads(open(folder + "/work.json", encoding="utf-8").read())
    matrix, weights, benefit = (np.array(given[name]) for name in ("matrix", "weights", "benefit"))
    scores = {name: _scores(method, matrix, weights, benefit) for name, method in methods.items()}
    rng = np.random.default_rng(1)
    large, even, up = rng.uniform(1, 9, (10_000, 10)), np.full(10, 0.1), np.ones(10, bool)
    some = large[:100]
    vectors = rng.dirichlet(np.ones(matrix.shape[1]), 10_000)
    found = {"scores": scores, "topsis of 9 x 4": seconds(lambda: methods["topsis"](matrix, weights, benefit))}
    found["topsis of 10,000 x 10"] = seconds(lambda: methods["topsis"](large, even, up))
    if "promethee_ii" in methods:
        found["promethee_ii of 100 x 10"] = seconds(lambda: methods["promethee_ii"](some, even, up))
    if topsis_many:
        found["topsis of 9 x 4, 10,000 weight vectors"] = seconds(lambda: topsis_many(matrix, vectors, benefit))
    else:
        few = vectors[:50]
        taken = seconds(lambda: [methods["topsis"](matrix, each, benefit) for each in few])
        found["topsis of 9 x 4, 10,000 weight vectors"] = taken * len(vectors) / len(few)
    if acceptability:
        found["first ranks"] = np.asarray(acceptability(matrix, benefit, 10_000), float).tolist()
        found["rank acceptability, 10,000 draws"] = seconds(lambda: acceptability(matrix, benefit, 10_000))
    found["peak"] = peak()
    return found


def _scores(method, *given):
    import numpy as np

    try:
        return np.asarray(method(*given), float).tolist()
    except ValueError as error:
        return str(error)


def bad(ask):
    """What comes out where something is wrong with the input: refused, warned of, or numbers."""
    import numpy as np

    matrix = np.array([[7.0, 8, 5, 4], [7, 9, 2, 7], [6, 5, 3, 3], [5, 6, 4, 4]])
    weights, benefit, names = np.full(4, 0.25), np.ones(4, bool), ["a", "b", "c", "d"]
    gap, infinite, negative = matrix.copy(), matrix.copy(), np.array([0.5, 0.4, 0.3, -0.2])
    gap[1, 2], infinite[1, 2] = np.nan, np.inf
    cases = {
        "a rating is missing (NaN)": (gap, weights, benefit, names),
        "a rating is infinite": (infinite, weights, benefit, names),
        "a weight is negative": (matrix, negative, benefit, names),
        "a criterion has no weight": (matrix, weights[:3], benefit, names),
        "weights sum to 2": (matrix, 2 * weights, benefit, names),
        "two options have one name": (matrix, weights, benefit, ["a", "b", "b", "d"]),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ask(matrix, weights, benefit, names)  # what an import warns of is not about the input
    return {name: _in_child(lambda case=case: _answer(ask, case)) for name, case in cases.items()}


def _answer(ask, case):
    import numpy as np

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            scores = np.asarray(ask(*case), float)
        except NotImplementedError as error:
            return {"answer": str(error)}
        except Exception as error:
            lines = [line for line in str(error).splitlines() if line.strip()]
            return {"answer": "refused", "error": type(error).__name__, "says": " ".join(lines[:2])[:160]}
    answer = {"answer": "numbers" if np.isfinite(scores).all() else "NaN"}
    texts = [str(each.message).splitlines()[0] for each in caught if "eprecat" not in each.category.__name__]
    return {"answer": answer["answer"] + ", with a warning", "says": texts[0][:160]} if texts else answer


def _in_child(work):
    """What the work gives as JSON, from a process of its own: one library ends the process."""
    import os

    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, json.dumps(work()).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        text = pipe.read()
    status = os.waitpid(child, 0)[1]
    return json.loads(text) if text and not status else {"answer": f"the process ends (signal {status & 127})"}


def main(rank_case, methods, ask, **others):
    """Prints as JSON what was asked for."""
    import contextlib
    import io

    what, folder = sys.argv[1:]
    with contextlib.redirect_stdout(io.StringIO()):
        found = {
            "first": lambda: first(rank_case, folder),
            "work": lambda: work(methods, folder, **others),
            "bad": lambda: bad(ask),
        }[what]()
    print(json.dumps(found))
