"""Medicines: what is taken, what was stopped within the look-back, what lies further back; and the form of one."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from handbook import tasks
from handbook.domain import UNKNOWN, HandbookError, Kind, LookBack, Medicine, PartialDate, group
from handbook.record import Done
from handbook.ui import taking
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.pages.doses import DosesSheet
from handbook.ui.pages.medicine_compare import Compare, Pair, alike, pair_key
from handbook.ui.pages.medicine_fields import BASE, draft_asked, draft_of, resumed, untouched
from handbook.ui.pages.medicine_form import NEW, Draft, MedicineForm
from handbook.ui.pages.medicine_list import MedicineList, ruler_sheet
from handbook.ui.pages.medicine_strips import COMPARE, AlikeStrip, UnfinishedStrip
from handbook.ui.saving import SheetOut
from handbook.ui.unfinished import offer_back
from handbook.ui.widgets import Sheet, button, flow, label, tab_after
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.more import Holder, More
from handbook.ui.widgets.partial_dates import date_words
from handbook.ui.widgets.rows import breakable

DOSE = "dose"
"""The detail that begins a new dose."""


class MedicinesPage(Page):
    """The list, or in its place the form or two entries side by side.

    Drafts: ``forms`` by medicine id (or "new"), ``open`` the one shown, ``different`` the pairs that are not one.
    """

    place = "medicines"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._form: MedicineForm | None = None
        self._compare: Compare | None = None
        self._out = SheetOut(context, self)
        self._shown: object = None
        self._stopping = ""
        self._keeping = False
        self._list_part = QWidget()
        self._list_column = QVBoxLayout(self._list_part)
        self._list_column.setContentsMargins(0, 0, 0, 0)
        self._list_column.setSpacing(self.theme.px(18))
        self.add = button(self.say("add"), self._add, role="primary")
        self.interview = button(self.say("lookback"), self._lookback)
        self.doctor = button(self.say("doctor"), self.save_doctors_page)
        self.more = button(self.phrases("place.give.more_for_doctor"), self._more, role="link")
        self._body = QWidget()
        self._ruler = Holder()
        self.doses = DosesSheet(context)
        self.doses.writing.connect(self.look_at)
        gap, others = self.theme.px(12), (self.interview, self.doctor, self.more)
        if self.theme.elder:
            self.folded = More(self.theme, self.phrases, flow(*others, gap=gap), self._ruler)
            parts: tuple[QWidget, ...] = (flow(self.add), self._body, self.doses, self.folded)
        else:
            parts = (flow(self.add, *others, gap=gap), self._body, self._ruler, self.doses)
        for part in parts:
            self._list_column.addWidget(part)
        self.column.addWidget(self._list_part)
        self.column.addStretch(1)
        context.bridge.saved.connect(self._saved)
        context.bridge.failed.connect(self._refused)
        self.refresh()

    # -- drafts ------------------------------------------------------------------------------------------------

    @property
    def _forms(self) -> dict[str, Draft]:
        forms = self.draft.setdefault("forms", {})
        assert isinstance(forms, dict)  # noqa: S101  # made by the line above
        return forms

    def _medicine(self, key: str) -> Medicine | None:
        return next((m for m in self.context.state.medicines if m.id == key), None)

    @property
    def _different(self) -> list[str]:
        # Not in the record: it is no fact about a medicine, and at worst the family is asked once more another day.
        different = self.draft.setdefault("different", [])
        assert isinstance(different, list)  # noqa: S101  # made by the line above
        return different

    def _unfinished(self) -> list[tuple[str, Draft]]:
        return [(key, form) for key, form in self._forms.items() if not untouched(form, self._medicine(key))]

    # -- what is shown -----------------------------------------------------------------------------------------

    @property
    def form(self) -> MedicineForm | None:
        """The form, while one is shown."""
        return self._form

    @property
    def window_days(self) -> LookBack:
        """The days that count."""
        context = self.context
        return tasks.look_back(context.state.journey, context.today(), context.settings.look_back_days)

    @property
    def compare(self) -> Compare | None:
        """Two entries side by side, while they are shown."""
        return self._compare

    def refresh(self) -> None:
        """Show the record as it stands; the focus stays on the same row."""
        if self._compare is not None and self._pair(pair_key(self._compare.pair)) != self._compare.pair:
            self._leave()  # one of them was changed or taken off the list
        if self._form is None and self._compare is None:
            self._heading()
        self._follow()
        self.doses.refresh()
        self.doses.setVisible(bool(self.context.state.medicines))
        state, window = self.context.state, self.window_days
        unfinished, different = repr(self._unfinished()), tuple(self._different)
        shown = (state.medicines, window, self.context.today(), self._stopping, unfinished, different)
        if shown == self._shown:
            return
        self._shown = shown
        focused = self.focusWidget()
        name = focused.objectName() if focused is not None and self._body.isAncestorOf(focused) else ""
        body = self._build(window)
        old = self._list_column.replaceWidget(self._body, body)
        assert old is not None  # noqa: S101  # the old body lies in the column
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        body.show()  # at once: only what is visible can take the focus
        reached = [one for one in body.findChildren(QWidget) if one.focusPolicy() != Qt.FocusPolicy.NoFocus]
        tab_after(reached[-1] if reached else self.add if self.theme.elder else self.more, self.doses)
        if self.theme.elder:
            tab_after(self.doses.findChildren(QPushButton)[-1], self.folded)
        if name:
            again = body.findChild(QPushButton, name)
            (again or self.add).setFocus()

    def _follow(self) -> None:
        """Have an open form show what was done to its medicine meanwhile, by undo or from elsewhere."""
        key = str(self.draft.get("open", ""))
        medicine, form = self._medicine(key), self._forms.get(key)
        if self._form is None or medicine is None or form is None or self.draft.get("waiting"):
            return
        if form[BASE] != draft_of(medicine):
            self._form.hide()
            self._form.deleteLater()
            self._show_form(key, medicine)

    def _heading(self) -> None:
        window, journey = self.window_days, self.context.state.journey
        key = "window_today"
        if journey.infusion:
            key = "window_planned" if journey.infusion > self.context.today() else "window_infusion"
        first, last = (self._date(PartialDate.exact(day)) for day in (window.first, window.anchor))
        self.show_heading(
            self.phrases("place.medicines.title"), self.say(key, first=first, last=last, days=window.days)
        )

    def _date(self, value: PartialDate) -> str:
        return date_words(self.phrases, self.context.words.date, value)

    def _build(self, window: LookBack) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(18))
        for key, form in self._unfinished():
            name = medicine.name if (medicine := self._medicine(key)) else ""
            strip = UnfinishedStrip(self.context, key, form, name)
            strip.go_on.clicked.connect(self._go_on)
            strip.drop.clicked.connect(self._drop)
            column.addWidget(strip)
        medicines = self.context.state.medicines
        self._ruler.fill(ruler_sheet(self.context, medicines, window) if medicines else None)
        if pairs := self._alike():
            question = AlikeStrip(self.context, pairs)
            question.compare.clicked.connect(self._compare_pressed)
            column.addWidget(question)
        if not medicines:
            sheet = Sheet(self.theme, self.say("empty"))
            sheet.add(Measure(self.theme, label(self.say("empty_words"))))
            column.addWidget(sheet)
            return body
        rows = MedicineList(self.context, group(medicines, window, self.context.today()), window, self._stopping)
        rows.opened.connect(self._open_row)
        rows.stop_asked.connect(self._ask_stop)
        rows.stopped.connect(self._stop)
        rows.deleted.connect(self._delete)
        column.addWidget(rows)
        return body

    # -- the list ----------------------------------------------------------------------------------------------

    @Slot()
    def _add(self) -> None:
        self.context.go.emit(self.place, NEW)

    @Slot()
    def _lookback(self) -> None:
        self.context.go.emit("lookback", "")

    @Slot()
    def _more(self) -> None:
        self.context.go.emit("give", "visit")

    @Slot(str)
    def _open_row(self, key: str) -> None:
        self.context.go.emit(self.place, key)

    @Slot()
    def _compare_pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.context.go.emit(self.place, f"{COMPARE} {sender.property('pair')}")

    @Slot()
    def _go_on(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.context.go.emit(self.place, str(sender.property("medicine")))

    @Slot()
    def _drop(self) -> None:
        sender = self.sender()
        if sender is not None:
            key = str(sender.property("medicine"))
            form = self._forms.pop(key, None)
            self.refresh()
            self.add.setFocus()
            if form is not None:
                offer_back(self.context, self.place, self._forms, key, form)

    @Slot(str)
    def _ask_stop(self, key: str) -> None:
        """Ask under the row for the last day; "" closes the question."""
        before, self._stopping = self._stopping, key
        self.refresh()
        target = self._body.findChild(QPushButton, f"today {key}" if key else f"stop {before}")
        if target is not None:
            target.setFocus()

    @Slot(str, str)
    def _stop(self, key: str, day: str) -> None:
        """Write the last day down; ``day`` is EDTF text, "" for not known, "other" to write it in the form."""
        self._stopping = ""
        if day == "other":
            self.context.go.emit(self.place, key)
            if self._form is not None:
                self._form.ready("end")
            return
        end = PartialDate.parse(day) if day else UNKNOWN
        self.context.bridge.do(lambda store: store.stop_medicine(key, end))

    @Slot(str)
    def _delete(self, key: str) -> None:
        self.context.bridge.do(lambda store: store.delete_medicine(key))

    # -- the form ----------------------------------------------------------------------------------------------

    def open(self, detail: str) -> None:
        """``"new"`` opens a new form (``"new otc"``: from the interview), an id that of a medicine, "" the list."""
        asked = detail.startswith(f"{NEW} ")
        detail, _, kind = detail.partition(" ") if asked else (detail, "", "")
        medicine = self._medicine(detail)
        if detail == DOSE:
            self._close_form()
            self.doses.new.click()
            return
        if detail.startswith(f"{COMPARE} "):
            self._open_pair(detail.partition(" ")[2])
            return
        if asked and NEW not in self._forms:
            self._forms[NEW] = draft_asked(Kind(kind))
        if detail != NEW and medicine is None:
            self._close_form()
            return
        if self._form is not None and self.draft.get("open") == detail:
            self._form.ready()
            return
        self._close_form()
        self._show_form(detail, medicine)

    def _show_form(self, detail: str, medicine: Medicine | None) -> None:
        form = self._forms[detail] = resumed(self._forms.get(detail, {}), medicine)
        self.draft["open"] = detail
        self._form = MedicineForm(self.context, form, medicine)
        self._form.keep.connect(self._keep)
        self._form.wrong.connect(self.look_at)
        self._form.offered.connect(self._see_both)
        self._form.left.connect(self._leave)
        self._in_place(self._form)
        title = self.say("form_change", name=breakable(medicine.name)) if medicine else self.say("form_new")
        self.show_heading(title, self.say("form_subtitle_asked" if form["stopped"] is None else "form_subtitle"))
        self._form.ready()
        self.verticalScrollBar().setValue(0)

    @Slot(object, object)
    def _see_both(self, field: QWidget, below: QWidget) -> None:
        self.ensureWidgetVisible(below, 0, self.theme.px(8))
        self.ensureWidgetVisible(field, 0, self.theme.px(8))

    def _in_place(self, part: QWidget) -> None:
        self._list_part.hide()
        self.column.insertWidget(0, part)
        part.show()

    def _close_form(self) -> None:
        key = str(self.draft.pop("open", ""))
        if self._compare is not None:
            self._close_pair()
        if self._form is None:
            return
        if key in self._forms and untouched(self._forms[key], self._medicine(key)):
            self._forms.pop(key)
        self._form.hide()
        self._form.deleteLater()
        self._form = None
        self._list_part.show()
        self.refresh()
        row = self._body.findChild(QPushButton, f"open {key}")
        (row or self.add).setFocus()

    # -- two that may be one -----------------------------------------------------------------------------------

    def _alike(self) -> list[Pair]:
        """What is offered for comparing; not while changes to one of the two are not written down yet."""
        busy = {key for key, _ in self._unfinished()}
        return alike((one for one in self.context.state.medicines if one.id not in busy), self._different)

    def _pair(self, key: str) -> Pair | None:
        return next((pair for pair in self._alike() if pair_key(pair) == key), None)

    def _open_pair(self, key: str) -> None:
        self._close_form()
        pair = self._pair(key)
        if pair is None:
            return
        self._compare = Compare(self.context, pair)
        self._compare.apart.connect(self._apart)
        self._compare.left.connect(self._leave)
        self._in_place(self._compare)
        self.show_heading(self.say("compare"), self.say("compare_subtitle"))
        self._compare.back.setFocus()  # the one that decides nothing
        self.verticalScrollBar().setValue(0)

    def _close_pair(self) -> None:
        if self._compare is None:
            return
        self._compare.hide()
        self._compare.deleteLater()
        self._compare = None
        self._list_part.show()
        self.refresh()
        (self._body.findChild(QPushButton, COMPARE) or self.add).setFocus()

    @Slot()
    def _apart(self) -> None:
        if self._compare is not None:
            self._different.append(pair_key(self._compare.pair))
        self._leave()

    @Slot()
    def _leave(self) -> None:
        self.moved.emit("")
        self._close_form()

    @Slot(object)
    def _keep(self, medicine: Medicine) -> None:
        if self._keeping:  # pressed twice, before the disk has answered: it is one medicine
            return
        self._keeping = True
        # In the draft, because the window may be rebuilt before the record answers.
        self.draft["waiting"] = waiting = medicine.id or self.context.new_id()
        if medicine.id:
            self.context.bridge.do(lambda store: store.change_medicine(medicine))
            return
        values = {key: getattr(medicine, key) for key in medicine.__slots__ if key != "id"}
        new = Medicine(id=waiting, **values)
        self.context.bridge.do(lambda store: store.add_medicine(new))

    @Slot(object)
    def _saved(self, done: Done) -> None:
        """What the form asked for is on disk: now its draft may go."""
        if done.name not in {"medicine.add", "medicine.change"} or not self.draft.get("waiting"):
            return
        self._keeping = False
        written = str(self.draft.pop("waiting"))
        key = NEW if done.name == "medicine.add" else written
        self._forms.pop(key, None)
        if self.draft.get("open") != key:  # another form was opened before the disk answered
            return
        self._leave()
        row = self._body.findChild(QPushButton, f"open {written}")
        if row is not None:
            row.setFocus()
            QTimer.singleShot(0, self._to_focus)

    @Slot()
    def _to_focus(self) -> None:
        """Scroll to where the cursor is, once the list has been laid out."""
        focused = self._body.focusWidget()
        if focused is not None:
            self.ensureWidgetVisible(focused)

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:  # noqa: ARG002  # the window says why; the form stays
        self._keeping = False
        self.draft.pop("waiting", None)

    # -- the doctor's page -------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether the doctor's page is being made, or a photo read."""
        return self._out.busy or (self._form is not None and self._form.busy)

    @Slot()
    def save_doctors_page(self) -> None:
        """Save the page for the doctor where the person says."""
        context = self.context
        job = taking.medicines(context, "pdf")
        self._out.save(self.say("doctor"), self.say("doctor_file", date=context.today().isoformat()), job)
