"""The server of the journeys, loaded by conftest.py: static files as production sends them, whole and to be kept."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import Http404, HttpRequest, HttpResponse
from pytest_django.live_server_helper import LiveServer

from helpdesk.static_files import SHEET, whole_sheet

# Ten years: the clock of the server is moved, and the browser's is not.
KEPT = "public, max-age=315360000, immutable"


class KeptFiles(StaticFilesHandler):
    """A page has seventy files in the source. Asked for again on every page, they would take longer than the page."""

    def serve(self, request: HttpRequest) -> HttpResponse:
        path = self.file_path(request.path)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return HttpResponse(content(path), content_type=kind, headers={"Cache-Control": KEPT})


@cache
def content(path: str) -> bytes:
    """A file as it stands in the source, but the sheet of styles, which has its parts in place."""
    found = finders.find(path)
    if not isinstance(found, str):
        raise Http404(path)
    return whole_sheet(Path(found)).encode() if path == SHEET else Path(found).read_bytes()


def serve() -> LiveServer:
    """Serve on a port of the machine, until it is stopped."""
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = KeptFiles
    server.start()
    return server


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """As pytest-django's, which knows it by this name."""
    server = serve()
    yield server
    server.stop()
