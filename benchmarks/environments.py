"""Libraries to compare with that are no dependency: each in an environment of its own, made when first asked for."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / ".bench"


class NoPeer(Exception):
    """The environment of a peer cannot be made, or the peer fails in it; the text says why in one line."""


def peer(name: str, requirements: Sequence[str]) -> Path:
    """Python of an environment that holds the requirements, such as ``["pysensmcda==2.0.0"]``."""
    mark = hashlib.sha256(" ".join(sorted(requirements)).encode()).hexdigest()[:8]
    folder = FOLDER / f"{name}-{mark}"
    python = folder / "bin" / "python"
    if (folder / "ready").exists():
        return python
    print(f"  making an environment for {name}", file=sys.stderr, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    _call([sys.executable, "-m", "venv", "--without-pip", str(folder)])
    uv = Path(sys.executable).with_name("uv")
    try:
        _call([str(uv), "pip", "install", "-q", "--compile-bytecode", "--python", str(python), *requirements])
    except NoPeer:
        _call([sys.executable, "-m", "pip", "--python", str(python), "install", "-q", *requirements])
    (folder / "ready").touch()
    return python


def answer(name: str, requirements: Sequence[str], script: str, *arguments: str) -> Any:
    """What a script that runs in the peer's environment prints last, read as JSON."""
    return output_of([str(peer(name, requirements)), "-c", script, *arguments])


def output_of(command: Sequence[str]) -> Any:
    """The last line that a command prints, read as JSON."""
    return json.loads(_call(command).splitlines()[-1])


def _call(command: Sequence[str]) -> str:
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=clean, timeout=900)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoPeer(str(error)) from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines() or [f"exit {error.returncode}"]
        raise NoPeer(said[-1]) from None
    return done.stdout
