"""The command line, run in this process as a script would run it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from commands_helpers import Ran

from handbook.commands import cli


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run ``handbook`` in the test's own folder; anything but a clean exit fails the test."""
    monkeypatch.chdir(tmp_path)

    def go(*args: object, stdin: bytes | str = b"") -> Ran:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = CliRunner().invoke(cli, [*map(str, args)], input=data)
        assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
        return Ran(done.exit_code, done.stdout_bytes, done.stderr)

    return go
