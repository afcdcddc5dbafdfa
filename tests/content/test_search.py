"""Search: what is found, in which order, with which marks, and how fast."""

from pathlib import Path

import pytest
from content_helpers import change, put
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.content import Book, load
from handbook.content.folding import Folding
from handbook.content.pinyin import NAME, Readings, make, stale, wanted, write


@pytest.fixture
def spelled(root: Path) -> Book:
    """The toy book with its list of readings."""
    write(root)
    return load(root)


def found(book: Book, query: str, language: str | None = None) -> list[tuple[str, str, str]]:
    return [(hit.kind, hit.id, hit.language) for hit in book.search(query, language=language)]


@pytest.mark.parametrize(
    "query", ["发热", "发烧", "高烧", "fever", "FEVER", "ｆｅｖｅｒ", "發燒", "high temperature", "发烧怎么办"]
)
def test_all_words_for_fever_find_the_page_first(root: Path, query: str) -> None:
    put(root / "zh-Hans" / "traditional.txt", "# from, to\n發燒體溫\n发烧体温\n")
    hits = found(load(root), query)
    assert [(kind, key) for kind, key, _ in hits[:2]] == [("page", "crs"), ("term", "fever")]


@pytest.mark.parametrize("query", ["激素", "皮质类固醇", "steroid", "STEROIDS"])
def test_synonyms_of_steroid(book: Book, query: str) -> None:
    assert {(kind, key) for kind, key, _ in found(book, query)} == {("term", "steroid"), ("page", "crs")}


@pytest.mark.parametrize("query", ["fare", "fr", "far", "FaRe", "fa re", "fa're", "fashao", "fs", "xintiao"])
def test_pinyin_and_initials(spelled: Book, query: str) -> None:
    assert ("page", "crs", "zh-Hans") in found(spelled, query) or query == "xintiao"
    assert spelled.search(query) or query == "xintiao"


def test_pinyin_needs_the_list(book: Book) -> None:
    assert found(book, "fare") == []


def test_one_and_two_characters(book: Book) -> None:
    assert found(book, "热")[0] == ("page", "crs", "zh-Hans")
    assert found(book, "细胞")[0][1] == "start"
    assert found(book, "f"), "one letter finds what begins with it"


def test_each_page_once_in_the_language_asked_for(book: Book) -> None:
    assert found(book, "fever")[0] == ("page", "crs", "en")
    assert found(book, "发热")[0] == ("page", "crs", "zh-Hans")
    assert found(book, "fever", "zh-Hans")[0] == ("page", "crs", "zh-Hans")
    assert found(book, "发热", "en")[0] == ("page", "crs", "en")
    assert found(book, "hours", "zh-Hans") == [("page", "crs", "en")], "found only there"


def test_a_synonym_counts_in_its_own_language_only(book: Book) -> None:
    assert {key for _, key, _ in found(book, "开车")} == {"driving", "driving-machines"}, "CAR-T is no car"
    assert {key for _, key, _ in found(book, "car")} >= {"driving", "start"}, "what was typed is found everywhere"


def test_other_texts_are_searched_as_the_book_is(spelled: Book) -> None:
    texts = ["夜里发热，打了电话", "Fever at night", "", "体温计在抽屉里"]
    for query in ("发烧", "FEVER", "fare", "fr", "发烧怎么办"):
        passages = spelled.search_in(query, texts)
        assert [passage.number for passage in passages] == [0, 1], query
        assert passages[0].snippet[slice(*passages[0].marks[0])] == "发热"
        assert passages[1].marks == ((0, 5),)
    assert [one.number for one in spelled.search_in("发烧 电话", texts)] == [0]
    assert [one.number for one in spelled.search_in("发烧", texts, limit=1)] == [0]
    assert spelled.search_in("电话 抽屉", texts) == (), "every word must stand there"
    assert spelled.search_in("心跳", texts) == spelled.search_in("", texts) == spelled.search_in("发热", []) == ()


def test_a_long_text_is_cut_around_what_was_found(book: Book) -> None:
    (passage,) = book.search_in("抽屉", ["长" * 200 + "抽屉" + "长" * 200])
    assert len(passage.snippet) == 82
    assert passage.snippet[slice(*passage.marks[0])] == "抽屉"


def test_all_places_in_a_text_are_marked(book: Book) -> None:
    text = "发烧：發燒就是发热。\nfever"
    assert [text[slice(*mark)] for mark in book.marks("发烧", text, "zh-Hans")] == ["发烧", "发热"]
    assert [text[slice(*mark)] for mark in book.marks("fever", text, "zh-Hans")] == ["发烧", "发热", "fever"]
    assert book.marks("怎么发烧怎么办", text, "zh-Hans"), "understood as loosely as the search does"
    assert book.marks("心跳", text, "zh-Hans") == book.marks(" ", text, "zh-Hans") == ()


def test_an_empty_synonym_means_nothing(root: Path) -> None:
    change(root / "glossary.toml", '["皮质类固醇"]', '["皮质类固醇", ""]')
    assert len(found(load(root), "激素")) == 2


def test_title_before_term_before_text(root: Path) -> None:
    change(root / "zh-Hans" / "start.md", "改造好，再输回去。2021", "改造好，再输回去。激素要先问。2021")
    assert [key for _, key, _ in found(load(root), "激素")] == ["steroid", "start", "crs"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("发热 激素", ("page", "crs")),  # both words
        ("发热 没有的词", ("page", "crs")),  # any word
        ("我家老人发烧了", ("page", "crs")),  # a known word within
        ("发烧开车", ("page", "crs")),  # two known words, on no page together
        ("输回去怎么办", ("page", "start")),  # without the filler
        ("打电话不等人", ("page", "crs")),  # pairs of characters
        ("fever machines", ("page", "crs")),
        ("24 小时", ("page", "crs")),  # the call text
        ("24小时", ("page", "crs")),
        ("120!?", ("page", "crs")),
        ("1–12 天", ("page", "crs")),  # a figure as it reads
        ("住在附近", ("page", "crs")),  # a table
        ("发热线", ("term", "fever")),
    ],
)
def test_queries_as_people_type_them(book: Book, query: str, first: tuple[str, str]) -> None:
    assert found(book, query)[0][:2] == first


@pytest.mark.parametrize("query", ["", "   ", "?!。", "-", "xyzzy", "龘龘", "xyzzy plugh"])
def test_nothing_is_found_quietly(spelled: Book, query: str) -> None:
    assert spelled.search(query) == ()


def test_limits(book: Book) -> None:
    assert len(book.search("e", limit=1)) == 1
    assert book.search("e", limit=0) == book.search("e", limit=-1) == ()


def test_marks_show_what_was_found(book: Book) -> None:
    hit = book.search("发烧")[0]
    assert hit.title == "发热怎么办（CRS）"
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["发热"]
    hit = book.search("label days", language="en")[0]
    assert {hit.snippet[start:end] for start, end in hit.marks} == {"label", "days"}
    assert book.search("Machines")[0].marks == ()


def test_a_long_line_is_cut_around_the_word(root: Path) -> None:
    filler = "word " * 60
    change(root / "en" / "start.md", "Your own T cells", f"{filler}the needle ﬁts here {filler}Your own")
    change(root / "zh-Hans" / "start.md", "把自己的", "啊" * 100 + "针在这里" + "吧" * 100)
    book = load(root)
    hit = book.search("needle fits")[0]
    assert hit.snippet.startswith("…word")
    assert hit.snippet.endswith("…")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["needle", "ﬁts"]
    hit = book.search("针在")[0]
    assert hit.snippet.startswith("…啊")
    assert len(hit.snippet) == 46
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["针在"]
    assert book.search("啊")[0].snippet[-1] == "…"
    assert book.search("CAR-T", language="zh-Hans")[0].snippet


def test_touching_marks_become_one(book: Book) -> None:
    hit = book.search("不要 要等", language="zh-Hans")[0]
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["不要等"]


def test_folding_keeps_places() -> None:
    folding = Folding({ord("發"): "发"})
    text = "ﬁ發Ａ’㎎"
    assert folding.fold(text) == "fi发a'mg"
    assert folding.offsets(text) == [0, 0, 1, 2, 3, 4, 4, 5]


def test_readings() -> None:
    readings = Readings([("发热", ("fa", "re")), ("退烧发热门诊", ("tui", "shao", "fa", "re", "men", "zhen"))])
    assert readings.words("fare") == ("发热",)
    assert readings.words("tuish") == ("退烧",)
    assert readings.words("fr") == ("发热",)
    assert readings.words("remen") == ("热门",)
    assert readings.words("aofa") == (), "a syllable is found from its beginning"
    assert readings.words("f") == readings.words("fa") == (), "one character would find everything"
    assert readings.words("mz") == ("门诊",)
    both = Readings([("登记随访", ("deng", "ji", "sui", "fang")), ("激素", ("ji", "su"))])
    assert both.words("jisu") == ("激素",), "a syllable only begun gives way to one spelled out"
    assert both.words("jisui") == ("记随",)


def test_the_list_of_readings_is_made_and_found_stale(root: Path) -> None:
    book = load(root)
    assert "发热怎么办" in wanted(book)
    assert set(stale(book)) == set(wanted(book))
    text = make(book)
    assert "发烧\tfa shao\n" in text
    put(root / NAME, text.replace("发烧\tfa shao\n", ""))
    assert stale(book) == ("发烧",)


@settings(max_examples=300)
@given(query=st.one_of(st.text(max_size=120), st.text("发热烧 car-t'怎么办fever0.", max_size=30)))
def test_search_never_raises_and_marks_lie_within(query: str) -> None:
    for hit in BOOK.search(query):
        ends = [0, *(place for mark in hit.marks for place in mark), len(hit.snippet)]
        assert ends == sorted(ends)
        assert all(start < end for start, end in hit.marks)


BOOK = load()
