"""Every page, opened as far as it opens: nothing cut, all of it reached by keyboard, seen when reached, and named."""

from collections import Counter
from itertools import combinations, pairwise, product
from string import Formatter

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTextBrowser,
    QWidget,
)

from handbook.domain import Answer
from handbook.phrases import Phrases
from handbook.ui import theme
from handbook.ui.pages import MODULES
from handbook.ui.theme import MOST
from handbook.ui.tour import settle
from handbook.ui.widgets.more import More
from handbook.ui.widgets.press import Press
from handbook.ui.widgets.question import Question
from handbook.ui.window import WIDEST

STATES = (
    *((place, "") for place in MODULES if place != "night"),
    ("steps", "preparing"),
    ("steps", "step-4-infusion"),
    ("medicines", "new"),
    ("handbook", "crs"),
    ("handbook", "term:crs"),
    ("handbook", "search"),
    ("symptoms", "temperature"),
    ("night", ""),  # at the end: it has a look of its own, for which the whole window is built anew
    ("night", "temperature"),
    ("night", "changed"),
    ("night", "medicine"),
    ("night", "date"),
)
CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTextBrowser, QAbstractItemView)
LISTS = {"recent.months", "dates.order"}
"""Sentences that are no text but a list of words."""

DOUBLED = "doubled"
"""English with every sentence twice as long: what no translator will exceed."""

READINGS = ((100, False), (150, False), (200, False), (100, True), (150, True))
"""Text size in per cent, and whether it is the elder view."""

SIZES = ((1024, 640), (1366, 768), (1920, 1080), (3840, 2160))
WAYS = (("zh-Hans", "en", DOUBLED), READINGS, theme.NAMES, SIZES)
ROWS = [
    (language, reading, name, size)
    for reading, looks in zip(
        READINGS,
        (
            ((DOUBLED, "day"), ("en", "contrast"), (DOUBLED, "day"), ("zh-Hans", "night")),
            (("zh-Hans", "day"), (DOUBLED, "day"), ("en", "contrast"), (DOUBLED, "night")),
            (("en", "contrast"), ("en", "day"), (DOUBLED, "night"), ("zh-Hans", "contrast")),
            ((DOUBLED, "contrast"), ("zh-Hans", "night"), ("zh-Hans", "day"), ("en", "contrast")),
            (("en", "night"), ("en", "day"), (DOUBLED, "contrast"), ("zh-Hans", "day")),
        ),
        strict=True,
    )
    for (language, name), size in zip(looks, SIZES, strict=True)
] + [("zh-Hans", (200, False), "night", SIZES[0])]
"""Language, reading, theme and size of the window: every pair of two of them is among these. Doubled sentences at the
largest text in the smallest window are not: no bar of places could hold them."""


def doubled(sentence):
    """A sentence with all its words twice; what is filled in stays once."""
    parts = (
        (text, "" if field is None else f"{{{field}{':' + spec if spec else ''}}}")
        for text, field, spec, _ in Formatter().parse(sentence)
    )
    return "".join((f"{text} {text}" if text.strip() else text) + field for text, field in parts)


class _Doubled(Phrases):
    """The catalogue of the language of doubled sentences."""

    def __call__(self, key, /, **params):
        plain = super().__call__(key)
        sentence = plain if key in LISTS else doubled(plain)
        return sentence.format(**params) if params else sentence


def double_sentences(monkeypatch):
    """Have the window speak the language of doubled sentences."""
    monkeypatch.setattr(Phrases, "load", _Doubled.load)


def name_of(widget):
    """What a reader hears, with the kind."""
    text = widget.accessibleName() or (widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else "")
    return f"{type(widget).__name__} {text[:40]}"


def place_of(widget, whole):
    """Where a widget lies in ``whole``."""
    return QRect(widget.mapTo(whole, QPoint(0, 0)), widget.size())


def cut_label(label):
    """What of a label cannot be read."""
    if label.wordWrap() and label.height() < label.heightForWidth(label.width()):
        yield "low"
    if not label.wordWrap() and label.width() < label.sizeHint().width():
        yield "cut"
    if not label.parentWidget().rect().contains(label.geometry()):
        yield "beyond its sheet"


def cut_control(control, theme):
    """What of a control cannot be read or pressed."""
    if isinstance(control, QTextBrowser):
        if control.document().size().height() > control.viewport().height() + 1:
            yield "low"
        return
    if isinstance(control, Press):
        if control.width() < control.narrowest().width() or control.height() < control.heightForWidth(control.width()):
            yield "cut"
    elif isinstance(control, QAbstractButton) and control.text() and control.width() < control.sizeHint().width():
        yield "cut"
    # The slim bar of a low window shares out the height that there is; the words of a box are pressed like the box.
    least = theme.px(34) if control.property("role") == "place-short" else theme.target
    if control.height() < least or (control.width() < theme.target and not isinstance(control, QCheckBox)):
        yield f"small {control.width()} x {control.height()}"


def cut(window):
    """What is cut off, lies outside, or is too small to be pressed."""
    found = ["sideways"] if window.page.content.width() > window.page.viewport().width() else []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        place = place_of(widget, window)
        faults = ["outside"] if place.left() < 0 or place.right() >= window.width() else []
        if isinstance(widget, QLabel) and widget.text():
            faults += cut_label(widget)
        if isinstance(widget, (QAbstractButton, QLineEdit, QComboBox, QTextBrowser)):
            faults += cut_control(widget, window.context.theme)
        found += [(fault, name_of(widget)) for fault in faults]
    return found


def show(window, settled, look, size):
    """The window in one language, text size and size."""
    language, scale = look
    window.context.keep(language=language, scale=scale)
    window.resize(*size)
    settled()


def faults(window):
    """What is wrong with the page as it is shown; in the elder view also once all of it is unfolded."""
    found = cut(window)
    folded = [more for more in window.page.findChildren(More) if more.folded and more.press.isVisible()]
    for more in folded:
        more.press.click()
    if folded:
        settle(QApplication.instance(), window)
        found += cut(window)
    if window.page.width() > window.context.theme.px(WIDEST):
        found.append("too wide to be read")
    return found


def walk(window, qtbot):
    """Tab from the first control once around; returns what was reached, and what could not be seen when it was."""
    page, start = window.page, window.heading.phone
    start.setFocus(Qt.FocusReason.TabFocusReason)
    order, unseen = [], []
    for _ in range(400):
        now = window.focusWidget()
        assert now is not None, order[-1:]
        if order and now is start:
            return order, unseen
        if not order or order[-1] is not now:
            order.append(now)
        if page.content.isAncestorOf(now):
            seen, place = place_of(page.viewport(), window), place_of(now, window)
            whole = place.height() <= seen.height() and not isinstance(now, QTextBrowser)
            if not (seen.contains(place) if whole else seen.intersects(place)):
                unseen.append(name_of(now))
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    raise AssertionError("never around")


def missed(window, order):
    """What Tab does not reach; of a group of round buttons it reaches one, and arrows the others."""
    return [
        name_of(widget)
        for widget in window.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and not isinstance(widget, QRadioButton)
        and widget.isVisible()
        and widget.isEnabled()
        and widget not in order
    ]


def upwards(window, order):
    """Where Tab goes up the page; asked where there is one column only."""
    content = window.page.content
    inside = [part for part in order if content.isAncestorOf(part)]
    return [
        (name_of(before), name_of(after))
        for before, after in pairwise(inside)
        if place_of(after, content).bottom() < place_of(before, content).top()
    ]


def same_names(window):
    """Controls without a name, or of one kind with the same; text is named after what it belongs to."""
    names = Counter(
        (
            widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else ""),
            type(widget).__name__,
        )
        for widget in window.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and not isinstance(widget, QTextBrowser)
        and widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    )
    return [name for name, times in names.items() if times > 1 or not name[0]]


def walk_all(window, settled, qtbot, size):
    """Visit every page as far as it opens; returns what is wrong, by place."""
    found = {}
    for place, detail in STATES:
        window.go(place, detail)
        settled()
        assert window.size().toTuple() == size
        wrong = faults(window) + same_names(window)
        if size == SIZES[0]:
            order, unseen = walk(window, qtbot)
            wrong += unseen + missed(window, order)
            if window.context.theme.scale == MOST:
                wrong += upwards(window, order)
        if wrong:
            found[place, detail] = wrong
    return found


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_nothing_is_cut_or_unreachable_on_any_page(sample_window, settled, qtbot, monkeypatch, reading):
    window, (scale, elder) = sample_window, reading
    for language, _, name, size in (row for row in ROWS if row[1] == reading):
        with monkeypatch.context() as patched:
            if language == DOUBLED:
                double_sentences(patched)
            code = "zh-Hans" if language == "zh-Hans" else "en"
            window.context.keep(language=code, scale=scale, theme=name, elder=elder)
            window.resize(*size)
            settled()
            assert walk_all(window, settled, qtbot, size) == {}, (language, name, size)
            window.go("today", "")


def test_every_pair_of_language_reading_theme_and_size_is_among_them():
    for one, other in combinations(range(4), 2):
        wanted = set(product(WAYS[one], WAYS[other]))
        assert {(row[one], row[other]) for row in ROWS} == wanted


def test_no_is_answered_by_keyboard_alone(sample_window, settled, qtbot):
    window = sample_window
    window.go("symptoms", "")
    settled()
    row = next(line for line in window.page._rows if line.item == "headache")
    row.answers.press(Answer.YES.value).setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    settled()
    assert window.page.card.answer("headache").answer is Answer.NO


def test_a_place_is_opened_by_keyboard_from_a_page_that_is_not_on_the_bar(window, settled, qtbot):
    window.go("call", "")
    settled()
    window.places.entry("today").setFocus()
    for _ in range(3):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    settled()
    assert window.place == "medicines"
    assert window.places.entry("medicines").isChecked()


def test_the_text_size_is_turned_twice_without_losing_the_button(window, settled, qtbot, context):
    window.places.larger.setFocus()
    for _ in range(2):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
        settled()
    assert context.theme.scale == 150
    assert window.focusWidget() is window.places.larger


def test_a_key_leads_to_something_that_is_seen(sample_window, settled, qtbot):
    window = sample_window
    show(window, settled, ("en", 200), (1024, 640))
    window.go("handbook", "crs")
    settled()
    window.page.verticalScrollBar().setValue(window.page.verticalScrollBar().maximum())
    for key in (Qt.Key.Key_F, Qt.Key.Key_P, Qt.Key.Key_M, Qt.Key.Key_T):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        settled()
        reached = window.focusWidget()
        assert window.page.content.isAncestorOf(reached)
        seen = place_of(window.page.viewport(), window)
        qtbot.waitUntil(lambda seen=seen, reached=reached: seen.contains(place_of(reached, window)))


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize(
    ("scale", "size"),
    [(100, (1024, 640)), (125, (1366, 768)), (150, (1280, 820)), (200, (1366, 768)), (200, (1024, 640))],
)
def test_a_question_about_a_number_is_seen_whole_where_it_is_asked(open_window, settled, qtbot, language, scale, size):
    window = open_window(language=language)
    window.context.keep(scale=scale)
    window.resize(*size)
    settled(window)
    for way in ((Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)):
        qtbot.keyClick(window, *way)
        settled(window)
        if window.place == "night":
            window.page.doors["temperature"].click()
            settled(window)
        qtbot.wait(250)  # the page has been laid out, as a person sees it
        field = window.focusWidget()
        qtbot.keyClicks(field, "385")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        settled(window)
        question = window.focusWidget().parentWidget()
        while not isinstance(question, Question):
            question = question.parentWidget()
        seen, asked = place_of(window.page.viewport(), window), place_of(question, window)
        assert asked.height() > seen.height() or seen.contains(asked), (window.place, asked, seen)
        assert seen.contains(place_of(window.focusWidget(), window))
