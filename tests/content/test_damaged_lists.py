"""Damaged lists of the search cost what they bring, never the search; the check names them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handbook import content, resources
from handbook.domain import InputError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(resources.root() / "content", folder)
    return folder


@pytest.mark.parametrize("damage", [b"\xff\xfe", b"\n\xe4\xb8", b"\x80" * 400])
@pytest.mark.parametrize("name", ["pinyin.txt", "traditional.txt"])
def test_the_search_lives_without_its_lists(root: Path, name: str, damage: bytes) -> None:
    path = root / "zh-Hans" / name
    data = path.read_bytes()
    for damaged in (data[: len(data) // 2] + damage + data[len(data) // 2 :], damage, b""):
        path.write_bytes(damaged)
        assert content.load(root).search("发热")


def test_the_check_names_a_list_that_is_no_text(root: Path) -> None:
    (root / "zh-Hans" / "pinyin.txt").write_bytes(b"\xff")
    found = [(fault.file, fault.code) for fault in content.check(root, glyphs=lambda _: True).faults]
    assert found == [("zh-Hans/pinyin.txt", "content.not-utf8")]


def test_a_folder_that_cannot_be_looked_into(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        content.load(tmp_path / ("a" * 5000))
    assert caught.value.code == "file.unreadable"
