"""Free and taken TCP ports."""

from __future__ import annotations

import errno
import socket
from pathlib import Path


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this instant."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there; raises OSError for a host that is not this machine's."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def remembered_port(path: Path) -> int:
    """The port that this file keeps while it is free, otherwise another one, kept from now on."""
    if path.exists():
        port = int(path.read_text())
        if is_free("127.0.0.1", port):
            return port
    port = free_port()
    path.write_text(str(port))
    return port
