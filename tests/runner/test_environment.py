"""`.env`, DATA_DIR and the secrets that are kept in it."""

import os
from pathlib import Path

import pytest

from runner import environment
from runner.failure import Failure


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Load these lines into an environment without A, B and C, and give back what they are then."""
    for name in "ABC":
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)

    def load(text: str) -> dict[str, str]:
        (tmp_path / ".env").write_text(text)
        environment.load_dotenv(tmp_path / ".env")
        return {name: os.environ[name] for name in "ABC" if name in os.environ}

    return load


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=plain", "plain"),
        ("export A=plain", "plain"),
        ("  A = with spaces around  ", "with spaces around"),
        ("A=", ""),
        ("A= # only a comment", ""),
        ("A=value # a comment", "value"),
        ("A=pass#word", "pass#word"),
        ('A="a # in quotes"  # a comment', "a # in quotes"),
        ('A="a \\"quoted\\" word\\nand a line"', 'a "quoted" word\nand a line'),
        ("A='literally \\n $HOME'", "literally \\n $HOME"),
        ("A=postgres://u:p=w@h/d?x=y", "postgres://u:p=w@h/d?x=y"),
        ("A=Société générale d'essai", "Société générale d'essai"),
    ],
)
def test_a_line_gives_a_value(read, line: str, value: str) -> None:
    assert read(line) == {"A": value}


def test_empty_lines_and_comments_are_passed_over(read) -> None:
    assert read("# first\n\nA=1\n   # indented\nB=2\n") == {"A": "1", "B": "2"}


def test_the_environment_wins_over_the_file(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A", "from outside")
    assert read("A=from the file\nB=2") == {"A": "from outside", "B": "2"}


@pytest.mark.parametrize("line", ["no equals sign", "1A=2", "A B=2", "A='open", 'A="open', 'A="shut" and more'])
def test_a_bad_line_is_refused_with_its_number(read, line: str) -> None:
    with pytest.raises(Failure, match=r"\.env, line 3: "):
        read(f"# one\nB=2\n{line}\n")


def test_a_missing_file_sets_nothing(tmp_path: Path) -> None:
    before = dict(os.environ)
    environment.load_dotenv(tmp_path / "nowhere")
    assert dict(os.environ) == before


def test_data_dir_is_var_in_the_project_until_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATA_DIR")
    assert environment.data_dir() == environment.PROJECT / "var"
    monkeypatch.setenv("DATA_DIR", "elsewhere")
    assert environment.data_dir() == environment.PROJECT / "elsewhere"
    monkeypatch.setenv("DATA_DIR", "/absolute")
    assert environment.data_dir() == Path("/absolute")


def test_data_dir_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "below"))
    with pytest.raises(Failure, match="set another DATA_DIR"):
        environment.prepare_data_dir()


def test_a_secret_is_drawn_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    secret = environment.kept_secret(tmp_path / "secret")
    assert len(secret) > 50
    assert environment.kept_secret(tmp_path / "secret") == secret
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


@pytest.mark.parametrize(
    ("value", "is_on"), [("1", True), ("Yes", True), ("0", False), ("no", False), ("", True), (" ", True)]
)
def test_a_switch_that_is_empty_stays_at_its_default(monkeypatch: pytest.MonkeyPatch, value: str, is_on: bool) -> None:
    monkeypatch.setenv("DEMO", value)
    assert environment.is_on("DEMO", default=True) is is_on
