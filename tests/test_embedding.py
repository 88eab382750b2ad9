"""What other programs rely on: what the verbs print fits the schemas, and the examples of embedding do what they say."""

import io
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jsonschema
import pytest

import policymcda as mcda
from policymcda.cli import VERBS, main

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "docs" / "schemas"
EXAMPLES = ROOT / "examples" / "embedding"
CASE = {
    "criteria": [
        {"criterion": "reach", "direction": "benefit", "low": 0, "high": 10, "weight": 0.6},
        {"criterion": "price", "direction": "cost", "low": 0, "high": 10, "weight": 0.4},
    ],
    "ratings": [
        {"group": group, "option": option, "criterion": criterion, "low": mode - 1, "mode": mode, "high": mode + 1}
        for group in ("north", "south")
        for option, modes in {"tax": (4, 3), "ban": (9, 6), "permit": (7, 5)}.items()
        for criterion, mode in zip(("reach", "price"), modes, strict=True)
    ],
    "expectations": [{"group": "north", "option": "ban", "relation": "within", "rank": 2}],
}
FEW = ["--samples", "1"]
TYPED: dict[str, list[str]] = {
    "explain": ["tax", "ban", "--group", "north"],
    "conditions": ["--option", "ban", "--group", "north", *FEW],
    "portfolio": ["--costs", "tax=1,ban=2,permit=2", "--budget", "3", "--near", "0.5", "--proposed", "tax"],
    "sensitivity": ["--samples", "64"],
    "stakeholders": ["--weights", "equal"],
    "flips": ["--kinds", "weight"],
    "compare": ["--methods", "topsis,vikor"],
    "implied": ["--method", "weighted_sum", *FEW],
    **dict.fromkeys(("smaa", "verdict", "value-of-information", "regret", "across"), FEW),
}
SHIPPED = {"stakeholders", "group-topsis", "weights", "diff", "agreement-with-source"}
"""Verbs that are asked about a case that ships, which has judgements and several stakeholders."""
RESULTS = sorted(path.stem for path in SCHEMAS.glob("*.json") if path.stem in VERBS)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    return path


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


def typed(verb: str, case: Path) -> list[str]:
    """What is typed so that a verb answers in a moment."""
    if verb in ("cases", "methods"):
        return [verb]
    if verb in SHIPPED:
        return [verb, "cyber-policy", *(["cyber-policy"] if verb == "diff" else [])]
    return [verb, str(case), *TYPED.get(verb, [])]


@pytest.mark.parametrize("verb", RESULTS)
def test_what_a_verb_prints_fits_its_schema(verb: str, case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*typed(verb, case), "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(schema(verb)).validate(printed)
    if isinstance(printed, dict):
        assert printed["settings"]["version"] == mcda.__version__
        assert printed["settings"]["fingerprint"]
        for table, rows in schema(verb)["properties"].items():
            known = rows.get("items", {}).get("properties", {})
            assert [row for row in printed[table] if set(row) - set(known)] == [] or table == "settings", table


def test_what_does_not_fit_a_schema_is_seen(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["rank", str(case), "--format", "json"])
    printed = json.loads(capsys.readouterr().out)
    del printed["table"][0]["score"]
    assert not jsonschema.Draft202012Validator(schema("rank")).is_valid(printed)


def test_every_verb_that_answers_by_json_has_a_schema() -> None:
    asks = {verb for verb in VERBS if "format_argument" in source(verb)}
    assert asks - set(RESULTS) == {"show", "collect"}, "show prints tables of the case, collect the case or a ranking"


def source(verb: str) -> str:
    return (ROOT / f"src/policymcda/cli/{verb.replace('-', '_')}.py").read_text(encoding="utf-8")


def test_schemas_are_schemas_and_each_has_an_identifier_of_its_own() -> None:
    described = [schema(path.stem) for path in sorted(SCHEMAS.glob("*.json")) if path.stem != "case"]
    for one in described:
        jsonschema.Draft202012Validator.check_schema(one)
    assert len({one["$id"] for one in described}) == len(described)


def run(command: list[str], text: str) -> subprocess.CompletedProcess[str]:
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environ = {**os.environ, "PATH": places}
    return subprocess.run(command, input=text, capture_output=True, text=True, env=environ, timeout=120, check=False)


PROGRAMS = {"sh": "rank.sh", "node": "rank.mjs"}


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_shell_and_a_node_program_ask_what_comes_first(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"no {program} here")
    done = run([program, str(EXAMPLES / PROGRAMS[program])], json.dumps(CASE))
    assert (done.stdout, done.returncode) == ("north ban\nsouth ban\n", 0)


def test_a_program_in_node_is_told_what_is_wrong_with_its_case() -> None:
    if shutil.which("node") is None:
        pytest.skip("no node here")
    done = run(["node", str(EXAMPLES / "rank.mjs")], json.dumps({**CASE, "criteria": [{"criterion": "reach"}]}))
    assert (done.stdout, done.returncode) == ("", 2)
    assert "criteria, column direction: the column is missing" in done.stderr


class Silent(WSGIRequestHandler):
    """No line for each request."""

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="module")
def service() -> ModuleType:
    spec = spec_from_file_location("wsgi_example", EXAMPLES / "wsgi.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def port(service: ModuleType) -> Iterator[int]:
    """The service on a free port of this machine, one thread for each request."""
    with make_server("127.0.0.1", 0, service.application, service.Server, Silent) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def post(port: int, body: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/", body.encode())
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_20_requests_at_once_get_the_bytes_of_a_single_one(port: int) -> None:
    body = json.dumps(CASE)
    status, alone = post(port, body)
    assert status == 200
    jsonschema.Draft202012Validator(schema("rank")).validate(json.loads(alone))
    with ThreadPoolExecutor(20) as pool:
        together = list(pool.map(lambda _: post(port, body), range(20)))
    assert together == [(200, alone)] * 20


def test_the_service_answers_as_the_command_line_does(
    port: int, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["rank", str(case), "--format", "json"])
    assert json.loads(post(port, json.dumps(CASE))[1]) == json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("body", "status", "key"),
    [
        (json.dumps({**CASE, "ratings": CASE["ratings"][1:]}), 422, "faults"),
        ("{", 400, "error"),
        ("[" * 100_000, 400, "error"),
        ("[]", 400, "error"),
        (" " * 1_000_001, 413, "error"),
    ],
    ids=["incomplete", "no JSON", "deep", "no case", "long"],
)
def test_the_service_says_what_is_wrong_and_never_fails(service: ModuleType, body: str, status: int, key: str) -> None:
    answered: list[str] = []
    environ = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body.encode())}
    parts = service.application(environ, lambda line, headers: answered.append(line))
    assert int(answered[0][:3]) == status
    assert json.loads(b"".join(parts))[key]
