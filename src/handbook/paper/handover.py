"""What one shift hands to the next: who cared, what was written down, what is taken now, room for the pen."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from handbook.content.entry_words import happening_text
from handbook.domain import ClinicKit, ClinicNumbers, Person, Shift, SymptomAnswer, paper_languages
from handbook.domain.curve import Happening, Span
from handbook.paper.blocks import Ruled
from handbook.paper.divide import shown
from handbook.paper.doctorpage import Kept, entry, head, heading, pages
from handbook.paper.facts import Facts
from handbook.paper.parts import Parts
from handbook.paper.visit import VisitPages, VisitRecord

if TYPE_CHECKING:
    from handbook.content import Book


def handover_page(
    book: Book,
    record: VisitRecord,
    person: Person,
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    *,
    since: datetime,
    now: datetime,
    language: str,
    printed_on: date,
) -> bytes:
    """The page that one shift hands to the next, as PDF: what was written since ``since``, oldest first.

    Arguments and errors as for :func:`visit_pages`.
    """
    facts = Facts(book, shown(person), numbers, kit, printed_on)
    span = Span(since, now)

    def blocks(parts: Parts, language: str) -> list[Kept]:
        return _HandOver(parts, language, record, span, now, frozenset()).handover_blocks()

    return pages(facts, paper_languages(language), "handover.title", blocks)


class _HandOver(VisitPages):
    """Makes the blocks of one language."""

    def handover_blocks(self) -> list[Kept]:
        """Who cared, what happened in order, what is taken now, room for what must be told."""
        words, record = self.words, self.record
        since = f"{self.span.begin:%Y-%m-%d %H:%M}"
        found = head(self.parts, self.language, "handover.title", words("handover.subtitle", since=since))
        found.append((self.parts.number([self.language], 16), False))
        shifts = [one for one in record.shifts if one.ends is None or one.ends >= self.span.begin]
        rows = [(self.para(self._shift(one)), False) for one in sorted(shifts, key=lambda one: one.begins)]
        found += self.section("handover.shifts", rows)
        found += heading(self.parts, self.language, "handover.for_next")
        found.append((Ruled(24, 4), False))
        found += heading(self.parts, self.language, "handover.happened")
        notes = [(at, self.noted(note)) for at, note in self.card_notes()]
        happened = sorted([*self._joined(), *notes], key=lambda one: one[0])
        lines = [block for one in happened for block in self.timed(*one)]
        found += lines or [(self.para(words("handover.nothing")), False)]
        found += heading(self.parts, self.language, "handover.taken_now")
        taken = [block for one in self.grouped.current for block in entry(self.parts, one, self.language)]
        found += taken or [(self.para(words("medicine_list.none")), False)]
        return found

    def _shift(self, one: Shift) -> str:
        words, begins = self.words, f"{one.begins:%m-%d %H:%M}"
        if one.ends is None:
            text = words("handover.shift_open", who=one.carer, begins=begins)
        else:
            text = words("handover.shift", who=one.carer, begins=begins, ends=f"{one.ends:%m-%d %H:%M}")
        return words("medicine_list.comma").join(filter(None, (text, self.noted(one.note))))

    def _joined(self) -> list[tuple[datetime, str]]:
        """What happened, line by line; answers of one minute and one kind stand together."""
        words = self.words

        def same(one: Happening) -> tuple[object, ...]:
            if isinstance(one.entry, SymptomAnswer):
                return one.at.replace(second=0, microsecond=0), one.entry.answer, one.entry.observer
            return (id(one),)

        found = []
        for _, some in groupby(self.happened, key=same):
            first, *others = some
            if isinstance(first.entry, SymptomAnswer):
                told = [one.entry for one in (first, *others) if isinstance(one.entry, SymptomAnswer)]
                items = words("medicine_list.comma").join(self.items.get(one.item, one.item) for one in told)
                answer = words(f"diary.{first.entry.answer}")
                text = words("diary.symptom", what=items, answer=answer)
                found.append((first.at, words("diary.by", what=text, who=first.entry.observer)
                              if first.entry.observer else text))  # fmt: skip
            else:
                found.append((first.at, happening_text(first, words, medicines=self.names, symptoms=self.items)))
        return found
