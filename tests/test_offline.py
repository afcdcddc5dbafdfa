"""Promise 1: no network code ships and nothing opens a socket. ``make offline`` runs the last test at full length."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import handbook
from clinic.kits import kit

BANNED = {
    "socket", "socketserver", "ssl", "http", "urllib", "urllib3", "asyncio", "ftplib", "smtplib", "imaplib", "poplib",
    "xmlrpc", "webbrowser", "requests", "httpx", "aiohttp",
}  # fmt: skip
BANNED_QT = {"QtNetwork", "QtWebEngineCore", "QtWebEngineWidgets", "QtWebSockets", "QtQml", "QtQuick"}
NEVER_LOADED = {
    "ssl", "_ssl", "http", "http.client", "urllib.request", "urllib3", "asyncio", "ftplib", "smtplib", "imaplib",
    "poplib", "xmlrpc", "webbrowser", "requests", "httpx", "aiohttp", "PySide6.QtNetwork", "PySide6.QtQml",
}  # fmt: skip
"""What no job may load, through whatever library. uniseg brings `email` and with it `socket`, to ask for its own
version; no socket is made of it, and in the frozen program both are absent (packaging/without_metadata.py)."""

WATCHED = f"""
import atexit, sys
def watch(event, args):
    if event.startswith("socket.") and event != "socket.gethostname":
        sys.stderr.write("OPENED " + event)
        raise SystemError(event)
sys.addaudithook(watch)
def look():
    sys.stderr.write("".join("LOADED " + name for name in {sorted(NEVER_LOADED)} if name in sys.modules))
atexit.register(look)
from handbook.__main__ import main
sys.exit(main())
"""

CALLS = "execve,socket,socketpair,connect,bind,sendto,sendmsg,openat"
NETWORK = re.compile(
    r"\bAF_(?:INET6?|NETLINK|PACKET)\b"
    # Where the C library looks for names of hosts: nothing asks for one.
    r"|\"/etc/(?:resolv\.conf|hosts|host\.conf)\"|\"[^\"]*libnss_dns[^\"]*\""
)


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


def traced(folder, script, *words, **more):
    """Run ``script`` with ``words`` under strace; what Python said, and the lines of the trace that name a network."""
    trace = folder / "trace"
    done = subprocess.run(
        # By seccomp only the calls that are asked for stop the program: a whole tour is hardly slower.
        [
            "strace",
            "-f",
            "-qq",
            "--seccomp-bpf",
            "-e",
            f"trace={CALLS}",
            "-o",
            trace,
            sys.executable,
            "-c",
            script,
            *words,
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **more},
        timeout=900,
    )
    calls = trace.read_text(errors="replace").splitlines()
    assert any("execve(" in call for call in calls), "nothing was traced"
    assert any("openat(" in call for call in calls)
    return done, [call for call in calls if NETWORK.search(call)]


PEOPLE = """姓名,产品,回输日期,24小时电话
样张·张某,示例产品,2026-11-02,021-5555 0120
样张·李某,示例产品,2026-11-09,021-5555 0120
"""
PASSPHRASE = "sample passphrase 2026"
THEMES = ("day", "night", "contrast")
LENGTH = ["--language", "zh-Hans+en", *(f"--theme={theme}" for theme in THEMES), "--scale=100", "--scale=200"]
FULL = LENGTH if os.environ.get("HANDBOOK_FAULTS") == "full" else []


def jobs(folder):
    """Every kind of work that a network could be thought of for; the tour shows every place of the window."""
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "our.handbook-kit").write_bytes(kit())
    (folder / "passphrase").write_text(PASSPHRASE)
    sample = str(Path(__file__).parents[1] / "packaging" / "sample-person.toml")
    data = str(folder / "data")
    return {
        "book": ["content", "check"],
        "card": ["card", "--person", sample, "-o", f"{folder}/card.pdf"],
        "batch": [
            "cards",
            f"{folder}/people.csv",
            "-o",
            f"{folder}/cards.pdf",
            "--clinic",
            f"{folder}/our.handbook-kit",
        ],
        "kit": ["clinic", "check", f"{folder}/our.handbook-kit", "-o", f"{folder}/check.pdf"],
        "record": ["record", "new", f"{data}/record"],
        "passphrase": ["record", "passphrase", f"{data}/record"],
        "backup": ["record", "backup", f"{data}/record", "-o", f"{folder}/backup.db"],
        "restore": ["record", "restore", f"{folder}/backup.db", f"{folder}/again"],
        "tour": ["--data-dir", data, "tour", "-o", f"{folder}/pictures", *FULL],
        "window": ["--data-dir", data, "--open", f"{folder}/our.handbook-kit", "--smoke"],
    }


def test_a_whole_tour_a_card_a_batch_a_backup_and_a_kit_reach_for_no_network(tmp_path):
    for name, words in jobs(tmp_path).items():
        done, reached = traced(tmp_path, WATCHED, *words, HANDBOOK_PASSPHRASE_FILE=str(tmp_path / "passphrase"))
        assert (done.returncode, reached) == (0, []), (name, done.stderr[-500:])
        assert "OPENED" not in done.stderr, name
        assert "LOADED" not in done.stderr, (name, done.stderr[-500:])
    made = {path.name for path in tmp_path.iterdir()}
    assert {"card.pdf", "cards.pdf", "check.pdf", "backup.db", "again"} <= made
    assert len(list((tmp_path / "pictures").iterdir())) > 15


@pytest.mark.parametrize(
    ("sneaked", "said"),
    [
        ("import socket; socket.socket()", "OPENED socket.__new__"),
        ("import urllib.request", "LOADED urllib.request"),
    ],
)
def test_the_watch_would_notice(sneaked, said):
    """Proof that the test above can fail."""
    script = WATCHED.replace("from handbook.__main__ import main", sneaked).replace("sys.exit(main())", "")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert said in done.stderr


def test_the_trace_would_notice(tmp_path):
    """The same for what Python does not see, such as Qt: a name is looked up, and one address is tried."""
    script = "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).close(); open('/etc/hosts').close()"
    _, reached = traced(tmp_path, script)
    assert len(reached) == 2
