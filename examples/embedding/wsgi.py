"""A ranking as a web service, in one function: a case as JSON in, what `policymcda rank --format json` prints out.

Any WSGI server runs it; the one of the standard library, for a try on this machine alone:

    python wsgi.py 8000 &
    curl --data-binary @case.json localhost:8000

A case that does not fit is answered by 422 and the list of its faults, one that is too long by 413.
"""

import json
import sys
from collections.abc import Callable, Iterable
from http import HTTPStatus
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIServer, make_server

import policymcda as mcda

LONGEST = 1_000_000
"""Bytes of a case that are taken."""


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answers one request; it keeps nothing between two, so any number of them may run at once."""
    status, found = answer(environ)
    body = json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    headers = [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]


def answer(environ: dict[str, Any]) -> tuple[HTTPStatus, Any]:
    """The status and what is answered, as JSON can tell it."""
    text = environ.get("CONTENT_LENGTH") or ""
    if not text.isdecimal():
        return HTTPStatus.LENGTH_REQUIRED, {"error": "send a case as JSON, with its length"}
    if int(text) > LONGEST:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"error": f"a case of at most {LONGEST:,} bytes is taken"}
    try:
        case = json.loads(environ["wsgi.input"].read(int(text)))
        return HTTPStatus.OK, mcda.rank(mcda.Problem.from_dict(case)).to_dict()
    except mcda.ProblemError as error:
        return HTTPStatus.UNPROCESSABLE_ENTITY, {"faults": error.faults.astype(str).to_dict("records")}
    except ValueError as error:
        return HTTPStatus.BAD_REQUEST, {"error": str(error)}
    except RecursionError:
        return HTTPStatus.BAD_REQUEST, {"error": "the JSON is nested too deep"}


class Server(ThreadingMixIn, WSGIServer):
    """One thread for each request."""

    daemon_threads = True


if __name__ == "__main__":
    with make_server("127.0.0.1", int(sys.argv[1]), application, server_class=Server) as server:
        server.serve_forever()
