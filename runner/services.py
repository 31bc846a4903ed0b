"""Database and broker together, as one thing to start, to name and to stop."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from runner.postgres import Postgres
from runner.valkey import Valkey


class Services:
    """The embedded servers that nobody has named another one for."""

    def __init__(self, folder: Path, given: Mapping[str, str] = os.environ, *, durable: bool = True) -> None:
        log = folder / "log"
        self.embedded: dict[str, Postgres | Valkey] = {}
        if not given.get("DATABASE_URL"):
            self.embedded["DATABASE_URL"] = Postgres(folder / "postgres", log / "postgres.log", durable=durable)
        if not given.get("REDIS_URL"):
            self.embedded["REDIS_URL"] = Valkey(folder / "valkey", log / "valkey.log", durable=durable)

    def start(self) -> None:
        """Start them all, or none; raises Failure."""
        try:
            for service in self.embedded.values():
                service.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop them all, the last one first."""
        for service in reversed(self.embedded.values()):
            service.stop()

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead to them."""
        return {name: service.url for name, service in self.embedded.items()}
