"""A clinic's page made to keep the reader busy is left out like any other that cannot be read."""

from __future__ import annotations

from pathlib import Path

from handbook.content.files import Files


def test_a_key_of_thousands_of_parts_is_a_fault_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "busy.toml").write_text("a." * 30_000 + "a = 1", encoding="utf-8")
    files = Files(tmp_path)
    assert files.table("busy.toml") == {}
    assert [(fault.file, fault.code) for fault in files.faults] == [("busy.toml", "file.many-dots")]
