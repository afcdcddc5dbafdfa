"""A clinic's own pages are checked like the book's, together with the book."""

from __future__ import annotations

from hashlib import sha256

import pytest

from clinic.kits import kit, pages
from handbook.clinic import kit_from_bytes
from handbook.domain import FaultList

HEAD = """+++
id = "our-ward"
title = "{title}"
chapter = "after"
order = 900
article = []
sources = []
reviewed = 2026-11-01
approved_by = ""
brief = "{title}"
{more}+++

"""
CHINESE = HEAD.format(title="我们病区", more="") + "进来先洗手。见[发热](page:fever)。\n"


def english(chinese: str = CHINESE, body: str = "Please wash your hands first. See [fever](page:fever).\n") -> str:
    hash_ = sha256(chinese.encode()).hexdigest()[:16]
    return HEAD.format(title="Our ward", more=f'source_hash = "{hash_}"\n') + body


def faults(name: str = "our-ward", **pages: str) -> list[tuple[str, str]]:
    members = {f"pages/{language.replace('_', '-')}/{name}.md": text.encode() for language, text in pages.items()}
    with pytest.raises(FaultList) as caught:
        kit_from_bytes(kit(**members), where="kit", pages=True)
    return [(fault.where, fault.code) for fault in caught.value.faults]


def test_a_good_page_in_both_languages() -> None:
    pages = {"pages/zh-Hans/our-ward.md": CHINESE.encode(), "pages/en/our-ward.md": english().encode()}
    file = kit_from_bytes(kit(**pages), where="kit", pages=True)
    assert file.pages == ("pages/en/our-ward.md", "pages/zh-Hans/our-ward.md")


def test_what_is_wrong_is_told_with_file_and_line() -> None:
    bad = CHINESE.replace("page:fever", "page:none").replace("洗手", "洗手 20 秒")
    found = faults(zh_Hans=bad, en=english(bad, "Wash your hands. <b>Now</b>\n"))
    assert ("kit: pages/zh-Hans/our-ward.md:13", "content.link") in found
    assert ("kit: pages/en/our-ward.md:14", "content.html") in found
    assert all(where.startswith("kit: pages/") for where, _ in found)


def test_a_page_that_the_other_language_lacks() -> None:
    assert faults(zh_Hans=CHINESE) == [("kit: pages/en/our-ward.md", "content.no-such-page")]


def test_a_page_of_the_book_cannot_be_replaced() -> None:
    page = CHINESE.replace("our-ward", "fever")
    assert faults("fever", zh_Hans=page, en=english(page)) == [
        ("kit: pages/en/fever.md", "clinic.page-taken"),
        ("kit: pages/zh-Hans/fever.md", "clinic.page-taken"),
    ]


def test_a_page_may_use_the_numbers_of_the_clinic_and_of_the_book() -> None:
    text = "先打{clinic:phone_24h}。回输用{fact:infusion-minutes}。\n"
    other = "Call {clinic:phone_24h} first. The infusion takes {fact:infusion-minutes}.\n"
    members = pages(text, other, sources='"article-2021"')
    assert kit_from_bytes(kit(**members), where="kit", pages=True).pages
    for name, wrong in (("clinic:phone", "content.no-clinic"), ("fact:none", "content.no-fact")):
        bad = pages(text.replace("clinic:phone_24h", name), other.replace("clinic:phone_24h", name))
        with pytest.raises(FaultList) as caught:
            kit_from_bytes(kit(**bad), where="kit", pages=True)
        assert ("kit: pages/zh-Hans/our-ward.md:12", wrong) in [(f.where, f.code) for f in caught.value.faults]


def test_a_page_that_cannot_be_read() -> None:
    assert ("kit: pages/zh-Hans/our-ward.md:1", "content.no-front-matter") in faults(zh_Hans="x", en=english())
    assert {code for _, code in faults(zh_Hans="", en=english())} >= {"content.no-front-matter"}
