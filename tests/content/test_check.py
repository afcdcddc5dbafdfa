"""check: a book made wrong in one way has that fault, with file and line, and no other."""

import re
from pathlib import Path

import pytest
from content_helpers import change, put, stamp

from handbook.content import Fault, Report, check, fault_list, load
from handbook.content.pinyin import NAME, write
from handbook.phrases import Phrases


def drawn(_char: str) -> bool:
    return True


def faults(root: Path) -> list[tuple[str, int, str]]:
    return [(fault.file, fault.line, fault.code.removeprefix("content.")) for fault in check(root, glyphs=drawn).faults]


def test_a_good_book_has_no_faults(root: Path) -> None:
    report = check(root, glyphs=drawn)
    assert report.faults == ()
    assert (report.pages, report.topics_covered, report.topics) == (4, 2, 2)
    assert {line.file for line in report.readability} == {
        "zh-Hans/crs.md",
        "zh-Hans/start.md",
        "en/crs.md",
        "en/start.md",
    }


def test_the_shipped_book_is_clean() -> None:
    report = check()
    told = [str(line) for fault in report.faults for line in Phrases.load("en").error(fault.error())]
    assert told == []
    assert report.topics_covered == report.topics == 25


def test_no_book_at_all(tmp_path: Path) -> None:
    assert check(tmp_path) == Report((Fault(str(tmp_path), 0, "content.no-book", {}),))


ZH = "zh-Hans/crs.md"
EN = "en/crs.md"


CASES = [
        # pages
        (ZH, "order = 20", 'order = "x"', (ZH, 5, "entry")),
        ("zh-Hans/crs.md", 'chapter = "side-effects"', 'chapter = "sides"', (ZH, 4, "no-chapter")),
        (ZH, 'article = ["28b"]', 'article = ["28b", "2"]', (ZH, 6, "no-topic")),
        (ZH, 'sources = ["article", "label"]', 'sources = ["article", "lable"]', (ZH, 7, "no-source")),
        (ZH, 'brief = "一发热就打电话。"', 'brief = " "', (ZH, 10, "empty")),
        (ZH, 'brief = "一发热就打电话。"', f'brief = "{"发" * 46}"', (ZH, 10, "too-long")),
        (EN, 'brief = "', f'brief = "{"word " * 25}', (EN, 10, "too-long")),
        (ZH, 'brief = "一发热', 'brief = "发热 38.5 ℃', (ZH, 10, "clinic-number")),
        (ZH, 'brief = "一发热', 'brief = "{fact:near}', (ZH, 10, "placeholder")),
        (ZH, "不要等。", "不要等 {fact: near}。", (ZH, 13, "placeholder")),
        (ZH, "不要等。", "不要等。{call}", (ZH, 13, "placeholder")),
        (ZH, "不要等。", "等 30 分钟。", (ZH, 13, "figure")),
    (ZH, '["article", "label"]', '["article"]', (ZH, 17, "not-cited")),
        (ZH, "不要等。", "等二十分钟。", (ZH, 13, "figure")),
        (EN, "do not wait", "wait twenty minutes", (EN, 14, "figure")),
        (EN, "do not wait", "wait 50%", (EN, 14, "figure")),
        (ZH, "不要等。", "到 38 ℃ 就打。", (ZH, 13, "clinic-number")),
        (ZH, "不要等。", "打 021-55501234。", (ZH, 13, "clinic-number")),
        (ZH, "住在附近", "住在附近 2022 年起", (ZH, 28, "figure")),
        (ZH, "(page:start)", "(page:begin)", (ZH, 17, "link")),
        (ZH, "(term:steroid)", "(term:stereo)", (ZH, 17, "link")),
        (ZH, "(term:steroid)", "(http://example.org)", (ZH, 17, "link")),
        (ZH, "不要等。", "不要等。![图](picture:x)", (ZH, 13, "markdown")),
        (ZH, "不要等。", "不要等。\n\n{picture:nowhere}", (ZH, 15, "no-picture")),
        (ZH, "不要等。", "不要*等*。", (ZH, 13, "markdown")),
        (ZH, "不要等。", "不要<b>等</b>。", (ZH, 13, "html")),
        (ZH, "不要等。", "不要等。\n\n<div>x</div>", (ZH, 15, "html")),
        (ZH, "不要等。", "不要等。\n\n> 引用", (ZH, 15, "markdown")),
        (ZH, "### 再说一点", "#### 再说一点", (ZH, 24, "markdown")),
        (ZH, "**发热**就", "## 先说\n\n**发热**就", (ZH, 13, "no-message")),
        (ZH, "**发热**就打电话，不要等。", "{call}", (ZH, 13, "no-message")),
        (ZH, "在 {fact:crs-days}内", "住至少{fact:near}，在 {fact:crs-days}内", (ZH, 17, "double-hedge")),
        (ZH, "剂量{fact:dose}", "剂量约 {fact:dose}", (ZH, 17, "double-hedge")),
        # languages beside each other
        (ZH, "不要等。", "不要再等。", (EN, 11, "stale")),
        (EN, "source_hash", "# source_hash", (EN, 1, "no-hash")),
        (EN, "order = 20", "order = 30", (EN, 5, "page-differs")),
        (EN, "within {fact:crs-days}", "within {fact:near}", (EN, 18, "only-here")),
        (EN, "{call}", "Call.", (EN, 0, "only-there")),
        (EN, "## When to call", "## Calling", (EN, 0, "sections-differ")),
        ("en/language.toml", 'empty = "An empty chapter"', 'extra = "x"', ("en/language.toml", 0, "no-key")),
        ("en/words.toml", "window = ", "windows = ", ("zh-Hans/words.toml", 0, "no-key")),
        ("en/words.toml", "{date}", "{day}", ("en/words.toml", 8, "params")),
        ("en/words.toml", "{date}", "{date", ("en/words.toml", 8, "params")),
        # shared tables
        ("facts.toml", 'source = "label"\nas_of', 'source = "lable"\nas_of', ("facts.toml", 5, "no-source")),
        ("facts.toml", 'section = "1"', 'section = "2"', ("facts.toml", 9, "no-topic")),
        ("facts.toml", 'later = ["crs-days"]', 'later = ["crs"]', ("facts.toml", 15, "no-fact")),
        ("facts.toml", 'unit = "cny"', 'unit = "usd"', ("facts.toml", 28, "no-unit")),
        ("facts.toml", 'unit = "cny"', 'unit = "cny"\nbound = "over"', ("facts.toml", 29, "no-unit")),
        ("facts.toml", 'note.en = "Centres differ."', "", ("facts.toml", 16, "no-text")),
        ("sources.toml", 'short.en = "rumour"', 'short.en = ""', ("sources.toml", 21, "no-text")),
        ("article.toml", 'en = "What it is"\n', "", ("article.toml", 2, "no-text")),
        ("article.toml", '["28b"]', '["2"]\nzh-Hans = "x"\nen = "x"\n["28b"]', ("article.toml", 5, "topic-uncovered")),
        ("glossary.toml", 'plain.en = "The same, ask."\n', "", ("glossary.toml", 25, "no-text")),
        ("glossary.toml", 'page = "crs"', 'page = "cros"', ("glossary.toml", 9, "link")),
        ("glossary.toml", "The same, ask.", "Ask after 8 weeks.", ("glossary.toml", 26, "figure")),
        ("symptoms.toml", 'name.en = "Fever and heartbeat"\n', "", ("symptoms.toml", 4, "no-text")),
        ("symptoms.toml", 'short.en = "Fever, chills"\n', "", ("symptoms.toml", 11, "no-text")),
        ("symptoms.toml", 'text.en = "Fever or', f'text.en = "{"or " * 10}', ("symptoms.toml", 10, "too-long")),
        ("symptoms.toml", '["label"]', '["leaflet"]', ("symptoms.toml", 13, "no-source")),
        ("symptoms.toml", "发热、发冷", "发热 39 度", ("symptoms.toml", 9, "clinic-number")),
        ("preparation.toml", 'page = "start"', 'page = "begin"', ("preparation.toml", 8, "link")),
        ("preparation.toml", 'detail.en = "All of them."\n', "", ("preparation.toml", 6, "no-text")),
        ("lookback.toml", 'why.en = "Medicines lie where they are used."\n', "", ("lookback.toml", 9, "no-text")),
        ("lookback.toml", 'short.en = "Places"', 'short.en = ""', ("lookback.toml", 7, "no-text")),
        ("lookback.toml", 'text.en = "Kitchen"\n', "", ("lookback.toml", 13, "no-text")),
        ("lookback.toml", "taken with meals", "taken 3 times", ("lookback.toml", 16, "figure")),
        ("lookback.toml", '["article"]', '["paper"]', ("lookback.toml", 18, "no-source")),
        ("lookback.toml", 'id = "kitchen"', 'id = "places"', ("lookback.toml", 3, "id-twice")),
        ("lookback.toml", 'kind = "otc"', 'kind = "sweet"', ("lookback.toml", 3, "entry")),
        ("medicine-names.toml", 'name.en = "steroid"\n', "", ("medicine-names.toml", 3, "no-text")),
        ("medicine-names.toml", "ji su pian", "ji su", ("medicine-names.toml", 3, "pinyin-stale")),
        ("medicine-names.toml", '["label"]', '["leaflet"]', ("medicine-names.toml", 3, "no-source")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "expected"), CASES)
def test_each_fault_is_found_where_it_is(
    root: Path, name: str, old: str, new: str, expected: tuple[str, int, str]
) -> None:
    change(root / name, old, new)
    assert expected in faults(root)


def test_faults_are_all_told_at_once_in_order_and_once(root: Path) -> None:
    change(root / ZH, "不要等。", "等 30 分钟。")
    change(root / EN, "source_hash", "# source_hash")
    put(root / "en" / "extra.md", "")
    found = faults(root)
    assert found == sorted(set(found))
    assert found == [(EN, 1, "no-hash"), ("en/extra.md", 0, "no-front-matter"), (ZH, 13, "figure")]


def test_a_section_out_of_order_or_twice(root: Path) -> None:
    for language, call, happens in (
        ("zh-Hans", "什么时候打电话", "会发生什么"),
        ("en", "When to call", "What happens"),
    ):
        change(root / language / "start.md", "\n\n", f"\n\nX.\n\n## {call}\n\n## {happens}\n\n## {happens}\n\n")
    assert [code for _, _, code in faults(root) if code == "section-order"] == ["section-order"] * 4


def test_a_page_of_one_language_only(root: Path) -> None:
    (root / "en" / "start.md").unlink()
    assert ("en/start.md", 0, "no-such-page") in faults(root)
    stamp(root)
    put(root / "en" / "more.md", (root / EN).read_text(encoding="utf-8").replace('id = "crs"', 'id = "more"'))
    assert ("zh-Hans/more.md", 0, "no-such-page") in faults(root)


def test_a_page_left_out_is_not_also_absent(root: Path) -> None:
    change(root / "en" / "start.md", "+++\nid", "id")
    assert [code for file, _, code in faults(root) if file == "en/start.md"] == ["no-front-matter"]


def test_a_page_that_is_left_out_is_checked_all_the_same_and_links_to_it_are_no_fault(root: Path) -> None:
    change(root / ZH, "不要等。", "不要等。见[那里](page:nowhere)。{fact:nothing} <b>x</b>")
    change(root / "en" / "start.md", 'id = "start"', 'id = "stop"')
    told = {(file, code) for file, _, code in faults(root)}
    assert told >= {(ZH, "no-fact"), (ZH, "link"), (ZH, "html"), ("en/start.md", "id-not-file")}
    assert [code for file, _, code in faults(root) if file != ZH] == ["only-there", "stale", "id-not-file"]


def test_a_language_that_cannot_be_read_is_named_once(root: Path) -> None:
    for language in ("en", "zh-Hans"):
        put(root / language / "language.toml", "name = 1")
        assert (f"{language}/language.toml", 1, "entry") in faults(root)
    report = check(root, glyphs=drawn)
    assert (report.pages, report.topics_covered) == (0, 0)


def test_an_id_twice(root: Path) -> None:
    text = (root / "preparation.toml").read_text(encoding="utf-8")
    put(root / "preparation.toml", text + text)
    assert ("preparation.toml", 3, "id-twice") in faults(root)


@pytest.mark.parametrize(("name", "line"), [("lookback.toml", 3), ("medicine-names.toml", 3)])
def test_an_entry_twice(root: Path, name: str, line: int) -> None:
    text = (root / name).read_text(encoding="utf-8")
    put(root / name, text + text)
    assert (name, line, "id-twice") in faults(root)


def test_icons_are_looked_for_where_the_program_has_them(root: Path) -> None:
    (root.parent / "icons" / "symptoms").mkdir(parents=True)
    assert ("symptoms.toml", 8, "icon") in faults(root)
    put(root.parent / "icons" / "symptoms" / "fever.svg", "<svg/>")
    assert faults(root) == []


def test_a_character_without_a_glyph_is_named_once_a_file(root: Path) -> None:
    put(root / "sources.toml", "# ☐ in a comment\n" + (root / "sources.toml").read_text(encoding="utf-8"))
    change(root / ZH, "- 本院发热线", "- ☐☐ 本院发热线")
    change(root / ZH, "- 轻的", "- ☐ 轻的")
    report = check(root)
    glyphs = [fault for fault in report.faults if fault.code == "content.glyph"]
    assert glyphs == [Fault(ZH, 19, "content.glyph", {"char": "☐", "code_point": "U+2610"})]


def test_the_list_of_readings_is_kept_up(root: Path) -> None:
    write(root)
    assert faults(root) == []
    change(root / NAME, "发烧\t", "发少\t")
    assert faults(root) == [(NAME, 0, "pinyin-stale")]


@pytest.mark.parametrize(
    "line",
    [
        "CD19、CD20、IL-6、COVID-19、pCAR-19B",
        "先打 120。",
        "打 24 小时电话，24 小时的电话。",
        "The 24-hour number.",
        "2021 年的文章说，文章（2021）说。",
        "The 2021 article and the article of 2021.",
        "第 1 步、第 0 天、一天一次。Step 4 on day 0.",
        "说明书（2022–23）写着。",
        "Label (2022–23) says so.",
        "1. 第一项",
        "[看](page:step-1-collection)",
    ],
)
def test_these_are_no_figures(root: Path, line: str) -> None:
    change(root / ZH, "- 轻的", f"{line}\n\n- 轻的")
    assert [fault for fault in faults(root) if fault[2] in {"figure", "clinic-number"}] == []


def test_every_fault_has_its_sentence() -> None:
    source = Path(check.__code__.co_filename).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(source.glob("*.py")))
    raised = set(re.findall(r'"content\.([a-z0-9-]+)"', text)) - {"toml"}
    short = {code for *_, expected in CASES for code in [expected[2]]}
    for language in ("zh-Hans", "en"):
        keys = {key.removeprefix("error.content.") for key in Phrases.load(language).keys if "error.content." in key}
        assert raised <= keys
        assert short <= keys


def test_the_sentences_can_be_said(root: Path) -> None:
    change(root / ZH, "不要等。", "等 30 分钟，到 38 ℃。[x](page:y) <b>")
    change(root / EN, "order = 20", "order = 30")
    for language in ("zh-Hans", "en"):
        lines = Phrases.load(language).error(fault_list(check(root, glyphs=drawn).faults))
        assert len(lines) >= 6
        assert all(str(line).startswith(("zh-Hans/crs.md:", "en/crs.md:")) for line in lines)


def test_readability(root: Path) -> None:
    put(
        root / "zh-Hans" / "start.md",
        (root / "zh-Hans" / "start.md").read_text(encoding="utf-8") + f"\n{'长' * 26}。短句。\n",
    )
    put(
        root / "en" / "start.md",
        (root / "en" / "start.md").read_text(encoding="utf-8") + "\n- Notwithstanding considerable haematological "
        "complications, physicians characteristically recommend immunoglobulin supplementation.\n",
    )
    rows = {row.file: row for row in check(root, glyphs=drawn).readability}
    chinese, english = rows["zh-Hans/start.md"], rows["en/start.md"]
    assert (chinese.sentences, chinese.long, chinese.longest, chinese.grade) == (4, 1, "长" * 26, None)
    assert english.grade is not None
    assert english.grade > 8
    assert rows["en/crs.md"].grade < 6
    assert str(chinese) == f"zh-Hans/start.md\t4\t1\t-\t{'长' * 26}"
    assert str(english).split("\t")[3] == f"{english.grade:.1f}"


def test_a_page_without_words_has_no_grade(root: Path) -> None:
    front, _, _ = (root / "en" / "start.md").read_text(encoding="utf-8").rpartition("+++\n")
    put(root / "en" / "start.md", front + "+++\n")
    report = check(root, glyphs=drawn)
    row = next(row for row in report.readability if row.file == "en/start.md")
    assert (row.sentences, row.longest, row.grade) == (0, "", 0.0)
    assert ("en/start.md", 14, "no-message") in [(f.file, f.line, f.code[8:]) for f in report.faults]
    assert load(root).page("start", "en").blocks == ()
