"""The further fields of a medicine, safer amounts and names that may be meant: as a person meets them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from handbook.domain import Ingredient, Medicine
from handbook.ui.pages.medicine_form import MedicineForm

MORE = ("brand", "form", "daily_max", "bought_at", "side_effect")


@pytest.fixture
def form(window, settled) -> MedicineForm:
    window.go("medicines", "new")
    settled()
    return window.page.form


def kept(window):
    (medicine,) = window.context.state.medicines
    return medicine


def texts(page):
    return [part.text() for part in page.findChildren(QLabel) if part.isVisible()]


# -- more about it -------------------------------------------------------------------------------------------------


def test_more_fields_unfold_are_kept_and_then_never_hidden(window, form, settled, qtbot):
    assert not form.input("brand").isVisible()
    qtbot.mouseClick(form.unfold, Qt.MouseButton.LeftButton)
    settled()
    assert window.focusWidget() is form.input("brand")
    assert not form.unfold.isVisible()
    form.input("name").setText("x")
    for key in MORE:
        qtbot.keyClicks(form.input(key), f"{key} 1")
    for key in ("as_needed", "on_hold"):
        form.input(key).click()
    for name, strength in (("ginseng", "3 g"), ("", ""), ("licorice", "")):
        form.ingredients.add.click()
        boxes = form.ingredients.boxes(len(form.ingredients.rows) - 1)
        assert window.focusWidget() is boxes[0]
        for box, words in zip(boxes, (name, strength), strict=True):
            qtbot.keyClicks(box, words)
    form.submit()
    settled()
    medicine = kept(window)
    assert [getattr(medicine, key) for key in MORE] == [f"{key} 1" for key in MORE]
    assert medicine.as_needed
    assert medicine.on_hold
    assert medicine.ingredients == (Ingredient("ginseng", "3 g"), Ingredient("licorice"))
    window.context.drafts.clear()
    window.page.open(medicine.id)
    assert window.page.form.input("brand").isVisible()
    assert window.page.form.ingredients.boxes(1)[0].text() == "licorice"
    window.page.form.left.emit()
    line = " ".join(texts(window.page))
    for words in ("brand 1", "需要时才用", "一天最多 daily_max 1", "暂停"):
        assert words in line


def test_rows_of_ingredients_are_taken_away_one_by_one(window, form, settled, qtbot):
    form.unfold.click()
    settled()
    rows = form.ingredients
    for name in ("a", "b"):
        rows.add.click()
        qtbot.keyClicks(rows.boxes(len(rows.rows) - 1)[0], name)
    rows.remove(0).click()
    assert rows.rows == [["b", ""]]
    assert window.focusWidget() is rows.boxes(0)[0]
    rows.remove(0).click()
    assert form.draft["ingredients"] == []
    assert window.focusWidget() is rows.add


def test_an_ingredient_without_a_name_is_asked_for(window, form, settled, qtbot):
    form.unfold.click()
    settled()
    form.input("name").setText("x")
    form.ingredients.add.click()
    name, strength = form.ingredients.boxes(0)
    qtbot.keyClicks(strength, "5 mg")
    form.submit()
    assert "1" in form.ingredients.fault_text
    assert window.focusWidget() is name
    name.setText("x" * 300)
    name.textEdited.emit(name.text())
    form.submit()
    assert not window.context.state.medicines
    name.setText("herb")
    name.textEdited.emit("herb")
    form.submit()
    settled()
    assert kept(window).ingredients == (Ingredient("herb", "5 mg"),)


def test_the_further_fields_survive_a_rebuild(window, form, settled, qtbot):
    form.unfold.click()
    form.ingredients.add.click()
    qtbot.keyClicks(form.ingredients.boxes(0)[0], "ginger")
    form.input("as_needed").click()
    window.context.keep(scale=150)
    settled()
    again = window.page.form
    assert again is not form
    assert again.ingredients.boxes(0)[0].text() == "ginger"
    assert again.input("as_needed").isChecked()
    again.left.emit()
    assert "new" in window.page._forms


# -- safer to read -------------------------------------------------------------------------------------------------


def test_a_safer_way_is_shown_beside_what_was_typed_and_taken_only_when_asked(window, form, qtbot):
    field, offer = form.input("strength"), form.fields.safer["strength"]
    for typed, safer in ((".5 mg", "0.5 mg"), ("5.0 mg", "5 mg"), ("10 U", "10 单位"), ("5 µg", "5 微克")):
        field.setText(typed)
        field.textEdited.emit(typed)
        assert not offer.isVisible()  # not while one is typing
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert offer.isVisible()
        assert offer.proposed == safer
        assert all(words in field.accessibleDescription() for words in (typed, safer))
        assert field.text() == typed
        offer.take.click()
        assert field.text() == form.draft["strength"] == safer
        assert not offer.isVisible()
        assert window.focusWidget() is field


def test_what_a_person_keeps_is_not_asked_about_again_and_nothing_blocks_saving(window, form, settled, qtbot):
    form.input("name").setText("x")
    for key, typed in (("strength", ".5 mg"), ("dose", "1.0 mg")):
        qtbot.keyClicks(form.input(key), typed)
        qtbot.keyClick(form.input(key), Qt.Key.Key_Return)
    form.fields.safer["strength"].keep.click()
    assert not form.fields.safer["strength"].isVisible()
    window.context.keep(scale=125)
    settled()
    form = window.page.form
    assert not form.fields.safer["strength"].isVisible()
    assert form.fields.safer["dose"].isVisible()
    form.submit()
    settled()
    assert (kept(window).strength, kept(window).dose) == (".5 mg", "1.0 mg")
    window.page.open(kept(window).id)
    again = window.page.form
    assert not again.fields.safer["dose"].isVisible()  # it was decided
    qtbot.keyClicks(again.input("strength"), "x")
    again.input("strength").setText(".5 mg")
    again.fields.read()
    again.left.emit()
    assert not window.page._forms


def test_a_pause_is_enough_but_nothing_moves_under_a_press(form, qtbot, monkeypatch):
    offer = form.fields.safer["dose"]
    qtbot.keyClicks(form.input("dose"), ".5")
    monkeypatch.setattr("PySide6.QtWidgets.QApplication.mouseButtons", lambda: Qt.MouseButton.LeftButton)
    offer._pause.timeout.emit()
    assert not offer.isVisible()
    monkeypatch.setattr("PySide6.QtWidgets.QApplication.mouseButtons", lambda: Qt.MouseButton.NoButton)
    offer._pause.timeout.emit()
    assert offer.isVisible()
    qtbot.keyClicks(form.input("dose"), "x")  # ".5x": another text, another question or none
    assert offer._pause.isActive()


def test_the_strength_of_an_ingredient_is_looked_at_too(form, qtbot):
    form.unfold.click()
    form.ingredients.add.click()
    strength = form.ingredients.boxes(0)[1]
    qtbot.keyClicks(strength, ".5 mg")
    qtbot.keyClick(strength, Qt.Key.Key_Return)
    form.ingredients.safer(0).take.click()
    assert form.draft["ingredients"] == [["", "0.5 mg"]]


# -- names that may be meant ---------------------------------------------------------------------------------------


@pytest.fixture
def own(window, settled, act):
    act(lambda store: store.add_medicine(Medicine(id="own", name="泼尼松片", brand="强力宝")))
    window.go("medicines", "new")
    settled()
    return window.page.form


def offered(field):
    return [field.names.item(row).text() for row in range(field.names.count())] if field.names.isVisible() else []


def test_own_names_are_found_by_characters_pinyin_and_initials(own):
    field = own.input("name")
    for typed in ("尼松", "poni", "pnsp"):
        field.setText(typed)
        field.textEdited.emit(typed)
        assert offered(field)[0] == "泼尼松片"
        assert field.text() == typed


def test_a_name_is_chosen_with_the_arrows_and_only_the_name_is_taken(window, own, qtbot):
    field = own.input("name")
    qtbot.keyClicks(field, "aci")
    names = offered(field)
    assert any(name.lower().startswith("aci") for name in names)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == names[0] == own.draft["name"]
    assert not offered(field)
    assert window.focusWidget() is field
    assert not any(own.draft[key] for key in ("strength", "dose", "kind", "brand", "route"))


def test_esc_closes_the_names_and_only_then_leads_back(window, own, qtbot, settled):
    field = own.input("name")
    qtbot.keyClicks(field, "aci")
    assert offered(field)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not offered(field)
    assert window.page.form is own
    qtbot.keyClick(field, Qt.Key.Key_Return)  # nothing chosen: nothing happens
    assert field.text() == "aci"
    qtbot.keyClicks(field, "c")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "acic"
    assert not offered(field)


def test_a_press_takes_a_name_and_going_on_closes_the_list(own, qtbot):
    field = own.input("name")
    qtbot.keyClicks(field, "aci")
    first = field.names.item(0)
    at = field.names.visualItemRect(first).center()
    qtbot.mouseClick(field.names.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert field.text() == first.text()
    field.selectAll()
    qtbot.keyClicks(field, "aci")
    own.input("dose").setFocus()
    assert not offered(field)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "zzzz")
    assert not offered(field)
