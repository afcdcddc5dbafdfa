"""``handbook content print``: pages, chapters and the whole book as a handout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from commands_helpers import DATA, Ran, page_sizes, pdf_text

from handbook import content

Run = Callable[..., Ran]


@pytest.mark.parametrize("language", ["zh-Hans", "en", "zh-Hans+en"])
def test_a_page_in_each_language(run: Run, language: str) -> None:
    done = run("content", "print", "fever", "-o", "fever.pdf", "--language", language, "--printed-on", "2026-11-22")
    assert (done.code, done.out, done.err) == (0, b"", "")
    text = pdf_text(Path("fever.pdf").read_bytes())
    for one in language.split("+"):
        assert content.load().page("fever", one).title in text
    assert ("22 November 2026" in text) == ("en" in language)


def test_pages_chapters_and_everything(run: Run) -> None:
    counts = []
    for ids in (["crs"], ["crs", "steps"], ["all"]):
        assert run("content", "print", *ids, "-o", "out.pdf").code == 0
        counts.append(len(page_sizes(Path("out.pdf").read_bytes())))
    assert counts == sorted(set(counts))
    text = pdf_text(Path("out.pdf").read_bytes())
    assert all(page.title in text for page in content.load().pages("zh-Hans"))


def test_large_print_takes_more_paper_and_a_kit_names_the_clinic(run: Run) -> None:
    pages = ("preparing", "crs", "fever")  # of a single page both can take the same number of sheets
    small = run("content", "print", *pages, "-o", "-", "--clinic", DATA / "kit").out
    large = run("content", "print", *pages, "-o", "-", "--clinic", DATA / "kit", "--large-print").out
    assert len(page_sizes(large)) > len(page_sizes(small))
    for data in (small, large):
        assert "021-5555 0120" in pdf_text(data)
        assert "38.0" in pdf_text(data)


def test_same_date_same_bytes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    dated = run("content", "print", "fever", "-o", "-", "--printed-on", "2026-11-22").out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")  # 2026-11-22
    assert run("content", "print", "fever", "-o", "-").out == dated


@pytest.mark.parametrize(("given", "nearest"), [("fevr", "fever"), ("step", "steps"), ("al", "all")])
def test_an_unknown_page_is_named_with_the_nearest(run: Run, given: str, nearest: str) -> None:
    done = run("content", "print", given, "-o", "out.pdf")
    assert (done.code, done.out, len(done.lines)) == (1, b"", 1)
    assert given in done.err
    assert nearest in done.err
    assert not Path("out.pdf").exists()


def test_wrong_usage(run: Run) -> None:
    for args in (["-o", "out.pdf"], ["fever"], ["fever", "-o", "out.pdf", "--printed-on", "soon"]):
        done = run("content", "print", *args)
        assert (done.code, len(done.lines)) == (2, 1)
