"""Treatment in four steps: the whole way as one picture, a step opened, the preparation list, own dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, cast

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from handbook.content import Page as BookPage
from handbook.domain import STEP_DATES, InputError
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.widgets import Columns, Sheet, button, flow, label, picture, rule
from handbook.ui.widgets.book import BookView, follow
from handbook.ui.widgets.cards import CardButton, LinkButton, turn
from handbook.ui.widgets.dates import DateField
from handbook.ui.widgets.growing import Growing
from handbook.ui.widgets.journey import Way
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.richtext import Section, sections
from handbook.ui.widgets.rows import capital, unbroken
from handbook.ui.widgets.sources import SourceList
from handbook.ui.widgets.ticks import Tick

BEFORE = "preparing"
STEPS = ("step-1-collection", "step-2-making", "step-3-lymphodepletion", "step-4-infusion")
AFTER = ("month-after", "life-at-home", "infections-and-vaccines", "second-cancers")
"""Pages of the book, in the order of the way."""

DATES = {STEPS[0]: "collection", STEPS[2]: "chemotherapy", STEPS[3]: "infusion"}
"""Which of the family's dates stands under which step."""

ASIDE = ("call", "ask")
"""Sections that stand on the right of an opened step."""

StepDate = Literal["collection", "chemotherapy", "infusion"]


class Checklist(QWidget):
    """The preparation list. A tick is kept at once and can be taken off again."""

    def __init__(self, context: Context, *, details: bool) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        theme, language = context.theme, context.language
        lines = Columns(
            least=theme.px(270), gap=theme.px(2 if details else 4), weights=(1,) if details else (1, 1, 1)
        )  # fmt: skip
        self.ticks: dict[str, Tick] = {}
        for item in context.book.preparation:
            tick = Tick(theme, item.id, item.text[language], detail=item.detail[language] if details else "")
            tick.ticked.connect(self._ticked)
            lines.add(tick)
            self.ticks[item.id] = tick
        column.addWidget(lines)
        self.refresh()

    def refresh(self) -> None:
        """Show what is kept."""
        for key, tick in self.ticks.items():
            tick.box.setChecked(key in self._context.state.prepared)

    @Slot(str, bool)
    def _ticked(self, key: str, now: bool) -> None:  # what the signal carries
        self._context.bridge.do(lambda store: store.set_prepared(key, now))


class StepsPage(Page):
    """First the picture of the whole way; a step opens in its place, and Esc or the button leads back."""

    place = "steps"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        self.cards: dict[str, CardButton] = {}
        self.fields: dict[str, DateField] = {}
        self.opened = ""
        self._dates: dict[str, QLabel] = {}
        self._lists: list[Checklist] = []
        self._shown: object = None
        self._levelling = QTimer(self)
        self._levelling.setSingleShot(True)
        self._levelling.timeout.connect(self._level)
        self._overview = QWidget()
        self._reader = Growing(self.theme, gap=18)
        column = QVBoxLayout(self._overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(18))
        self.column.addWidget(self._overview)
        self.column.addWidget(self._reader)
        self._reader.hide()
        self.column.addStretch(1)
        self._draw_overview()
        self.refresh()

    @property
    def busy(self) -> bool:
        """Whether an opened step is still being built."""
        return self._reader.busy

    # -- the picture -------------------------------------------------------------------------------------------

    def _draw_overview(self) -> None:
        column = cast("QVBoxLayout", self._overview.layout())
        way = Way(self.theme)
        before = self._before()
        steps = Columns(least=self.theme.px(208), gap=self.theme.px(34))
        for number, key in enumerate(STEPS, start=1):
            page = self._page(key)
            if page is not None:
                steps.add(self._card(page, number))
        after = self._after()
        for part in (before, steps, after):
            way.column.addWidget(part)
        way.resized.connect(self._levelling.start)
        way.connect_stops([before, *self.cards.values(), after])
        column.addWidget(way)
        column.addWidget(self._own_dates())
        column.addWidget(Measure(self.theme, label(self.say("sources"), "soft"), size=15))

    def _before(self) -> Sheet:
        sheet = Sheet(self.theme, gap=6)
        head: QWidget = label(self.say("before"), "heading")
        if self.theme.elder:  # as large as a line of text, it may need two of them
            self._count = label("", "soft")
        else:
            self._count = label("", "tag", wrap=False)
            count = QWidget()
            lower = QVBoxLayout(count)
            lower.setContentsMargins(0, self.theme.px(4), 0, 0)  # the middle of the tag on the middle of the heading
            lower.addWidget(self._count)
            head = flow(label(self.say("before"), "heading", wrap=False), count, gap=self.theme.px(12))
        sheet.add(_beside(picture(self.theme, "places/preparing", 34), head, self.theme.px(12)))
        if self.theme.elder:
            sheet.add(self._count)
        checklist = Checklist(self.context, details=False)
        self._lists.append(checklist)
        sheet.add(checklist)
        page = self._page(BEFORE)
        if page is not None:
            press = LinkButton(self.theme, self.phrases("book.read", title=page.title), self._step_pressed)
            press.setProperty("page", BEFORE)
            sheet.add(press)
        return sheet

    def _card(self, page: BookPage, number: int) -> CardButton:
        head, name = _parted(page.title)
        head = head or self.say("step", n=number)
        card = CardButton(self.theme, self.say("open_step", title=page.title))
        card.setProperty("page", page.id)
        card.clicked.connect(self._step_pressed)
        card.setAccessibleDescription(page.brief)
        frame = Sheet(self.theme, role="wash")
        frame.column.setContentsMargins(0, self.theme.px(12), 0, self.theme.px(12))
        frame.column.addWidget(picture(self.theme, f"places/step-{number}", 76), 0, Qt.AlignmentFlag.AlignHCenter)
        dated = label("", "soft")
        self._dates[page.id] = dated
        card.add(frame)
        card.column.addSpacing(self.theme.px(4))
        # What stands in brackets is read on the page itself; here its long word would make one card wider.
        short = unbroken(name.partition(" (")[0]).replace("T cells", "T\u00a0cells")
        card.add(label(head, "accent"), label(short, "heading"), dated, label(page.brief))
        if page.family:
            card.column.addSpacing(self.theme.px(4))
            card.add(rule(), label(self.say("family"), "accent"), label(page.family))
        card.column.addStretch(1)
        more = label(self.say("more"), "link")
        card.add(more)
        self.cards[page.id] = card
        return card

    @Slot()
    def _level(self) -> None:
        CardButton.level(list(self.cards.values()))

    def _after(self) -> Sheet:
        sheet = Sheet(self.theme, gap=10)
        head = label(self.say("after"), "heading")
        sheet.add(_beside(picture(self.theme, "places/after", 34), head, self.theme.px(12)))
        ways = Columns(least=self.theme.px(208), gap=self.theme.px(14))
        for key in AFTER:
            page = self._page(key)
            if page is None:
                continue
            card = CardButton(self.theme, self.phrases("book.read", title=page.title), gap=4)
            margin = self.theme.px(14)
            card.column.setContentsMargins(margin, margin, margin, margin)
            card.setAccessibleDescription(page.brief)
            card.setProperty("page", page.id)
            card.clicked.connect(self._page_pressed)
            card.add(label(page.title, "link-strong"), label(page.brief, "soft"))
            card.column.addStretch(1)
            ways.add(card)
        sheet.add(ways)
        return sheet

    def _own_dates(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("dates"))
        sheet.add(Measure(self.theme, label(self.say("dates_why"), "soft"), size=15))
        # In the elder view below each other: a label of two lines would push its field off the line of the others.
        fields = Columns(least=self.theme.px(400 if self.theme.elder else 230), gap=self.theme.px(18))
        for step in STEP_DATES:
            field = DateField(self.theme, self.phrases, self.say(f"date_{step}"))
            field.setProperty("step", step)
            field.changed.connect(self._date_entered)
            field.typed.connect(self._date_typed)
            self.fields[step] = field
            fields.add(field)
        sheet.add(fields)
        for step, field in self.fields.items():
            draft = self.draft.get(f"date.{step}")
            field.set_value(getattr(self.context.state.journey, step))
            if isinstance(draft, str):
                field.set_draft(draft)
        return sheet

    # -- a step ------------------------------------------------------------------------------------------------

    def _step_parts(self, page: BookPage) -> Iterator[QWidget | None]:
        """What an opened step is made of."""
        parts = sections(page)
        message, rest = parts[0].blocks[:1], parts[0].blocks[1:]
        yield flow(button(self.say("back"), self._back_pressed, theme=self.theme))
        yield self._view(message, page.title, role="large")
        main: list[Section] = [Section("", "", rest)] if rest else []
        side: list[Section] = []
        history: list[Section] = []
        for part in parts[1:]:
            where = side if part.key in ASIDE else history if part.key in {"article", "since"} else main
            where.append(part)
        for cells, weights in (((main, side), (3, 2)), ([[part] for part in history], (1,) * len(history))):
            across = Columns(least=self.theme.px(360), gap=self.theme.px(18), weights=weights)
            columns = [(across.add_column(), cell) for cell in cells if cell]
            yield across
            for column, cell in columns:
                if cell is main and page.id == BEFORE:
                    column.addWidget(self._list())
                    yield None
                for part in cell:
                    column.addWidget(self._sheet(part.title, part.blocks, part.title))
                    yield None
        sheet = Sheet(self.theme)
        sheet.add(SourceList(self.context, page))
        yield sheet
        yield self._neighbours(page.id)

    def _list(self) -> Sheet:
        """The preparation list, on the page about preparing."""
        sheet = Sheet(self.theme, self.say("list"), gap=4)
        checklist = Checklist(self.context, details=True)
        self._lists.append(checklist)
        sheet.add(Measure(self.theme, checklist))
        return sheet

    def _sheet(self, title: str, blocks: tuple[object, ...], name: str) -> Sheet:
        sheet = Sheet(self.theme)
        if title:
            head = label(title, "heading")
            head.setContentsMargins(self.theme.px(3), 0, 0, 0)
            sheet.add(head)
        sheet.add(self._view(blocks, name))
        sheet.column.addStretch(1)
        return sheet

    def _view(self, blocks: tuple[object, ...], name: str, *, role: str = "body") -> BookView:
        view = BookView(self.context, blocks, name=name, role=role)  # type: ignore[arg-type]
        view.link.connect(self._link)
        return view

    def _neighbours(self, key: str) -> QWidget:
        order = (BEFORE, *STEPS)
        at = order.index(key)
        across = Columns(least=self.theme.px(300), gap=self.theme.px(14), weights=(1, 1))
        for word, place in (("previous", at - 1), ("next", at + 1)):
            target = order[place] if 0 <= place < len(order) else AFTER[0] if place > 0 else ""
            page = self._page(target)
            if page is not None:
                pressed = self._page_pressed if target == AFTER[0] else self._step_pressed
                name = self.say("turn", word=self.say(word), title=page.title)
                across.add(turn(self.theme, self.say(word), page.title, page.id, pressed, name=name))
        return across

    # -- what the window calls ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show dates and ticks as they are kept."""
        state = self.context.state
        self._count.setText(
            self.say("count", done=len(state.prepared & self._lists[0].ticks.keys()), all=len(self._lists[0].ticks))
        )
        for checklist in self._lists:
            checklist.refresh()
        for step, field in self.fields.items():
            field.set_value(getattr(state.journey, step))
        for key, dated in self._dates.items():
            dated.setText(self._date_text(key))
            self._levelling.start()
            card = self.cards[key]
            card.setAccessibleDescription(
                self.say("described", date=dated.text(), brief=cast("BookPage", self._page(key)).brief)
            )
        if self.opened and self._shown != self._seen():
            self._redraw_step()

    def open(self, detail: str) -> None:
        """A page id of the way opens that step; "" is the picture; "dates" leads to the dates."""
        key = detail if detail in (BEFORE, *STEPS) and self._page(detail) is not None else ""
        before, changed = self.opened, key != self.opened
        self.opened = key
        page = self._page(key) if key else None
        if page is not None:
            if changed or self._shown != self._seen():
                self._redraw_step()
            self.show_heading(page.title, self._date_text(page.id) if page.id in STEPS else "")
        else:
            self.show_heading(self.phrases("place.steps.title"), self.say("subtitle"))
        self._overview.setVisible(page is None)
        self._reader.setVisible(page is not None)
        if changed:
            self.verticalScrollBar().setValue(0)
            if self.isVisible():  # what was pressed is gone, and Qt would lead on to the bar
                self._focus(before)
        if detail == "dates":
            QTimer.singleShot(0, self._show_dates)

    def _focus(self, before: str) -> None:
        """On the first control of the step; back on the picture, on the step that was opened."""
        part = self._reader if self.opened else self._overview
        presses = [press for press in part.findChildren(QAbstractButton) if not press.isHidden()]
        card = next((press for press in presses if not self.opened and press.property("page") == before), None)
        if press := card or next(iter(presses), None):
            press.setFocus()

    def _redraw_step(self) -> None:
        page = self._page(self.opened)
        if page is not None:
            self._shown = self._seen()
            self._lists = self._lists[:1]
            self._reader.grow(self._step_parts(page))

    def _seen(self) -> object:
        """What an opened step shows of the record."""
        return self.opened, self.context.numbers, self.context.state.journey, self.context.today()

    @Slot()
    def _show_dates(self) -> None:
        field = next(iter(self.fields.values()))
        field.input.setFocus()
        self.ensureWidgetVisible(field)

    # -- what a person does ------------------------------------------------------------------------------------

    @Slot()
    def _step_pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.context.go.emit("steps", sender.property("page"))

    @Slot()
    def _page_pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.context.go.emit("handbook", sender.property("page"))

    @Slot()
    def _back_pressed(self) -> None:
        self.context.go.emit("steps", "")

    @Slot(str)
    def _link(self, link: str) -> None:
        kind, _, target = link.partition(":")
        if kind == "page" and target in (BEFORE, *STEPS):
            self.context.go.emit("steps", target)
        else:
            follow(self.context, link)

    @Slot(str)
    def _date_typed(self, text: str) -> None:
        sender = self.sender()
        if sender is not None:
            self.draft[f"date.{sender.property('step')}"] = text

    @Slot(object)
    def _date_entered(self, day: date | None) -> None:
        sender = self.sender()
        if sender is not None:
            step = cast("StepDate", sender.property("step"))
            self.draft.pop(f"date.{step}", None)
            self.context.bridge.do(lambda store: store.set_date(step, day))

    # -- words -------------------------------------------------------------------------------------------------

    def _page(self, key: str) -> BookPage | None:
        try:
            return self.context.book.page(key, self.context.language)
        except InputError:  # left out because it could not be read: the rest of the way stays
            return None

    def _date_text(self, key: str) -> str:
        if key not in DATES:
            return self.say("no_own_date")
        day = getattr(self.context.state.journey, DATES[key])
        if day is None:
            return self.say("date_unset")
        planned = day > self.context.today()
        return self.say("date_planned" if planned else "date", date=self.context.words.date(day))


def _parted(title: str) -> tuple[str, str]:
    """``第一步``, ``采集 T 细胞`` from ``第一步：采集 T 细胞``; no first part where the title has none."""
    for colon in ("：", ": "):
        head, found, name = title.partition(colon)
        if found:
            return head, capital(name)
    return "", title


def _beside(drawing: QWidget, words: QWidget, gap: int) -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(gap)
    line.addWidget(drawing)
    line.addWidget(words, 1)
    return made
