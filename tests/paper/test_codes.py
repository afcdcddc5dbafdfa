"""The QR code is read back from the printed page, as a phone would."""

from dataclasses import replace

import pytest
import zxingcpp
from cards import KIT, NUMBERS, PERSON, PRINTED, flat, text
from pictures import render

from handbook.content import load
from handbook.domain import ClinicNumbers, InputError
from handbook.paper import card, cards, read_sheet
from handbook.paper.codes import encode, family_words
from handbook.paper.facts import Facts

BOOK = load()
UNSET = ClinicNumbers()
LANGUAGES = [("zh-Hans",), ("en",), ("zh-Hans", "en")]


def read(pdf, number=0):
    """The words of every code on a page at 300 dpi."""
    return sorted(code.text for code in zxingcpp.read_barcodes(render(pdf, number, 300)))


def words(person, numbers, language):
    return family_words(Facts(BOOK, person, numbers, KIT, PRINTED), language)


@pytest.mark.parametrize("languages", LANGUAGES)
@pytest.mark.parametrize("numbers", [NUMBERS, UNSET])
@pytest.mark.parametrize(("shape", "page"), [("booklet", 0), ("fold", 0), ("bank", 2)])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_phone_reads_the_family_card(shape, page, paper, languages, numbers):
    pdf = card(
        BOOK, PERSON, numbers, KIT, languages=languages, format=shape, paper=paper, qr=True, printed_on=PRINTED
    )  # fmt: skip
    assert read(pdf, page) == [words(PERSON, numbers, languages[0])]
    holds = BOOK.words(languages[0])("code.holds")
    assert flat(holds) in flat(text(pdf))
    plain = card(BOOK, PERSON, numbers, KIT, languages=languages, format=shape, paper=paper, printed_on=PRINTED)
    assert flat(holds) not in flat(text(plain))
    assert not read(plain, min(page, 1))


def test_what_the_code_says():
    told = words(PERSON, NUMBERS, "zh-Hans").splitlines()
    assert told[0] == "CAR-T 治疗患者"
    assert "姓名：张𫖯 Zhang Fu" in told
    assert "回输日期：2026-11-20（计划）" in told
    assert "24 小时电话：000-1234 5678" in told
    assert BOOK.words("zh-Hans")("fixed.call") in told
    assert "发热、发冷或发抖（本院发热线 38.3 ℃）" in told
    assert told[-1].startswith("内容 2026.1")
    assert "http" not in "".join(told)
    few = words(replace(PERSON, phone_24h="", batch=""), UNSET, "en")
    assert "24-hour number:" not in few
    assert "Batch" not in few
    assert "Fever, chills or shivering\nEU leaflets" in few
    own = replace(NUMBERS, words={"zh-Hans": {"call": "有事打本院电话。"}})
    assert "叫不醒；" in words(PERSON, own, "zh-Hans")
    assert "本手册的话" not in words(PERSON, own, "zh-Hans")


@pytest.mark.parametrize("flip", ["long", "short"])
def test_codes_on_a_sheet(flip):
    people = [replace(PERSON, name=name) for name in ("王芳", "张𫖯", "李娜")]
    pdf, _ = cards(
        BOOK, people, NUMBERS, KIT, language_of=lambda _: ("zh-Hans",), sheet=read_sheet("letter-8"), which="family",
        start=2, flip=flip, qr=True, printed_on=PRINTED,
    )  # fmt: skip
    assert read(pdf) == sorted(words(person, NUMBERS, "zh-Hans") for person in people)


def test_a_code_is_large_enough_or_refused():
    assert len(encode("a", 20)) == 21
    assert len(encode("中" * 400, 42)) == len(encode("中" * 400, 60)) - 16  # less redundancy, larger squares
    with pytest.raises(InputError, match=r"paper\.does-not-fit") as caught:
        encode("中" * 400, 25)
    assert caught.value.params == {"key": "qr", "over": pytest.approx(6.0, abs=3), "lines": 1}
    with pytest.raises(InputError, match=r"paper\.does-not-fit") as caught:
        encode("中" * 3000, 48)  # more than any code holds
    assert caught.value.params["over"] == pytest.approx(0, abs=5)


@pytest.mark.parametrize("length", [1, 16, 17, 200, 900, 1900])
def test_codes_of_any_length(length):
    from PIL import Image  # noqa: PLC0415

    told = "热abc" * (length // 4) + "x" * (length % 4)
    rows = encode(told, 300)
    size = len(rows) + 8
    picture = Image.new("L", (size, size), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark == "1":
                picture.putpixel((x + 4, y + 4), 0)
    found = zxingcpp.read_barcodes(picture.resize((size * 4, size * 4), Image.Resampling.NEAREST))
    assert [code.text for code in found] == [told]
