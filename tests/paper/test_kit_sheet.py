"""The check sheet of a kit: large numbers, every field, room for two signatures."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from cards import NUMBERS, flat, sizes, text, texts

from handbook.content import kit_rows, load
from handbook.domain import ClinicKit, InputError
from handbook.paper import kit_sheet

KIT = ClinicKit(
    replace(NUMBERS, name="示例医院", words={"zh-Hans": {"call": "先打 120。" * 20}}),
    version="2026.2", languages=("zh-Hans", "en"), review_by=date(2027, 6, 30),
)  # fmt: skip


def make(kit=KIT, *, language="zh-Hans"):
    book = load()
    rows = kit_rows(kit, book.words(language))
    return kit_sheet(book, rows, kit=kit, language=language, printed_on=date(2026, 11, 8))


def largest(pdf, piece):
    """The size of type in which ``piece`` is set."""
    page = pypdfium2.PdfDocument(pdf)[0]
    words = page.get_textpage()
    found = [obj for obj in page.get_objects(textpage=words) if obj.type == 1 and piece in obj.extract()]
    return max(obj.get_font_size() for obj in found)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_field_stands_on_it_and_two_people_sign(language):
    pdf = make(language=language)
    words, found = load().words(language), flat(text(pdf))
    for row in kit_rows(KIT, words):
        assert flat(row.label) in found
        assert flat(row.text or words("kit.sheet_unset")) in found
    for key in ("kit.sheet_how", "kit.sheet_made", "kit.sheet_checked", "kit.sheet_dialled"):
        assert flat(words(key)) in found
    assert all(flat(words("kit.sheet_title")) in flat(page) and "2026.2" in page for page in texts(pdf))
    assert {(round(w), round(h)) for w, h in sizes(pdf)} == {(595, 842)}


def test_same_input_same_bytes():
    assert make() == make()


def test_the_numbers_are_set_as_large_as_a_line_holds():
    assert largest(make(), "8765") == 32
    long = replace(KIT, numbers=replace(KIT.numbers, phone_24h="0512-0000 8765 / 0512-0000 8766"))
    assert 20 < largest(make(long), "8765") < 32
    longest = replace(KIT, numbers=replace(KIT.numbers, phone_24h="甲乙丙丁" * 9 + "8765"))
    assert largest(make(longest), "8765") == 17


def test_a_number_without_a_phone_is_marked_as_not_set():
    bare = replace(KIT, numbers=replace(KIT.numbers, phone_24h=None))
    assert "24小时电话未设定" in flat(text(make(bare)))


def test_what_cannot_be_set_is_named():
    with pytest.raises(InputError) as caught:
        make(replace(KIT, numbers=replace(KIT.numbers, phone_24h="W" * 37 + "120")))
    assert (caught.value.code, caught.value.params["key"]) == ("paper.does-not-fit", "phone_24h")
    with pytest.raises(InputError) as caught:
        make(replace(KIT, numbers=replace(KIT.numbers, phone_24h="𠮷120")))
    assert (caught.value.code, caught.value.params["key"]) == ("paper.no-glyph", "phone_24h")
