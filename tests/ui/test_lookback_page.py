"""The look-back interview: answered month by month, left and taken up again, printed as it was answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handbook.domain import UNKNOWN, Heard, HowKnown, Kind
from handbook.ui import sample
from handbook.ui.tour import settle


@pytest.fixture
def page(window, act, settled):
    act(lambda store: store.set_date("infusion", sample.NOW.date() + timedelta(days=3)))
    window.go("lookback", "")
    settled()
    return window.page


def press(page, question, key):
    page.rows[question].answers.press(key).click()


def heard(window):
    return {(a.question, a.month): a.heard for a in window.context.state.lookback}


def part(page, key):
    page._show_part(key)


def test_each_month_of_the_window_is_asked_and_the_newest_first(page):
    keys = [one.key for one in page.parts]
    assert keys[:4] == ["places 2026-11", "places 2026-10", "places 2026-09", "places 2026-08"]
    assert keys[4:] == ["steroids", "immune", "older"]
    assert page.part.key == keys[0]


def test_an_answer_is_on_disk_with_who_said_it_and_how_it_is_known(window, page, write, settled):
    write(page.told_by, "女儿")
    page.told_by.textEdited.emit("女儿")
    page.how_known.setCurrentIndex(page.how_known.findData("box"))
    page.how_known.activated.emit(0)
    press(page, "bedside", "yes")
    settled()
    (answer,) = window.context.state.lookback
    assert (answer.question, answer.month, answer.heard) == ("bedside", "2026-11", Heard.YES)
    assert (answer.told_by, answer.how_known, answer.at) == ("女儿", HowKnown.BOX_SEEN, sample.NOW)
    assert page.rows["bedside"].note.text() == "女儿说的、看过药盒"


def test_none_and_not_known_are_answers_and_can_be_taken_back(window, page, settled):
    press(page, "kitchen", "none")
    press(page, "bag", "not-known")
    settled()
    assert heard(window) == {("kitchen", "2026-11"): Heard.NONE, ("bag", "2026-11"): Heard.NOT_KNOWN}
    press(page, "bag", "not-known")
    settled()
    assert heard(window) == {("kitchen", "2026-11"): Heard.NONE}
    window.context.bridge.undo()
    settled()
    assert heard(window)["bag", "2026-11"] is Heard.NOT_KNOWN


def test_none_of_the_rest_fills_only_what_was_not_asked_and_is_undone_as_one(window, page, settled):
    press(page, "bedside", "yes")
    settled()
    page.rest.click()
    settled()
    answers = heard(window)
    assert len(answers) == 14
    assert answers["bedside", "2026-11"] is Heard.YES
    assert sum(one is Heard.NONE for one in answers.values()) == 13
    assert not page.rest.isEnabled()
    window.context.bridge.undo()
    settled()
    assert heard(window) == {("bedside", "2026-11"): Heard.YES}


def test_it_goes_on_where_something_is_unanswered_also_after_a_restart(open_window, window, page, settled, qapp):
    page.rest.click()
    settled()
    page.next.click()
    assert page.part.key == "places 2026-10"
    window.close()
    again = open_window()
    again.go("lookback", "")
    settle(qapp, again)
    assert again.page.part.key == "places 2026-10"
    assert "14" in again.page.subtitle


def test_everything_answered_leads_to_the_list(window, page, settled):
    for one in page.parts:
        part(page, one.key)
        page.rest.click()
        settled()
    assert "都答了" in page.subtitle
    page.next.click()
    settled()
    assert window.place == "medicines"


def test_a_yes_leads_to_the_form_with_its_kind_and_nothing_else(window, page, settled, write):
    press(page, "vaccines", "yes")
    settled()
    assert page.rows["vaccines"].write.isVisible()
    page.rows["vaccines"].write.click()
    settled()
    assert window.place == "medicines"
    form = window.page.form
    assert form.draft["kind"] == Kind.VACCINE.value
    assert form._taking.checkedId() == -1  # a "yes" does not say whether it is still taken
    write(form.input("name"), "流感疫苗")
    form.submit()
    settled()
    assert window.context.state.medicines == ()
    question = window.context.phrases("place.medicines.taking_unsaid")
    assert form._unsaid.text() == question
    assert window.focusWidget() is form._taking.button(0)
    assert form._taking.button(0).accessibleDescription() == question
    window.context.keep(scale=150)  # asked again after the window was built anew: nothing was said meanwhile
    settled()
    form = window.page.form
    form.submit()
    assert form._unsaid.isVisible()
    form._taking.button(1).click()
    assert not form._unsaid.isVisible()
    form.submit()
    settled()
    (medicine,) = window.context.state.medicines
    assert (medicine.name, medicine.kind, medicine.end) == ("流感疫苗", Kind.VACCINE, UNKNOWN)


def test_a_yes_to_a_question_of_several_kinds_says_none_and_leaves_nothing_behind(window, page, settled):
    press(page, "infusions", "yes")  # a drug by drip, blood, immunoglobulin
    settled()
    page.rows["infusions"].write.click()
    settled()
    assert window.page.form.draft["kind"] == ""
    assert window.page.form._taking.checkedId() == -1
    window.page.form.left.emit()
    settled()
    assert window.page._forms == {}
    window.go("medicines", "new")
    assert window.page.form._taking.checkedId() == 0


def test_a_form_that_is_being_written_is_not_lost_by_it(window, page, write, settled):
    window.go("medicines", "new")
    window.page.form.draft["name"] = "半张表"
    window.go("lookback", "")
    settled()
    press(window.page, "vaccines", "yes")
    settled()
    window.page.rows["vaccines"].write.click()
    assert window.page.form.draft["name"] == "半张表"


def test_the_length_can_be_changed(window, page, settled):
    page.days.setCurrentIndex(page.days.findData("180"))
    page.days.activated.emit(0)
    settled()
    assert window.context.settings.look_back_days == 180
    assert sum(one.key.startswith("places") for one in page.parts) == 7
    assert page.window_days.days == 180


def test_the_words_say_nothing_that_judges(window, page):
    book = window.context.book
    for language in ("zh-Hans", "en"):
        for group in book.lookback:
            words = " ".join(
                [
                    group.text[language],
                    group.why[language],
                    *(q.text[language] + q.examples[language] for q in group.questions),
                ]
            )
            assert not any(word in words.lower() for word in ("allowed", "允许", "可以用", "停药", "stop taking"))


def test_an_answer_that_is_still_on_its_way_is_not_overwritten_by_none_of_the_rest(window, page, settled):
    press(page, "bedside", "yes")
    page.rest.click()  # before the window has heard that the answer is on disk
    settled()
    assert [said for (question, _), said in heard(window).items() if question == "bedside"] == [Heard.YES]


def test_who_tells_it_outlives_closing_and_is_no_draft_once_something_is_answered(window, page, write, settled, reopen):
    write(page.told_by, "外婆")
    again = reopen(window)
    settled(again)
    assert "回看" in again.foot.text
    again.go("lookback", "")
    settled(again)
    assert again.page.told_by.text() == "外婆"
    again.page._answered("bedside", "none")
    settled(again)
    assert again.context.state.lookback[0].told_by == "外婆"
    once_more = reopen(again)
    settled(once_more)
    assert once_more.foot.isHidden()
    once_more.go("lookback", "")
    settled(once_more)
    assert once_more.page.told_by.text() == "外婆"
