"""``checklist``, ``medicines``, ``content`` and the help."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import click
import pytest
from commands_helpers import DATA, Ran, page_sizes, pdf_text

from handbook import __version__, content, resources
from handbook.commands import cli
from handbook.domain import Medicine, PartialDate
from handbook.record import Record

Run = Callable[..., Ran]
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    numbers = count(1)
    folder = tmp_path / "record"
    with closing(Record.open(folder, clock=lambda: NOW, new_id=lambda: f"id-{next(numbers)}")) as opened:
        for medicine in (
            Medicine("m1", "阿昔洛韦", start=PartialDate.parse("2026-08")),
            Medicine("m2", "泼尼松", end=PartialDate.parse("2026-08-04")),
            Medicine("m3", "=鱼油", end=PartialDate.parse("2026-08-03")),
        ):
            opened.submit(lambda store, m=medicine: store.add_medicine(m)).result()
        opened.submit(lambda store: store.set_person("name", "张三")).result()
        opened.submit(lambda store: store.set_date("infusion", date(2026, 11, 2))).result()
    return folder


@pytest.mark.parametrize("language", ["zh-Hans", "en", "zh-Hans+en"])
def test_a_checklist(run: Run, language: str) -> None:
    done = run("checklist", "-o", "list.pdf", "--language", language, "--clinic", DATA / "kit", "--days", "14")
    assert (done.code, len(done.lines)) == (0, 1)
    assert "没有签名" in done.err
    data = Path("list.pdf").read_bytes()
    assert {tuple(round(side) for side in sorted(page)) for page in page_sizes(data)} == {(595, 842)}
    assert "021-5555 0120" in pdf_text(data)


def test_a_checklist_in_large_print_has_more_pages_or_as_many(run: Run) -> None:
    assert run("checklist", "-o", "small.pdf").code == 0
    assert run("checklist", "-o", "large.pdf", "--large-print").code == 0
    small, large = (page_sizes(Path(name).read_bytes()) for name in ("small.pdf", "large.pdf"))
    assert len(large) >= len(small)


@pytest.mark.parametrize("language", ["zh-Hans", "en", "zh-Hans+en"])
def test_medicines_as_pdf(run: Run, record: Path, language: str) -> None:
    done = run("medicines", "--record", record, "-o", "list.pdf", "--language", language)
    assert (done.code, done.err) == (0, "")
    text = pdf_text(Path("list.pdf").read_bytes())
    assert text.index("阿昔洛韦") < text.index("泼尼松") < text.index("=鱼油")
    assert "张三" in text


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_medicines_as_csv_by_the_ending_or_by_name(run: Run, record: Path) -> None:
    assert run("medicines", "--record", record, "-o", "list.csv").code == 0
    data = Path("list.csv").read_bytes()
    # 90 days before the infusion of 2 November is 4 August: that day is in, the day before is out.
    assert [row[:2] for row in rows(data)[1:]] == [
        ["正在用", "阿昔洛韦"],
        ["回看期内或之后停用", "泼尼松"],
        ["更早", "'=鱼油"],
    ]
    assert run("medicines", "--record", record, "-o", "-", "--as", "csv").out == data


def test_the_look_back_can_be_asked_for(run: Run, record: Path) -> None:
    groups = []
    for more in (("--days", "91"), ("--until", "2026-11-01"), ("--until", "2027-08-01")):
        data = run("medicines", "--record", record, "-o", "-", "--as", "csv", *more).out
        groups.append([row[0] for row in rows(data)[1:]])
    assert groups == [
        ["正在用", "回看期内或之后停用", "回看期内或之后停用"],
        ["正在用", "回看期内或之后停用", "回看期内或之后停用"],
        ["正在用", "更早", "更早"],
    ]


def test_a_record_that_is_not_there_is_not_made(run: Run, tmp_path: Path) -> None:
    for folder in ("none", "."):
        done = run("medicines", "--record", folder, "-o", "list.pdf")
        assert (done.code, len(done.lines)) == (1, 1)
        assert done.err.startswith(folder)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_record_is_told_and_left_as_it_is(run: Run) -> None:
    Path("bad").mkdir()
    Path("bad/record.db").write_bytes(b"SQLite format 3\0" + b"x" * 4096)
    done = run("medicines", "--record", "bad", "-o", "list.pdf")
    assert (done.code, len(done.lines)) == (1, 1)
    assert Path("bad/record.db").read_bytes() == b"SQLite format 3\0" + b"x" * 4096


def test_a_record_that_is_open_in_a_window_can_be_printed(run: Run, record: Path) -> None:
    with closing(Record.open(record, clock=lambda: NOW, new_id=lambda: "x")):
        assert run("medicines", "--record", record, "-o", "list.csv").code == 0


def test_the_shipped_book_is_sound(run: Run) -> None:
    done = run("content", "check")
    assert done.err == ""
    assert done.code == 0


def test_a_faulty_book_is_named_line_by_line(run: Run) -> None:
    Path("book").mkdir()
    done = run("content", "check", "book")
    assert done.code == 1
    assert done.lines
    assert all(line.startswith("book") for line in done.lines)


def test_the_list_of_pages(run: Run) -> None:
    done = run("content", "list")
    assert (done.code, done.err) == (0, "")
    table = [line.split("\t") for line in done.text.splitlines()]
    assert {len(row) for row in table} == {4}
    book = content.load()
    assert [(row[0], row[1]) for row in table] == [
        (page.id, lang) for lang in book.languages for page in (*book.pages(lang), *book.manual(lang))
    ]


def test_each_page_can_be_shown_in_both_languages(run: Run) -> None:
    for page in content.load().pages("zh-Hans"):
        done = run("content", "show", page.id, "--language", "zh-Hans+en")
        assert (done.code, done.err) == (0, "")
        assert page.title in done.text
        assert "{" not in done.text


def test_a_page_that_cannot_be_read_is_left_out_and_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(resources.root() / "content", "resources/content")
    shutil.copytree(resources.root() / "translations", "resources/translations")
    page = Path("resources/content/zh-Hans/crs.md")
    page.write_text("+++\nid = \n+++\n", encoding="utf-8")
    monkeypatch.setattr(resources, "root", lambda: Path("resources"))
    done = run("content", "list")
    assert done.code == 0
    assert not any(line.startswith("crs\tzh-Hans") for line in done.text.splitlines())
    assert any(line.startswith("zh-Hans/crs.md") for line in done.lines)


def test_a_page_that_is_not_there(run: Run) -> None:
    done = run("content", "show", "nonsense")
    assert (done.code, done.out, len(done.lines)) == (1, b"", 1)
    assert "nonsense" in done.err


@pytest.mark.parametrize("words", [["发热"], ["发烧"], ["fever"], ["fare"], ["细胞", "因子"]])
def test_search_prints_the_best_first(run: Run, words: list[str]) -> None:
    done = run("content", "search", *words)
    assert (done.code, done.err) == (0, "")
    table = [line.split("\t") for line in done.text.splitlines()]
    assert table
    assert {len(row) for row in table} == {3}
    assert [row[0] for row in table] == [hit.id for hit in content.load().search(" ".join(words))]


def test_a_search_without_a_hit_is_no_fault(run: Run) -> None:
    done = run("content", "search", "qqqqqq")
    assert (done.code, done.out, len(done.lines)) == (0, b"", 1)
    assert "qqqqqq" in done.err


def every_command(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below is not None
            yield from every_command(below, (*path, name))


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("path", [*every_command(cli)], ids=" ".join)
def test_every_command_has_its_help_in_both_languages(run: Run, path: tuple[str, ...], language: str) -> None:
    done = run("--ui-language", language, *path, "--help")
    assert (done.code, done.err) == (0, "")
    described = [line for line in done.text.splitlines() if line.startswith("  ")]
    chinese = any("\u4e00" <= char <= "\u9fff" for line in described for char in line)
    assert chinese == (language == "zh-Hans")


def test_the_language_of_messages_is_that_of_the_settings(run: Run) -> None:
    Path("data").mkdir()
    Path("data/settings.toml").write_text('language = "en"')
    assert "Please give" in run("--data-dir", "data", "card", "-o", "x").err
    assert "要写一个" in run("--data-dir=data", "--ui-language=zh-Hans", "card", "-o", "x").err
    assert "要写一个" in run("--data-dir", "elsewhere", "card", "-o", "x").err


def test_version(run: Run) -> None:
    assert run("--version").text == f"handbook {__version__}\n"
