"""Where the web server listens, and what that is called in a browser."""

from __future__ import annotations

import http.client
import os
import socket
from dataclasses import dataclass

from runner.failure import Failure
from runner.ports import is_free
from runner.spawn import wait_until

EVERY_INTERFACE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


@dataclass(frozen=True)
class Address:
    """HOST and PORT."""

    host: str
    port: int

    @property
    def bind(self) -> str:
        """As gunicorn wants it."""
        return f"{_bracketed(self.host)}:{self.port}"

    @property
    def url(self) -> str:
        """As a person on this machine types it."""
        return f"http://{_bracketed(EVERY_INTERFACE.get(self.host, self.host))}:{self.port}"

    def check_free(self) -> None:
        """Raise Failure if nothing can listen there; a server that is just ending gets a moment to do so."""
        try:
            if wait_until(lambda: is_free(self.host, self.port), patience=3, pause=0.1):
                return
        except OSError as error:
            raise Failure(f"HOST {self.host} with PORT {self.port} does not work: {error.strerror}.") from None
        raise Failure(f"PORT {self.port} is taken by another program: set another (PORT=8001 make run).")

    def hosts_to_allow(self) -> str:
        """The names under which a browser may ask for this address."""
        names = ["localhost", "127.0.0.1", "[::1]"]
        if self.host in EVERY_INTERFACE:
            names += [socket.gethostname(), *_own_addresses()]
        elif self.host not in names:
            names.append(_bracketed(self.host))
        return ",".join(names)

    def is_healthy(self) -> bool:
        """Whether `/health/` answers 200."""
        return self.ask_health()[0] == 200

    def ask_health(self) -> tuple[int, str]:
        """Status and text of `/health/`, asked for under a name that settings.py allows; 0 without an answer."""
        allowed = os.environ.get("ALLOWED_HOSTS") or self.hosts_to_allow()
        name = allowed.split(",")[0].strip().lstrip(".").replace("*", "localhost")
        host = EVERY_INTERFACE.get(self.host, self.host)
        connection = http.client.HTTPConnection(host, self.port, timeout=5)
        try:
            connection.request("GET", "/health/", headers={"Host": name})
            answer = connection.getresponse()
            return answer.status, answer.read(200).decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            return 0, str(error)
        finally:
            connection.close()


def read_address() -> Address:
    """HOST and PORT of the environment; raises Failure for what is no port."""
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise Failure(f"PORT is {port!r}: it has to be a number from 1 to 65535.")
    return Address(os.environ.get("HOST") or "127.0.0.1", int(port))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _own_addresses() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        return []
    return sorted({str(entry[4][0]) for entry in found})
