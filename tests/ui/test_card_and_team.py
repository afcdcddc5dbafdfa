"""The pocket card and our team's numbers, filled and printed as a person would."""

import subprocess

import pypdfium2
import pytest
from PySide6.QtWidgets import QRadioButton
from sheets_of_paper import Chosen

from handbook.domain import Told
from handbook.ui import dialogs

RARE = "张𫖯"


@pytest.fixture
def saved(monkeypatch, tmp_path):
    """Answers the system's save dialog; the path it gave."""
    path = tmp_path / "card.pdf"
    monkeypatch.setattr(dialogs, "save_path", lambda *_: path)
    return path


def _text(path):
    document = pypdfium2.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def _choose(page, key):
    next(press for press in page.findChildren(QRadioButton) if press.property("key") == key).click()


@pytest.mark.parametrize("form", ["booklet", "bank"])
@pytest.mark.parametrize("language", ["zh-Hans", "en", "zh-Hans+en"])
def test_a_card_is_filled_seen_and_saved(window, settled, write, saved, form, language):
    window.go("card", "")
    page = window.page
    for key, text in (
        ("name", RARE),
        ("product", "示例产品"),
        ("infusion_date", "2026/11/2"),
        ("phone_24h", "021-0000 1111"),
    ):
        write(page._inputs[key], text)
        settled()
    _choose(page, form)
    _choose(page, language)
    settled()
    assert page.preview.count >= 1
    page.save_button.click()
    settled()
    assert RARE in _text(saved)
    poppler = subprocess.run(["pdftotext", saved, "-"], capture_output=True, text=True, check=True).stdout
    assert RARE in poppler
    assert "021-0000 1111" in poppler
    assert str(saved) in window.foot.text


def test_a_blank_card_is_saved_within_a_minute_of_the_first_start(window, settled, saved):
    window.go("card", "")
    settled()
    window.page.blank_button.click()
    settled()
    assert "CAR-T" in _text(saved)


def test_what_cannot_be_taken_stays_in_the_field_with_a_sentence(window, settled, write, context):
    window.go("card", "")
    page = window.page
    write(page._inputs["birth_date"], "三月二日")
    settled()
    assert page._fields["birth_date"].fault_text
    assert "birth_date" not in context.state.person
    context.keep(scale=150)  # the window is rebuilt
    settled()
    assert window.page._inputs["birth_date"].text() == "三月二日"
    assert window.page._fields["birth_date"].fault_text
    write(window.page._inputs["birth_date"], "1958年3月2日")
    settled()
    assert context.state.person["birth_date"] == "1958-03-02"
    assert not window.page._fields["birth_date"].fault_text


def test_a_character_without_a_glyph_is_named_in_place_of_the_card(window, settled, write):
    window.go("card", "")
    write(window.page._inputs["name"], "张𠮷")
    settled()
    assert "𠮷" in window.page._fault.text()
    assert not window.page._fault.isHidden()


def test_the_number_typed_on_the_card_is_the_teams_number(window, settled, write, context):
    window.go("card", "")
    write(window.page._inputs["phone_24h"], "021-0000 1111")
    settled()
    assert context.state.numbers["phone_24h"].value == "021-0000 1111"
    window.go("team", "")
    settled()
    assert window.page._inputs["phone_24h", "value"].text() == "021-0000 1111"


def test_printing_paints_every_page_at_its_true_size(window, settled, write, monkeypatch, tmp_path):
    target = tmp_path / "printed.pdf"

    monkeypatch.setattr(dialogs, "choose_printer", Chosen(target))
    window.go("card", "print")
    settled()
    assert window.page.print_button.hasFocus()
    window.page.print_button.click()
    settled()
    document = pypdfium2.PdfDocument(target)
    assert len(document) == window.page.preview.count
    document.close()


def test_team_numbers_are_kept_with_who_and_when(window, settled, write, context):
    window.go("team", "")
    page = window.page
    for part, text in (("value", "38，0"), ("by", "护士（样张）"), ("on", "2026-10-30")):
        write(page._inputs["fever_line", part], text)
        settled()
    told = context.state.numbers["fever_line"]
    assert (told.value, told.by, str(told.on)) == ("38，0", "护士（样张）", "2026-10-30")
    assert context.numbers.fever_line == 38.0


def test_a_number_that_cannot_be_read_is_not_taken(window, settled, write, context):
    window.go("team", "")
    write(window.page._inputs["near_days", "value"], "四周")
    settled()
    assert "near_days" not in context.state.numbers
    assert window.page._fields["near_days.value"].fault_text
    window.go("today", "")
    window.go("team", "")
    settled()
    assert window.page._inputs["near_days", "value"].text() == "四周"


def test_who_said_it_waits_for_the_number(window, settled, write, context, reopen):
    window.go("team", "")
    by, value = (window.page._inputs["phone_day", part] for part in ("by", "value"))
    write(by, "张护士")
    window.go("today", "")
    window.go("team", "")
    settled()
    assert by.text() == "张护士"
    again = reopen(window)
    again.go("team", "")
    settled(again)
    by, value = (again.page._inputs["phone_day", part] for part in ("by", "value"))
    assert by.text() == "张护士"
    write(value, "021-2222 3333")
    settled(again)
    assert again.context.state.numbers["phone_day"] == Told("021-2222 3333", by="张护士")
    write(value, "")  # with the number goes who said it
    settled(again)
    assert "phone_day" not in again.context.state.numbers
    assert by.text() == ""
