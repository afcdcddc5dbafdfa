"""What a family brings to the doctor: the record on A4, as it was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from handbook.content.entry_words import day_text, name_texts, read_off_text
from handbook.domain import (
    STEP_DATES,
    Answer,
    ClinicKit,
    ClinicNumbers,
    Dose,
    Grouped,
    Journey,
    LookBack,
    LookBackAnswer,
    Medicine,
    PassportEntry,
    Person,
    Quantity,
    Reading,
    Shift,
    SymptomAnswer,
    TeamCall,
    months_of,
    paper_languages,
)
from handbook.domain.curve import Curve, Entries, Span, curve, happenings
from handbook.paper.blocks import HAIRLINE, Bar, Gap, Para
from handbook.paper.curve import CurveBlocks
from handbook.paper.divide import divided, shown
from handbook.paper.doctorpage import FORM, Cells, Kept, head, heading, lists, pages
from handbook.paper.facts import Facts
from handbook.paper.parts import Parts, inside
from handbook.paper.symptomgrid import days_across, symptom_grid
from handbook.paper.text import Content, Run

if TYPE_CHECKING:
    from handbook.content import Book

LEAVE_OUT = ("calls", "curve", "readings", "symptoms", "doses", "look-back", "passport", "notes", "names")
"""What a family may keep to itself; the page says that it was left out. The medicines are never among it."""

_THIRDS = (0.2, 0.8)
_LOOK_BACK = (0.52, 0.48)
_GROUPS = ("current", "stopped", "older")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the look-back interview as it is printed.

    ``text`` are its words by language; ``older``: however long ago; ``monthly``: asked for each month.
    """

    id: str
    text: Mapping[str, str]
    older: bool = False
    monthly: bool = False


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """What the pages are made of; the entries may reach further back than the pages show."""

    entries: Entries
    grouped: Grouped
    window: LookBack
    journey: Journey
    questions: Sequence[Question] = ()
    look_back: Sequence[LookBackAnswer] = ()
    passport: Sequence[PassportEntry] = ()
    shifts: Sequence[Shift] = ()
    card_notes: Sequence[tuple[datetime, str]] = ()
    """What was written on a symptom card beside its answers, and when the card was begun."""


def visit_pages(
    book: Book,
    record: VisitRecord,
    person: Person,
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    *,
    since: date,
    now: datetime,
    leave_out: Iterable[str] = (),
    language: str,
    printed_on: date,
) -> bytes:
    """The doctor's pages as PDF, 12 pt on A4.

    Args:
        book: Words, symptom items, version.
        record: The family's entries.
        person: Whose; what is absent is left to the pen.
        numbers: The clinic's numbers, the kit's already over the family's own.
        kit: For what the small line says.
        since: The first day of calls, readings and symptoms.
        now: The present; its offset is that of the curve.
        leave_out: Some of ``LEAVE_OUT``; what is left out is named on the page.
        language: ``zh-Hans+en`` prints the pages in each.
        printed_on: Print date.

    Raises:
        InputError: as for :func:`handbook.paper.card`.
    """
    begin = _begin(record.entries, since, now)
    span = Span(begin, now) if begin < now else Span(now.replace(hour=0, minute=0, second=0, microsecond=0), now)
    facts = Facts(book, shown(person), numbers, kit, printed_on)
    left = frozenset(leave_out)

    def blocks(parts: Parts, language: str) -> list[Kept]:
        return VisitPages(parts, language, record, span, now, left).blocks()

    return pages(facts, paper_languages(language), "visit.title", blocks)


def _begin(entries: Entries, since: date, now: datetime) -> datetime:
    """Where the day ``since`` begins: at its midnight on the clock of ``now``, or on that of an entry of that day.

    An entry belongs to the day that was on the wall when it was written, in summer time or in another country.
    """
    midnight = datetime(since.year, since.month, since.day, tzinfo=now.tzinfo)
    kinds = (entries.readings, entries.doses, entries.answers, entries.calls)
    moments = [one.at for kind in kinds for one in kind]
    return min([midnight, *(at for at in moments if at.date() >= since)])


def small_line(book: Book, language: str, printed_on: date) -> str:
    """Version of the book, that no clinician has approved it, and the print date, for a page that is no PDF."""
    return Facts(book, Person(), ClinicNumbers(), None, printed_on).small_line(language)


class VisitPages:
    """Makes the blocks of one language; the hand-over is made of the same parts."""

    def __init__(  # noqa: PLR0917  # all of one page
        self, parts: Parts, language: str, record: VisitRecord, span: Span, now: datetime, left: frozenset[str]
    ) -> None:
        self.parts, self.language, self.record, self.span, self.now, self.left = (
            parts,
            language,
            record,
            span,
            now,
            left,
        )
        self.words = parts.facts.words(language)
        self.body, self.width = parts.body, inside(FORM)[0]
        self.grouped = Grouped(*(tuple(map(self._medicine, getattr(record.grouped, key))) for key in _GROUPS))
        book = parts.facts.book
        self.items = {item.id: item.short[language] for group in book.symptoms for item in group.items}
        self.long = {item.id: item.text[language] for group in book.symptoms for item in group.items}
        self.names = {one.id: " ".join(filter(None, name_texts(one, self.words))) for one in record.entries.medicines}
        self.happened = happenings(record.entries, span)

    # The doctor's pages

    def blocks(self) -> list[Kept]:
        """All sections in the order in which a doctor asks."""
        words, zone = self.words, self.span.end.tzinfo
        first, last = (at.astimezone(zone).date() for at in (self.span.begin, self.span.end))
        found = head(self.parts, self.language, "visit.title", words("visit.subtitle"))
        found.append((self.para(words("visit.span", first=first, last=last)), True))
        if self.left:
            items = words("visit.join").join(words(f"visit.part.{key}") for key in LEAVE_OUT if key in self.left)
            found.append((self.para(words("visit.left_out", items=items)), True))
        found += self._days()
        sections: Sequence[tuple[str, Callable[[], list[Kept]]]] = (
            ("", self._medicines), ("calls", self._calls),
            ("curve", self._curve), ("symptoms", self._symptoms), ("doses", self._doses),
            ("readings", self._readings), ("look-back", self._look_back), ("passport", self._passport),
        )  # fmt: skip
        for key, section in sections:
            if key not in self.left:
                found += section()
        return found

    def _days(self) -> list[Kept]:
        """Day +N and the dates that are written down."""
        words, journey = self.words, self.record.journey
        day = journey.day(self.now.date())
        if day is None:
            text = words("day.none")
        elif day == 0:
            text = words("day.zero")
        else:
            text = words("day.after", n=day) if day > 0 else words("day.before", n=-day)
        rows: list[Kept] = [(Gap(4), True), (self.para([Run(text, bold=True)]), True)]
        for step in STEP_DATES:
            on = getattr(journey, step)
            said = words("visit.date_none") if on is None else f"{on}"
            rows.append((self.para(f"{words(f'stages.{step}')}{words('diary.colon')}{said}"), True))
        return [*rows[:-1], (rows[-1][0], False)]

    def _medicines(self) -> list[Kept]:
        """The three lists, and of which days they speak."""
        window = self.record.window
        text = self.words("medicine_list.window", days=window.days, first=window.first, last=window.anchor)
        return [(Gap(6), True), (self.para(text), True), *lists(self.parts, self.grouped, self.language)]

    def _calls(self) -> list[Kept]:
        calls = [one.entry for one in self.happened if isinstance(one.entry, TeamCall)]
        return self.section("visit.calls", [block for call in calls for block in self._call(call)])

    def _call(self, call: TeamCall) -> list[Kept]:
        words = self.words
        by = call.by if "names" not in self.left else ""
        who = words("diary.by", what=call.who, who=by) if by else call.who
        texts = [words("diary.call", who=who), call.said, self.noted(call.note)]
        return self.timed(call.at, "\n".join(filter(None, texts)))

    def _curve(self) -> list[Kept]:
        drawn = self.drawn()
        blocks = CurveBlocks(drawn, self.words, self.body, inside(FORM)[0])
        found = heading(self.parts, self.language, "curve.title")
        found.append((self.para(self.words("curve.legend")), True))
        if not any(panel.series for panel in drawn.panels):
            found.append((self.para(self.words("curve.none")), True))
        for panel in blocks.panels():
            found += [(Gap(6), True), *((block, True) for block in panel[:-1]), (panel[-1], False)]
        rows = blocks.rows(self.items)
        if rows:
            found += [(Gap(6), True), *((row, not 1 < number < len(rows) - 4) for number, row in enumerate(rows[:-2]))]
            found += [(rows[-2], True), (rows[-1], True)]
            found += [(self.para(self.words("curve.marks")), True), (self.para(self.words("curve.sure")), False)]
        return found

    def drawn(self) -> Curve:
        """The curve of the span; doses only if they are not left out."""
        entries = self.record.entries
        doses = () if "doses" in self.left else entries.doses
        calls = () if "calls" in self.left else entries.calls
        answers = () if "symptoms" in self.left else entries.answers
        readings = entries.readings
        shown = Entries(readings, entries.medicines, doses, answers, calls)
        return curve(shown, self.span, self.now, fever_line=self.parts.facts.numbers.fever_line)

    def _readings(self) -> list[Kept]:
        """A row a day: temperatures on a line, then all else; each value with its time, as it was read off."""
        rows: list[Kept] = []
        readings = [one.entry for one in self.happened if isinstance(one.entry, Reading)]
        for day, found in groupby(readings, key=lambda one: one.at.date()):
            of_day = list(found)
            seen = {one.observer for one in of_day}
            who = self.who(of_day[0].observer) if len(seen) == 1 else ""
            lines: list[list[Run]] = [[], []]
            for quantity in Quantity:
                values = [self._value(one, said=not who) for one in of_day if one.quantity is quantity]
                if values:
                    line = lines[quantity is not Quantity.TEMPERATURE]
                    line += [Run(self.words("medicine_list.comma"))] if line else []
                    line.append(Run(f"{self.words(f'quantities.{quantity}')}{self.words('diary.colon')}", bold=True))
                    line.append(Run(self.words("medicine_list.comma").join(values)))
            text = [*lines[0], *([Run("\n")] if all(lines) else []), *lines[1]]
            rows.append((self.cells(["\n".join(filter(None, (f"{day}", who))), text]), True))
            rows.append((Bar(HAIRLINE, above=2, below=3), False))
        return self.section("visit.readings", rows)

    def _value(self, one: Reading, *, said: bool) -> str:
        words = self.words
        text = read_off_text(one, words)
        text = words("diary.at_site", what=text, site=words(f"sites.{one.site}")) if one.site else text
        note = one.note if "notes" not in self.left else ""
        beside = words("visit.join").join(filter(None, (self.who(one.observer) if said else "", note)))
        text = words("diary.by", what=text, who=beside) if beside else text
        return f"{one.at:%H:%M} {text}"

    def _symptoms(self) -> list[Kept]:
        """A grid of days for each item that was asked; the others are named, because nobody knows."""
        words = self.words
        given: dict[str, dict[date, Answer]] = defaultdict(dict)
        for one in self.happened:
            if isinstance(one.entry, SymptomAnswer):
                day = one.at.date()
                before = given[one.entry.item].get(day)
                given[one.entry.item][day] = Answer.YES if before is Answer.YES else one.entry.answer
        notes = [block for at, note in self.card_notes() for block in self.timed(at, self.noted(note))]
        if not given:
            return self.section("visit.symptoms", notes)
        found = heading(self.parts, self.language, "visit.symptoms")
        found.append((self.para(words("visit.symptoms_how")), True))
        days = sorted({day for answers in given.values() for day in answers})
        count = days_across(self.width)
        for start in range(0, len(days), count):
            found += symptom_grid(self.parts, self.language, given, days[start : start + count])
        unasked = [self.items[item] for item in self.items if item not in given]
        if unasked:
            text = words("visit.symptoms_unasked", items=words("visit.join").join(unasked))
            found += [(Gap(4), True), (self.para(text), False)]
        return found + ([(Gap(4), True), *notes] if notes else [])

    def _doses(self) -> list[Kept]:
        doses = [one.entry for one in self.happened if isinstance(one.entry, Dose)]
        rows = [block for dose in doses for block in self.timed(dose.at, self._dose(dose))]
        return self.section("visit.doses", rows) if rows else []

    def _dose(self, dose: Dose) -> str:
        name = self.names.get(dose.medicine) or self.words("diary.dose_unknown")
        texts = (name, dose.amount, self.who(dose.observer), self.noted(dose.note))
        return self.words("medicine_list.comma").join(filter(None, texts))

    def _look_back(self) -> list[Kept]:
        """Each question with each of its answers; what was not answered is named."""
        words, record = self.words, self.record
        answers: dict[str, list[LookBackAnswer]] = defaultdict(list)
        for one in record.look_back:
            answers[one.question].append(one)
        found: list[Kept] = []
        for older, title in ((False, "visit.look_back"), (True, "visit.older")):
            asked = [one for one in record.questions if one.older is older]
            rows: list[Kept] = []
            for question in (one for one in asked if one.id in answers):
                said = "\n".join(self._said(question, answers[question.id]))
                rows += [
                    (self.cells([question.text[self.language], said], _LOOK_BACK), True),
                    (Bar(HAIRLINE, above=2, below=3), False),
                ]
            open_ = [one.text[self.language] for one in asked if one.id not in answers]
            if rows and open_:
                items = words("medicine_list.comma").join(open_)  # the questions have commas of their own
                rows.append((self.para(words("visit.unanswered", items=items)), False))
            found += self.section(title, rows, none="visit.look_back_none")
        return found

    def _said(self, question: Question, answers: Sequence[LookBackAnswer]) -> list[str]:
        """The answers to one question; months that were answered alike stand together, silent ones are named."""
        words, span = self.words, self.record.window
        window = set(months_of(span, self.parts.facts.printed_on))

        def early(one: LookBackAnswer) -> date | None:
            return one.asked_early(span, older=question.older)

        ordered = sorted(answers, key=lambda one: (early(one) or date.min, one.month))
        found = []
        for (said, asked), alike in groupby(ordered, key=lambda one: (self._heard(one), early(one))):
            months = [one.month for one in alike]
            when = words("visit.join").join(months)
            if not asked and set(months) in ({""}, window):
                when = "" if question.older else words("visit.whole")
            if asked:  # it says nothing of the days after it was asked
                asked_on = words("visit.asked_on", date=asked)
                when = words("diary.by", what=when, who=asked_on) if when else asked_on
            found.append(f"{when}{words('diary.colon')}{said}" if when else said)
        answered = {one.month for one in answers}
        if question.monthly and "" not in answered:
            silent = sorted(window - answered)
            found += [words("visit.unanswered", items=words("visit.join").join(silent))] if silent else []
        return found

    def _heard(self, one: LookBackAnswer) -> str:
        words = self.words
        more = [words(f"how_known.{one.how_known}")] if one.how_known else []
        more += [words("medicine_list.told_by", text=one.told_by)] if self.who(one.told_by) else []
        more += [self.noted(one.note)]
        return words("medicine_list.comma").join(filter(None, (words(f"visit.heard.{one.heard}"), *more)))

    def _passport(self) -> list[Kept]:
        words, rows = self.words, list[Kept]()
        for one in sorted(self.record.passport, key=lambda entry: (not entry.day.known, entry.day.earliest, entry.id)):
            day = day_text(one.day, words) or words("visit.day_unknown")
            kind = f"{words(f'visit.kind.{one.kind}')}{words('diary.colon')}"
            more = words("medicine_list.comma").join(filter(None, (one.what, one.where, self.noted(one.note))))
            rows += [(self.cells([day, [Run(kind, bold=True), Run(more)]]), True), (Bar(HAIRLINE, 2, 3), False)]
        return self.section("visit.passport", rows)

    # Parts, for the hand-over too

    def section(self, title: str, rows: Sequence[Kept], none: str = "") -> list[Kept]:
        """A heading with its rows, or the sentence that there are none."""
        empty = none or (f"{title}_none" if self.words.get(f"{title}_none") else "medicine_list.none")
        found = heading(self.parts, self.language, title)
        return [*found, *(rows or [(self.para(self.words(empty)), False)])]

    def para(self, content: Content) -> Para:
        """A paragraph as wide as the page; a word that no line holds is divided."""
        return Para(divided(content, self.body, self.width, key="visit"), self.body, "visit")

    def cells(self, texts: Sequence[Content], shares: Sequence[float] = _THIRDS) -> Cells:
        """Texts side by side."""
        return Cells(texts, self.body, "visit", shares)

    def timed(self, at: datetime, text: str) -> list[Kept]:
        """A row with its time as the family wrote it: other clocks, and summer time that has ended, change nothing."""
        return [
            (self.cells([f"{at:%m-%d %H:%M}", text]), True),
            (Bar(HAIRLINE, above=2, below=3), False),
        ]

    def card_notes(self) -> list[tuple[datetime, str]]:
        """The notes on the symptom cards of the span, oldest first, unless notes are left out."""
        if "notes" in self.left:
            return []
        return sorted(one for one in self.record.card_notes if self.span.begin <= one[0] <= self.span.end and one[1])

    def _medicine(self, medicine: Medicine) -> Medicine:
        """Without what the family keeps to itself."""
        told_by, note = self.who(medicine.told_by), "" if "notes" in self.left else medicine.note
        return replace(medicine, told_by=told_by, note=note)

    def who(self, name: str) -> str:
        """A name, unless names are left out."""
        return "" if "names" in self.left else name

    def noted(self, note: str) -> str:
        """A note by that name, unless notes are left out."""
        return self.words("diary.note", text=note) if note and "notes" not in self.left else ""
