"""A client in full types does what its types say; `make types` checks the types."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

CLIENT = Path(__file__).with_name("typed_client.py")


@pytest.fixture(scope="module")
def client() -> ModuleType:
    spec = importlib.util.spec_from_file_location("typed_client", CLIENT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_client_in_full_types_gets_what_its_types_say(client, tmp_path):
    found = client.answers(tmp_path)
    assert found["winners"].keys() == {"no_formal_ties"}
    assert found["same"] is True
    assert found["faults"]
    assert found["own"]
    assert found["settings"]["seed"] == 1


def test_make_types_checks_the_client():
    text = (CLIENT.parents[1] / "Makefile").read_text(encoding="utf-8")
    rule = text[text.index("types: ") :].split("\n\n")[0].split("imports:")[0]
    assert "--strict tests/typed_client.py" in rule
