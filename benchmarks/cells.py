"""Arrays of cells: a hundred million cells x 4 criteria through Dask, beside the kernel on the array whole."""

import json
import statistics
import subprocess
import sys

from benchmarks import Row, duration

REPEATS = 5

SETUP = """
import json, os, threading, time
import dask, dask.array as da, numpy as np, xarray as xr
from policymcda import score
from policymcda.arrays.methods import METHODS

def resident(key):
    with open("/proc/self/status") as lines:
        return int(next(line for line in lines if line.startswith(key)).split()[1]) / 1000

labels = ["slope", "distance", "cost", "cover"]
criteria = {"criterion": labels, "direction": ["cost", "benefit", "cost", "benefit"], "weight": [0.1, 0.2, 0.3, 0.4]}
kernel = [np.array(criteria["weight"]), np.array([way == "benefit" for way in criteria["direction"]])]

def raster(side, chunk):
    drawn = da.random.default_rng(0).random((4, side, side), chunks=(4, chunk, chunk)) + 0.1
    return xr.DataArray(drawn, dims=("criterion", "y", "x"), coords={"criterion": labels})

score(raster(10, 5), criteria=criteria).mean().compute()
"""

THREADS = """
start = time.perf_counter()
score(raster(10_000, 1000), criteria=criteria, method={method!r}).mean().compute(scheduler="threads", num_workers=2)
print(json.dumps([time.perf_counter() - start, resident("VmHWM:")]))
"""

PROCESSES = """
from distributed import Client, LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster, Client(cluster) as client:
        client.run(lambda: __import__("policymcda.questions.score"))
        start = time.perf_counter()
        score(raster(10_000, 1000), criteria=criteria).mean().compute()
        took = time.perf_counter() - start
        peaks = client.run(resident, "VmHWM:")
    print(json.dumps([took, sum(peaks.values()) + resident("VmHWM:")]))
"""

AGREES = """
whole = raster(1000, 100).compute()
worst = 0.0
for method in ("topsis", "modified_topsis", "weighted_sum", "moora", "aras"):
    matrix = np.moveaxis(whole.values, 0, -1).reshape(-1, 4)
    by_kernel = METHODS[method](matrix, *kernel).reshape(1000, 1000)
    by_chunks = score(raster(1000, 100), criteria=criteria, method=method).compute()
    worst = max(worst, float(np.max(np.abs(by_chunks.values - by_kernel)) / np.max(np.abs(by_kernel))))
print(json.dumps([worst, resident("VmHWM:")]))
"""


def rows(repeats: int = REPEATS) -> list[Row]:
    """Time and peak of memory of the whole process, by threads and by processes; how far chunks are off the kernel."""
    found = [
        _row(f"{method}, 100,000,000 cells x 4, two threads (to stay under 60 s, 1.5 GB)", THREADS, repeats, method)
        for method in ("topsis", "weighted_sum")
    ]
    found.append(_row("topsis, the same by a LocalCluster of two processes (memory of all three)", PROCESSES, repeats))
    worst, _ = _run(AGREES)
    what = "largest difference to the kernel, 1,000,000 cells, five methods, as a share of the largest score"
    return [*found, {"what": what, "ours": f"{worst:.1e}"}]


def _row(what: str, script: str, repeats: int, method: str = "topsis") -> Row:
    times, peaks = zip(*(_run(script.replace("{method!r}", repr(method))) for _ in range(repeats)), strict=True)
    spread = f"{duration(min(times))} to {duration(max(times))}, {max(peaks):.0f} MB"
    return {"what": what, "ours": statistics.median(times), "spread": spread}


def _run(script: str) -> tuple[float, float]:
    command = [sys.executable, "-c", SETUP + script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    first, second = json.loads(done.stdout)
    return first, second
