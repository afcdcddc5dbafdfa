"""The toy book as fixtures."""

from pathlib import Path

import pytest
from content_helpers import write_book

from handbook.content import Book, load


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_book(tmp_path / "content")


@pytest.fixture
def book(root: Path) -> Book:
    return load(root)
