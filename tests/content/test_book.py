"""Opening the book: what it has, how figures read, and what happens with files that are wrong."""

from datetime import date
from pathlib import Path

import pytest
from content_helpers import change, put, stamp

from handbook.content import Book, fault_list, load
from handbook.domain import InputError


def test_a_good_book_opens_whole(book: Book) -> None:
    assert book.version == "2026.1"
    assert book.languages == book.readable_languages == ("zh-Hans", "en")
    assert book.left_out == ()
    assert [page.id for page in book.pages("zh-Hans")] == ["start", "crs"]
    assert [(c.id, c.title, [p.id for p in c.pages]) for c in book.chapters("en")] == [
        ("side-effects", "Side effects", ["crs"]),
        ("start", "Getting to know it", ["start"]),
    ]
    page = book.page("start", "zh-Hans")
    assert (page.title, page.family, page.approved_by) == ("先认识 CAR-T", "先读一读。", "某医生")
    assert page.reviewed == date(2026, 11, 22)
    assert book.section_title("call", "en") == "When to call"
    assert book.symptoms[0].items[0].short["en"] == "Fever, chills"
    assert book.preparation[0].page == "start"
    assert book.article["28b"]["en"] == "Side effects"
    assert book.glossary["fever"].also["zh-Hans"] == ("发烧", "高烧")


@pytest.mark.parametrize(
    ("fact", "chinese", "english"),
    [
        ("crs-days", "1–12 天", "1–12 days"),
        ("near", "至少 1 天", "at least 1 day"),
        ("dose", "约 (1–10)×10⁶ 个/千克", "about (1–10)×10⁶ per kg"),
        ("price", "120 万元", "1,200,000 yuan"),
        ("approved", "2024 年 1 月 23 日", "23 January 2024"),
        ("marker", "CD19", "CD19"),
    ],
)
def test_figures_read_in_each_language(book: Book, fact: str, chinese: str, english: str) -> None:
    assert book.fact(fact, "zh-Hans") == chinese
    assert book.fact(fact, "en") == english


def test_a_fact_knows_its_source_and_what_came_later(book: Book) -> None:
    near = book.facts["near"]
    assert (near.later, near.verdict, near.source, near.weak) == (("crs-days",), "differs", "article", False)
    assert near.note["en"] == "Centres differ."
    assert book.facts["crs-days"].as_of == "2024-05-01"
    assert book.facts["dose"].weak
    assert book.facts["price"].weak, "a fact that rests on a weak source is weak"


def test_dates_of_sources(book: Book) -> None:
    assert book.date(book.sources["label"].date, "zh-Hans") == "2022–2023 年"
    assert book.date(date(2026, 11, 2), "en") == "2 November 2026"


def test_links_resolve(book: Book) -> None:
    assert [book.resolves(link, "en") for link in ("page:crs", "term:fever", "source:label")] == [True] * 3
    assert not any(book.resolves(link, "en") for link in ("page:x", "term:x", "source:x", "picture:x", "http://x"))


def test_unknown_pages_and_languages_are_said(book: Book) -> None:
    with pytest.raises(InputError) as error:
        book.page("nothing", "en")
    assert (error.value.code, error.value.params) == ("content.no-page", {"id": "nothing", "language": "en"})
    with pytest.raises(InputError) as error:
        book.words("fr")
    assert error.value.code == "content.no-language"
    assert book.pages("fr") == ()


def test_a_folder_without_a_book(tmp_path: Path) -> None:
    for prepare in (lambda: None, lambda: put(tmp_path / "content.toml", 'version = "1"')):
        prepare()
        with pytest.raises(InputError) as error:
            load(tmp_path)
        assert error.value.code == "content.no-book"
        assert error.value.where == str(tmp_path)


def test_the_shipped_book_is_the_default() -> None:
    book = load()
    assert book.languages[:2] == ("zh-Hans", "en")
    assert book.page("crs", "zh-Hans").title


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "code"),
    [
        ("zh-Hans/crs.md", "+++\nid", "id", 1, "content.no-front-matter"),
        ("zh-Hans/crs.md", "+++\n\n", "\n\n", 1, "content.no-front-matter"),
        ("zh-Hans/crs.md", 'title = "发热怎么办（CRS）"', "title = ", 3, "content.toml"),
        ("zh-Hans/crs.md", "order = 20", 'order = "20"', 5, "content.entry"),
        ("zh-Hans/crs.md", 'article = ["28b"]', "article = [28]", 6, "content.entry"),
        ("zh-Hans/crs.md", 'approved_by = ""\n', "", 2, "content.entry"),
        ("zh-Hans/crs.md", "reviewed = 2026-11-22", 'reviewed = "soon"', 8, "content.entry"),
        ("zh-Hans/crs.md", 'brief = "', 'brieff = "', 10, "content.entry"),
        ("zh-Hans/crs.md", 'id = "crs"', 'id = "other"', 2, "content.id-not-file"),
        ("zh-Hans/crs.md", "{fact:dose}", "{fact:dosis}", 17, "content.no-fact"),
        ("zh-Hans/crs.md", "{clinic:fever_line}", "{clinic:fever}", 19, "content.no-clinic"),
        ("zh-Hans/language.toml", 'per-kg = "{n} 个/千克"\n', "", 17, "content.fact-unit"),
        ("zh-Hans/language.toml", 'at-least = "至少 {n}"\n', "", 28, "content.fact-unit"),
    ],
)
def test_a_page_that_cannot_be_read_is_left_out_and_named(
    root: Path, name: str, old: str, new: str, line: int, code: str
) -> None:
    change(root / name, old, new)
    book = load(root)
    faults = book.left_out
    assert [(fault.file, fault.line, fault.code) for fault in faults] == [("zh-Hans/crs.md", line, code)]
    assert [page.id for page in book.pages("zh-Hans")] == ["start"]
    assert len(book.pages("en")) == 2
    error = fault_list(faults).faults[0]
    assert (error.code, error.where) == (code, f"zh-Hans/crs.md:{line}")


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "code"),
    [
        ("facts.toml", "value = [1, 12]", "value = [1, 12, 13]", 3, "content.entry"),
        ("facts.toml", 'verdict = "later"\n[near]', 'verdict = "true"\n[near]', 7, "content.entry"),
        ("facts.toml", "value = [1, 12]", "value = ", 3, "content.toml"),
        ("sources.toml", 'publisher = "某局"\n', "", 10, "content.entry"),
        ("glossary.toml", 'also.en = ["car"]', 'also.en = "car"', 21, "content.entry"),
        ("symptoms.toml", 'icon = "fever"', "icon = 1", 3, "content.entry"),
        ("symptoms.toml", "[[group]]", "[[groups]]\nid = 1\n[[group]]", 2, "content.entry"),
        ("preparation.toml", "[[item]]", "[item]", 2, "content.entry"),
        ("preparation.toml", 'id = "list"', "id = 3", 1, "content.entry"),
        ("preparation.toml", "[[item]]", "item = [1]\n[other]", 3, "content.entry"),
        ("article.toml", 'en = "Side effects"', "en = 3", 5, "content.entry"),
    ],
)
def test_an_entry_that_is_wrong_is_left_out_and_named(
    root: Path, name: str, old: str, new: str, line: int, code: str
) -> None:
    change(root / name, old, new)
    faults = [fault for fault in load(root).left_out if fault.file == name]
    assert (faults[0].line, faults[0].code) == (line, code)
    assert fault_list(faults).faults[0].params


def test_absent_empty_and_unreadable_files_are_named(root: Path) -> None:
    (root / "glossary.toml").unlink()
    put(root / "en" / "crs.md", "")
    (root / "en" / "start.md").write_bytes("+++\nid = 先\n".encode("gb18030"))
    (root / "en" / "more.md").mkdir()
    faults = {fault.file: (fault.line, fault.code) for fault in load(root).left_out}
    assert faults == {
        "glossary.toml": (0, "file.absent"),
        "en/crs.md": (0, "content.no-front-matter"),
        "en/start.md": (2, "content.not-utf8"),
        "en/more.md": (0, "file.unreadable"),
    }


def test_a_fault_without_a_line_names_the_file_alone(root: Path) -> None:
    (root / "glossary.toml").unlink()
    assert load(root).left_out[0].error().where == "glossary.toml"


def test_a_language_that_cannot_be_read_leaves_the_others(root: Path) -> None:
    change(root / "en" / "language.toml", '[dates]\nday = "{day} {month} {year}"', "[dates]")
    book = load(root)
    assert book.languages == ("zh-Hans", "en")
    assert book.readable_languages == ("zh-Hans",)
    assert [(fault.file, fault.code) for fault in book.left_out] == [("en/language.toml", "content.entry")]
    assert book.pages("en") == ()
    assert [hit.language for hit in book.search("发热")] == ["zh-Hans", "zh-Hans"]


def test_words_that_are_no_toml_are_named_once_and_the_others_still_hold(root: Path) -> None:
    path = root / "en" / "words.toml"
    change(path, 'weak = "weak source"', "weak = weak source")
    put(path, path.read_text(encoding="utf-8") + "[more]\nnothing\n")
    book = load(root)
    words = book.words("en")
    assert words("unset") == "Not set: ask your treatment team"
    assert words("numbers.fever_line") == "Fever line"
    assert book.files.faults == []
    assert words.get("fixed.call") is None
    assert words.get("more.nothing") is None
    assert [(fault.file, fault.line, fault.code) for fault in book.left_out] == [("en/words.toml", 7, "content.toml")]


def test_words_with_a_name_of_endless_parts_are_not_read(root: Path) -> None:
    put(root / "en" / "words.toml", f"{'.'.join('a' * 5000)} = 1\n")
    book = load(root)
    assert book.words("en").keys == frozenset()
    assert [(fault.file, fault.code) for fault in book.left_out] == [("en/words.toml", "file.many-dots")]


def test_windows_line_ends_are_read_the_same(root: Path) -> None:
    before = load(root).page("crs", "zh-Hans").blocks
    path = root / "zh-Hans" / "crs.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(root).page("crs", "zh-Hans").blocks == before


def test_a_third_language_is_one_more_folder(root: Path) -> None:
    for name in ("language.toml", "words.toml", "crs.md", "start.md"):
        put(root / "de" / name, (root / "en" / name).read_text(encoding="utf-8"))
    change(root / "de" / "language.toml", 'at-least = "at least {n}"', 'at-least = "mindestens {n}"')
    change(root / "de" / "language.toml", 'one = "{n} day"', 'one = "{n} Tag"')
    change(root / "de" / "start.md", "Getting to know CAR-T", "CAR-T kennenlernen")
    stamp(root, "de")
    book = load(root)
    assert book.languages == ("zh-Hans", "de", "en")
    assert book.fact("near", "de") == "mindestens 1 Tag"
    assert book.page("start", "de").message.spans
    assert book.search("kennenlernen")[0].language == "de"
    assert book.left_out == ()
