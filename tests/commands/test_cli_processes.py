"""The command line as real processes: pipes, full devices, locales, screens, and what a start loads and opens."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

HANDBOOK = [sys.executable, "-m", "handbook"]
ROOT = Path(__file__).parents[2]
SAMPLE = str(ROOT / "packaging" / "sample-person.toml")


def environment(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return kept | more


def start(*args: str, env: Mapping[str, str] | None = None, **more: object) -> subprocess.CompletedProcess[bytes]:
    done: subprocess.CompletedProcess[bytes] = subprocess.run(
        [*HANDBOOK, *args],
        env=env or environment(),
        capture_output=not more,
        stderr=subprocess.PIPE if more else None,
        check=False,
        timeout=120,
        **more,
    )
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    return done


def test_the_installed_command_is_the_same(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("handbook")
    by_name = subprocess.run([command, "--version"], capture_output=True, check=True).stdout
    assert by_name == start("--version").stdout


def test_a_card_and_a_fault_as_processes(tmp_path: Path) -> None:
    assert start("card", "--person", SAMPLE, "-o", str(tmp_path / "card.pdf")).returncode == 0
    (tmp_path / "bad.toml").write_text("name = 5\nallergy = 1", encoding="utf-8")
    done = start("card", "--person", str(tmp_path / "bad.toml"), "-o", str(tmp_path / "bad.pdf"))
    assert done.returncode == 1
    assert len(done.stderr.decode().splitlines()) == 2
    assert not (tmp_path / "bad.pdf").exists()


@pytest.mark.parametrize("args", [("card", "--blank", "-o", "-"), ("content", "list"), ("--help",)])
def test_a_full_device_behind_standard_output(args: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = start(*args, stdout=full)
    assert done.returncode == 3
    assert len(done.stderr.decode().splitlines()) == 1


@pytest.mark.parametrize("args", [("card", "--blank", "-o", "-"), ("content", "list")])
def test_a_reader_that_has_gone_away(args: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        done = start(*args, stdout=pipe)
    assert done.returncode in (1, 3)
    assert len(done.stderr.decode().splitlines()) <= 1


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_chinese_comes_out_whatever_the_locale(locale: str) -> None:
    env = environment(LC_ALL=locale, PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    done = start("content", "list", env=env)
    assert done.returncode == 0
    assert "第一步：采集 T 细胞" in done.stdout.decode()
    assert "要写一个" in start("card", "-o", "x", env=env).stderr.decode()


def test_without_a_screen_the_window_says_so(tmp_path: Path) -> None:
    env = environment()
    env.pop("QT_QPA_PLATFORM")
    for args in ((), ("--smoke",)):
        done = start("--data-dir", str(tmp_path), *args, env=env)
        assert done.returncode == 3
        assert len(done.stderr.decode().splitlines()) == 1
        assert "屏幕" in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_the_first_page_is_drawn_offscreen(tmp_path: Path) -> None:
    done = start("--data-dir", str(tmp_path), "--smoke", env=environment(QT_QPA_PLATFORM="offscreen"))
    assert (done.returncode, done.stdout) == (0, b"")


def test_a_data_folder_that_cannot_be_used_or_holds_a_damaged_record_is_told(tmp_path: Path) -> None:
    env = environment(QT_QPA_PLATFORM="offscreen")
    (tmp_path / "file").write_text("")
    (tmp_path / "record").mkdir()
    (tmp_path / "record" / "record.db").write_bytes(b"SQLite format 3\0" + b"x" * 4096)
    for folder, code in ((tmp_path / "file", 3), (tmp_path, 1)):
        done = start("--data-dir", str(folder), "--smoke", env=env)
        assert (done.returncode, len(done.stderr.decode().splitlines())) == (code, 1)


@pytest.fixture
def display() -> Iterator[str]:
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x820x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as number:
        yield f":{number.readline().strip()}"
    server.terminate()
    server.wait()


def test_the_first_page_is_drawn_on_a_real_screen(tmp_path: Path, display: str) -> None:
    env = environment(DISPLAY=display)
    env.pop("QT_QPA_PLATFORM")
    done = start("--data-dir", str(tmp_path), "--smoke", env=env)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    ("args", "never"),
    [
        (["--version"], {"PySide6", "reportlab", "apsw", "pypdfium2", "pypinyin", "markdown_it", "uniseg", "zipfile"}),
        (["card", "--blank", "-o", "/dev/null"], {"PySide6", "apsw", "pypdfium2", "pypinyin"}),
        (["content", "list"], {"PySide6", "reportlab", "apsw", "pypdfium2"}),
        (["content", "search", "发热"], {"PySide6", "reportlab", "apsw", "pypdfium2", "pypinyin"}),
    ],
)
def test_a_start_loads_only_what_its_job_needs(args: list[str], never: set[str]) -> None:
    code = f"""
import sys
from handbook.commands import cli
try:
    cli.main({args!r})
except SystemExit as end:
    print(end.code, *sorted(sys.modules), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment())
    exit_code, *modules = done.stderr.decode().split()
    assert exit_code == "0"
    assert {module.partition(".")[0] for module in modules} & never == set()
