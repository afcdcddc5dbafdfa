"""The scripts behind ``make run`` and ``make test``."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from handbook import tasks

PACKAGING = Path(__file__).parents[1] / "packaging"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_a_screen_the_same_job_is_done_into_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert script("run").main(tmp_path / "out") == 0
    said = capfd.readouterr()
    made = sorted(path for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert {path.suffix for path in made} == {".pdf", ".png"}
    assert sorted(said.out.split()) == [str(path) for path in made]
    assert "屏幕" in said.err
    assert str(tmp_path / "out") in said.err


def test_every_job_is_tried_and_a_failure_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = script("run")
    tried = []

    def call(command: list[str]) -> int:
        tried.append(command[3])
        return 3 if command[3] == "checklist" else 0

    monkeypatch.setattr(run.subprocess, "call", call)
    assert run.without_a_screen(tmp_path) == 3
    assert tried == ["card", "card", "checklist", "tour"]


def test_the_sample_person_is_plainly_a_sample() -> None:
    person = tasks.read_person(PACKAGING / "sample-person.toml")
    assert "样张" in person.name
    assert person.phone_24h


def test_the_list_of_debian_s_packages_is_complete_here() -> None:
    tools = script("tools")
    assert tools.missing() == []
    assert tools.main() == 0


def test_what_is_missing_is_installed_or_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    tools = script("tools")
    assert tools.wanted("# remark\na  b  # more\n\nc d\n") == {"a": "b", "c": "d"}
    assert not tools.there("no-such-command")
    assert not tools.there("libnonsense.so.9")
    installed: list[list[str]] = []

    def install(packages: list[str]) -> None:
        installed.append(packages)
        monkeypatch.setattr(tools, "missing", lambda _lists: [])

    for user, code in ((1000, 1), (0, 0)):
        monkeypatch.setattr(tools, "missing", lambda _lists: ["xvfb", "qpdf"])
        monkeypatch.setattr(tools.os, "geteuid", lambda user=user: user)
        monkeypatch.setattr(tools.shutil, "which", lambda name: name)
        monkeypatch.setattr(tools, "install", install)
        assert tools.main() == code
    assert installed == [["xvfb", "qpdf"]]
    assert "xvfb qpdf" in capsys.readouterr().err


def test_the_first_try_to_install_is_without_a_new_list(monkeypatch: pytest.MonkeyPatch) -> None:
    tools = script("tools")
    asked: list[str] = []

    def run(command: list[str], **_more: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(command[2])
        return subprocess.CompletedProcess(command, len(asked) == 1)

    monkeypatch.setattr(tools.subprocess, "run", run)
    tools.install(["qpdf"])
    assert asked == ["install", "update", "install"]
    tools.install(["qpdf"])
    assert asked[3:] == ["install"]


@pytest.mark.parametrize("chosen", [(), ("tests/faults", "-x")])
def test_full_coverage_is_owed_by_the_whole_suite_and_by_no_part_of_it(
    chosen: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    test = script("test")
    monkeypatch.setattr(test.subprocess, "call", lambda command: command)
    monkeypatch.setattr(sys, "argv", ["test.py", *chosen])
    command = test.main()
    owed = {"--cov=handbook.domain", "--cov=handbook.record", "--cov-branch", "--cov-fail-under=100"}
    assert owed & set(command) == (set() if chosen else owed)
    assert tuple(command[len(command) - len(chosen) :]) == chosen
