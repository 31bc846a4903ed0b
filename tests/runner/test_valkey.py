"""The embedded Valkey."""

from pathlib import Path

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from runner.valkey import Valkey
from tests.runner.processes import kill

pytestmark = pytest.mark.process


def test_what_was_written_survives_a_kill_and_strangers_stay_out(tmp_path: Path) -> None:
    server = Valkey(tmp_path / "dossier d'été", tmp_path / "valkey.log")
    server.start()
    redis.from_url(server.url).set("word", "promise")
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=server.port, retry=Retry(NoBackoff(), 0)).get("word")
    with redis.from_url(server.url) as client:
        client.execute_command("WAITAOF", 1, 0, 2000)
    kill(server.process.pid)
    server.process.wait()

    again = Valkey(tmp_path / "dossier d'été", tmp_path / "valkey.log")
    again.start()
    try:
        assert redis.from_url(again.url).get("word") == b"promise"
        assert again.url == server.url
    finally:
        again.stop()
