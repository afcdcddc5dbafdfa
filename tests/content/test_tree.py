"""Markdown to the one tree, and the tree as text."""

from pathlib import Path

import pytest
from content_helpers import change
from hypothesis import given
from hypothesis import strategies as st

from handbook.content import (
    Book,
    CallText,
    ClinicSpan,
    FactSpan,
    Heading,
    ListBlock,
    Paragraph,
    Table,
    Text,
    load,
    plain_text,
)
from handbook.content.tree import PLACEHOLDER, parse
from handbook.domain import ClinicNumbers


def fact(key: str) -> FactSpan:
    return FactSpan(f"<{key}>", key, weak=False)


def test_a_page_becomes_blocks(book: Book) -> None:
    page = book.page("crs", "zh-Hans")
    dose = FactSpan("约 (1–10)×10⁶ 个/千克", "dose", weak=True)
    assert page.blocks == (
        Paragraph((Text("发热", strong=True), Text("就打电话，不要等。"))),
        Heading(2, (Text("会发生什么"),), "happens"),
        Paragraph(
            (
                Text("说明书（2022–23）写，在 "),
                FactSpan("1–12 天", "crs-days", weak=False),
                Text("内出现，剂量"),
                dose,
                Text("，见"),
                Text("先认识", link="page:start"),
                Text("和"),
                Text("激素", link="term:steroid"),
                Text("。"),
            )
        ),
        ListBlock(
            ordered=False,
            items=(
                (Paragraph((Text("本院发热线："), ClinicSpan("fever_line"))),),
                (
                    Paragraph((Text("轻的几小时里变重。"),)),
                    ListBlock(ordered=True, items=((Paragraph((Text("先量"),)),), (Paragraph((Text("再打"),)),))),
                ),
            ),
        ),
        Heading(3, (Text("再说一点"),)),
        Table(
            ((Text("什么"),), (Text("多久"),)),
            (((Text("住在附近"),), (FactSpan("至少 1 天", "near", weak=False),)),),
        ),
        Heading(2, (Text("什么时候打电话"),), "call"),
        CallText(),
    )  # fmt: skip
    assert page.message is page.blocks[0]
    assert page.blocks is page.blocks, "parsed once"
    assert page.section("call") == (CallText(),)
    assert len(page.section("happens")) == 4
    assert page.section("do") == ()


def test_a_page_without_a_paragraph_has_an_empty_message(root: Path) -> None:
    change(
        root / "zh-Hans" / "start.md", "把自己的 T 细胞改造好，再输回去。2021 年的文章也这样说。\n", "## 家人做什么\n"
    )
    assert load(root).page("start", "zh-Hans").message == Paragraph(())


@pytest.mark.parametrize(
    ("markdown", "spans"),
    [
        ("一行\n又一行", (Text("一行又一行"),)),
        ("one\ntwo", (Text("one two"),)),
        ("一行\ntwo", (Text("一行 two"),)),
        ("**重**\n要", (Text("重", strong=True), Text(" 要"))),
        ("one  \ntwo", (Text("one two"),)),
        ("**{fact:a}和{clinic:near_days}**", (
            FactSpan("<a>", "a", weak=False, strong=True),
            Text("和", strong=True),
            ClinicSpan("near_days", strong=True),
        )),
        ("[**去**那里](page:there)", (Text("去", strong=True, link="page:there"), Text("那里", link="page:there"))),
        ("[去](page:nowhere) [网](http://x.org)", (Text("去 网"),)),
        ("<b>不是</b>", (Text("<b>不是</b>"),)),
        ("`code` *em*", (Text("code em"),)),
        ("\\*", (Text("*"),)),
        ("![图](picture:x)", (Text("图"),)),
    ],
)  # fmt: skip
def test_spans(markdown: str, spans: tuple[object, ...]) -> None:
    assert parse(markdown, fact=fact, resolves=lambda link: link == "page:there") == (Paragraph(spans),)


def test_what_the_book_does_not_use_is_kept_as_words() -> None:
    blocks = parse("> quoted\n\n    code\n\n---\n\n```\nfence\n```\n\n-\n", fact=fact)
    assert blocks == (
        Paragraph((Text("quoted"),)),
        Paragraph((Text("code"),)),
        Paragraph((Text("fence"),)),
        ListBlock(ordered=False, items=((),)),
    )


@given(st.text(alphabet="abc {}:#-*[]()|\n1发{fact:a}", max_size=80))
def test_no_text_breaks_the_parser(markdown: str) -> None:
    blocks = parse(markdown, fact=fact)
    assert all(isinstance(block, Heading | Paragraph | ListBlock | Table | CallText) for block in blocks)


@given(st.lists(st.sampled_from(["发热 ", "then ", "{fact:a}", "{clinic:near_days}", "，"]), min_size=1, max_size=12))
def test_every_placeholder_arrives_once_and_in_order(pieces: list[str]) -> None:
    (block,) = parse("x" + "".join(pieces), fact=fact)
    assert isinstance(block, Paragraph)
    arrived = [
        ("fact", span.id) if isinstance(span, FactSpan) else ("clinic", span.field)
        for span in block.spans
        if not isinstance(span, Text)
    ]
    assert arrived == PLACEHOLDER.findall("".join(pieces))


def test_a_page_as_plain_text(book: Book) -> None:
    numbers = ClinicNumbers(fever_line=38.0)
    text = plain_text(book.page("crs", "zh-Hans").blocks, numbers, book.words("zh-Hans"), book)
    assert text == (
        "发热就打电话，不要等。\n\n"
        "## 会发生什么\n\n"
        "说明书（2022–23）写，在 1–12 天内出现，剂量约 (1–10)×10⁶ 个/千克（来源较弱），见先认识（start）和激素。\n\n"
        "- 本院发热线：38.0 ℃\n"
        "- 轻的几小时里变重。\n  1. 先量\n  2. 再打\n\n"
        "### 再说一点\n\n"
        "什么      多久\n住在附近  至少 1 天\n\n"
        "## 什么时候打电话\n\n"
        "叫不醒：先打 120。其他：打 24 小时电话。\n这段话人人相同。"
    )


def test_plain_text_in_english_with_the_clinics_own_words(book: Book) -> None:
    numbers = ClinicNumbers(words={"en": {"call": "Ring ward 7."}})
    text = plain_text(book.page("crs", "en").blocks, numbers, book.words("en"), book)
    assert "about (1–10)×10⁶ per kg (weak source), see start (start) and steroids." in text
    assert "Our fever line: Not set: ask your treatment team" in text
    assert text.endswith("Ring ward 7.\nYour clinic's own words.")
    empty = ListBlock(ordered=False, items=((),))
    assert plain_text([empty], numbers, book.words("en"), book) == "- "
