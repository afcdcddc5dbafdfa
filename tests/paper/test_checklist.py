import pytest
from cards import NUMBERS, PRINTED, run, sizes, text, texts

from handbook.content import load
from handbook.domain import ClinicNumbers as Numbers
from handbook.domain import InputError, UsageError
from handbook.paper import checklist

BOOK = load()
MM = 72 / 25.4


def make(numbers=NUMBERS, *, languages=("zh-Hans",), **more):
    return checklist(BOOK, numbers, None, languages=languages, printed_on=PRINTED, **more)


@pytest.mark.parametrize("languages", [("zh-Hans",), ("en",), ("zh-Hans", "en")])
@pytest.mark.parametrize("numbers", [NUMBERS, Numbers()], ids=["set", "unset"])
def test_one_page_a_language_with_every_item(languages, numbers):
    pages = texts(make(numbers, languages=languages))
    assert len(pages) == len(languages)
    for language, page in zip(languages, pages, strict=True):
        assert BOOK.words(language)("fixed.call").replace(" ", "") in page.replace(" ", "")
        for group in BOOK.symptoms:
            assert group.name[language] in page
            for item in group.items:
                assert item.text[language].replace(" ", "") in page.replace(" ", "")


def test_size_fonts_and_blank_fields():
    pdf = make()
    assert sizes(pdf) == [pytest.approx((210 * MM, 297 * MM), abs=0.01)]
    assert all("yes yes yes" in line for line in run("pdffonts", pdf).splitlines()[2:])
    for words in ("姓名", "日期", "几点", "谁看的", "体温", "同一句话", "000-8765 4321", "38.3 ℃", "内容 2026.1"):
        assert words in text(pdf)
    assert "38.0 ℃" in text(make(Numbers()))


def test_the_clinics_own_call_text_is_not_marked_as_ours():
    own = Numbers(words={"zh-Hans": {"call": "有事打本院电话。"}})
    assert "有事打本院电话。" in text(make(own))
    assert "本手册的话" not in text(make(own))


@pytest.mark.parametrize(("days", "pages"), [(1, 1), (7, 1), (8, 2), (31, 5)])
def test_seven_days_a_page(days, pages):
    assert len(sizes(make(days=days))) == pages


@pytest.mark.parametrize("days", [0, 32, -1])
def test_days_out_of_range(days):
    with pytest.raises(UsageError) as caught:
        make(days=days)
    assert caught.value.params == {"days": days}


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("days", [1, 7])
def test_large_print_takes_the_pages_it_needs_and_repeats_whom_to_call(language, days):
    pages = texts(make(Numbers(), languages=(language,), days=days, large_print=True))
    for page in pages:
        assert BOOK.words(language)("fixed.call").replace(" ", "")[:20] in page.replace(" ", "")
    together = "".join(pages).replace(" ", "")
    for group in BOOK.symptoms:
        assert together.count(group.name[language].replace(" ", "")) >= 1
        for item in group.items:
            assert item.text[language].replace(" ", "") in together


def test_a_call_text_that_leaves_no_room_is_an_error():
    with pytest.raises(InputError, match=r"paper\.does-not-fit"):
        make(Numbers(words={"zh-Hans": {"call": "打电话。" * 500}}), large_print=True)


def test_same_bytes():
    assert make() == make()
