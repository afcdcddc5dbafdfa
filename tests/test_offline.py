"""Promise 1: no network code ships and nothing opens a socket."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import handbook

BANNED = {
    "socket", "socketserver", "ssl", "http", "urllib", "urllib3", "asyncio", "ftplib", "smtplib", "imaplib", "poplib",
    "xmlrpc", "webbrowser", "requests", "httpx", "aiohttp",
}  # fmt: skip
BANNED_QT = {"QtNetwork", "QtWebEngineCore", "QtWebEngineWidgets", "QtWebSockets", "QtQml", "QtQuick"}

WATCHED = """
import sys
def watch(event, args):
    if event.startswith("socket.") and event != "socket.gethostname":
        sys.stderr.write("OPENED " + event)
        raise SystemError(event)
sys.addaudithook(watch)
from handbook.__main__ import main
sys.exit(main())
"""


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_module_imports_network_code():
    found = [
        (path.name, name)
        for path in Path(handbook.__file__).parent.rglob("*.py")
        for name in _imports(path)
        if name.split(".")[0] in BANNED or BANNED_QT & set(name.split("."))
    ]
    assert found == []


def _run(*words):
    return subprocess.run(
        [sys.executable, "-c", WATCHED, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=120,
    )


def test_a_card_a_tour_and_the_window_open_no_socket(tmp_path):
    data = tmp_path / "data"
    jobs = (
        ["card", "--blank", "-o", str(tmp_path / "card.pdf")],
        ["content", "check"],
        ["--data-dir", str(data), "tour", "-o", str(tmp_path)],
        ["--data-dir", str(data), "--smoke"],
    )
    for words in jobs:
        done = _run(*words)
        assert (done.returncode, "OPENED" in done.stderr) == (0, False), (words, done.stderr[-500:])
    assert (tmp_path / "card.pdf").stat().st_size > 10_000


def test_the_watch_would_notice(tmp_path):
    """Proof that the test above can fail."""
    script = WATCHED.replace("from handbook.__main__ import main", "import socket; socket.socket()")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "OPENED socket.__new__" in done.stderr
