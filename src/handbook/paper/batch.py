"""Cards by the hundred on sheets: what is fixed is drawn once and referred to, what is personal is set into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Literal

from handbook.domain import ClinicKit, ClinicNumbers, Person
from handbook.paper.bank import FORM, card_faces
from handbook.paper.codes import encode, family_words, painted
from handbook.paper.faces import Face, Fixed, Layout, Setter, Slot, replay
from handbook.paper.facts import Facts
from handbook.paper.formats import CARD, MM, PAGE_LEAST
from handbook.paper.imposition import Flip, Place, Sheet, check_start
from handbook.paper.sheet import HAIRLINE, Duplex
from handbook.paper.sheet import Sheet as Document
from handbook.paper.text import Line, Style, set_lines
from handbook.paper.turning import turning_page

if TYPE_CHECKING:
    from handbook.content import Book

Which = Literal["family", "doctor"]
Order = Literal["list", "stack"]
"""Whether the list runs along the rows of one sheet after the other, or through the stack at each place in turn."""

_WIDTH, _HEIGHT = CARD[0] * MM, CARD[1] * MM
_DUPLEX: dict[Flip, Duplex] = {
    "long": "DuplexFlipLongEdge", "short": "DuplexFlipShortEdge", "none": "Simplex", "manual": "Simplex",
}  # fmt: skip
_MARKS = "marks"
_MOST_KEPT = 512
_NUMBER_ROOM, _NUMBER_FOOT = 12.0, 5.0
"""Margin below the cards, in mm, that the number of a sheet needs, and where its baseline stands."""


@dataclass(frozen=True, slots=True)
class _Card:
    """One card of one person: which faces, in which language."""

    faces: tuple[Face, Face]
    facts: Facts
    language: str


def places(languages: tuple[str, ...], which: Which, *, qr: bool) -> int:
    """How many places one person takes on the sheets: one a language, and with the code one more for the family."""
    return len(languages) * len(card_faces(which, qr=qr))


def cards(
    book: Book,
    people: Iterable[Person],
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    *,
    language_of: Callable[[Person], tuple[str, ...]],
    sheet: Sheet,
    which: Which,
    start: int = 1,
    flip: Flip = "long",
    order: Order = "list",
    qr: bool = False,
    printed_on: date,
    most: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> tuple[bytes, bytes | None]:
    """Cards for many people on sheets, as PDF: a page of fronts, a page of their backs, and so on.

    A person has one place on a sheet for each language (:func:`places`), in the order given.

    Args:
        book: The book; its version stands on the cards.
        people: Read one sheet at a time; for ``stack`` all at once, because the last may stand on the first sheet.
        numbers: The clinic's numbers, the kit's already over the family's own.
        kit: The kit, for what the small line says of approval and signature.
        language_of: The languages of a person's cards.
        sheet: Where the cards stand; from :func:`handbook.paper.read_sheet`.
        which: The family card or the doctor card.
        start: The first place that is used on the first sheet, counted from 1.
        flip: How the sheet is turned for its backs. ``manual`` makes two files with a page each for every sheet, and
            at the end of the first a page that shows how to turn the stack.
        order: ``stack`` is for cutting many sheets at one stroke: the piles of the places 1, 2, 3 … laid on each
            other, face up, are in the order of the list.
        qr: A further place with the family card's words as a code.
        printed_on: Print date; also the date of the file.
        most: Draw so many sheets and leave out the others, as for a look at the first one.
        progress: Called after each sheet with the number of places filled; may raise to stop.

    Returns:
        The PDF, and for ``manual`` a second one with the backs.

    Raises:
        InputError: as :func:`handbook.paper.card`, for the first person whose text does not fit.
        UsageError: ``paper.start`` (``start``, ``places``).
    """
    check_start(sheet, start)
    base = Facts(book, Person(), numbers, kit, printed_on)
    run = _Run(base, sheet, flip)
    queue = _queue(base, people, language_of, card_faces(which, qr=qr))
    if order == "stack":
        queue = _stacked(list(queue), sheet.places, start - 1)
    first, done = start - 1, 0
    while run.sheets != most and (batch := list(islice(queue, sheet.places - first))):
        run.sheet(batch, first)
        first = 0
        done += len(batch)
        if progress:
            progress(done)
    return run.finish()


def fits(
    book: Book,
    person: Person,
    numbers: ClinicNumbers,
    kit: ClinicKit | None,
    *,
    languages: tuple[str, ...],
    which: Which,
    qr: bool = False,
    printed_on: date = date.max,
) -> None:
    """Check that a person's cards can be drawn; quick, for all rows before the first page.

    Raises:
        InputError: the same as :func:`cards` for this person.
    """
    facts = Facts(book, person, numbers, kit, printed_on)
    same = _same(facts)
    for language in languages:
        for pair in card_faces(which, qr=qr):
            for face in pair:
                layout, _ = _setter(face, language, same).set(facts)
                if layout.code:
                    encode(family_words(facts, language), layout.code[2] / MM)


class _Same:
    """What all cards of a batch share, as the key under which their layouts are kept."""

    def __init__(self, book: Book, *rest: object) -> None:
        self._book, self._rest = book, rest

    def __hash__(self) -> int:
        return id(self._book)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._book is other._book and self._rest == other._rest


def _same(facts: Facts) -> _Same:
    return _Same(facts.book, facts.numbers, facts.kit, facts.printed_on)


@lru_cache(maxsize=32)
def _setter(face: Face, language: str, same: _Same) -> Setter:  # noqa: ARG001  # part of the key
    return Setter(face, language, FORM)


def _queue(
    base: Facts,
    people: Iterable[Person],
    language_of: Callable[[Person], tuple[str, ...]],
    pairs: Sequence[tuple[Face, Face]],
) -> Iterator[_Card]:
    """Every card, in the order of the list."""
    for person in people:
        one = replace(base, person=person)
        for language in language_of(person):
            for pair in pairs:
                yield _Card(pair, one, language)


def _stacked(queue: Sequence[_Card], places: int, skipped: int) -> Iterator[_Card]:
    """The same cards so that they come in order pile by pile. As many sheets are used, and the same places of each."""
    taken = skipped + len(queue)
    # How many cards lie on the pile of a place, and where in the list the pile begins.
    heights = [len(range(place, taken, places)) - (place < skipped) for place in range(places)]
    begins = list(accumulate(heights, initial=0))
    for number in range(skipped, taken):
        sheet, place = divmod(number, places)
        yield queue[begins[place] + sheet - (place < skipped)]


class _Run:
    """One batch on its way to paper."""

    def __init__(self, base: Facts, sheet: Sheet, flip: Flip) -> None:
        self.base, self.places, self.flip = base, sheet, flip
        self.same = _same(base)
        self.fronts = _Pages(self, _DUPLEX[flip])
        self.backs = _Pages(self, _DUPLEX[flip]) if flip == "manual" else self.fronts
        self.sheets = 0

    def sheet(self, cards: Sequence[_Card], first: int) -> None:
        """Fronts and backs of one sheet."""
        self.sheets += 1
        self.fronts.page(cards, [self.places.front(first + n) for n in range(len(cards))], 0, self.sheets)
        self.backs.page(cards, [self.places.back(first + n, self.flip) for n in range(len(cards))], 1, self.sheets)

    def finish(self) -> tuple[bytes, bytes | None]:
        """The files. Without anybody there is one empty sheet, because a PDF has a page."""
        if not self.sheets:
            self.sheet([], 0)
        if self.flip != "manual":
            return self.fronts.document.bytes(), None
        width, height = self.places.width, self.places.height
        turning_page(self.fronts.document, self.base.book, width, height)
        with self.backs.document.page(width, height):
            pass  # the back of that page, so that both files have a page for every sheet
        return self.fronts.document.bytes(), self.backs.document.bytes()


class _Pages:
    """One PDF of the batch: its pages, and what was drawn once for all of them."""

    def __init__(self, run: _Run, duplex: Duplex) -> None:
        language = run.base.book.languages[0]
        self.run = run
        self.document = Document(
            run.base.book.words(language)("card.title"),
            language=language,
            printed_on=run.base.printed_on,
            duplex=duplex,
        )
        self._marked = False
        self._forms: dict[tuple[Fixed, bool], str] = {}
        self._named: dict[tuple[int, bool], tuple[Layout, str]] = {}
        self._written: dict[tuple[int, Slot, bool], tuple[tuple[Line, ...], str]] = {}

    def page(self, cards: Sequence[_Card], at: Sequence[Place], side: int, number: int) -> None:
        """The fronts (``side`` 0) or backs of one sheet. What is drawn once is made before the page begins."""
        sheet = self.run.places
        if sheet.crop_marks and not self._marked:
            self._marked = True
            with self.document.form(_MARKS, sheet.width * MM, sheet.height * MM, turned=False):
                for x1, y1, x2, y2 in sheet.crops():
                    self.document.rule(x1 * MM, y1 * MM, x2 * MM, y2 * MM)
        drawn = [self._card(card, side, place) for card, place in zip(cards, at, strict=True)]
        with self.document.packed_page(sheet.width, sheet.height) as code:
            for form, place, operators in drawn:
                code.append(self._moved(place))
                self.document.use(form)
                code.extend((*operators, "Q"))
            if sheet.crop_marks:
                self.document.use(_MARKS)
            if sheet.outlines:
                for place in at:
                    self.document.box(
                        place.x * MM, place.y * MM, sheet.card_width * MM, sheet.card_height * MM, weight=HAIRLINE
                    )
            if self.run.flip == "manual":
                self._numbered(number, side)

    def _moved(self, place: Place) -> str:
        """The operator that puts the origin at the lower left corner of the face, in the middle of its place."""
        sheet = self.run.places
        x = (place.x + (sheet.card_width - CARD[0]) / 2) * MM
        y = (sheet.height - place.y - (sheet.card_height + CARD[1]) / 2) * MM
        if place.turned:
            return f"q -1 0 0 -1 {x + _WIDTH:.3f} {y + _HEIGHT:.3f} cm"
        return f"q 1 0 0 1 {x:.3f} {y:.3f} cm"

    def _card(self, card: _Card, side: int, place: Place) -> tuple[str, Place, list[str]]:
        """The form of a face, and the operators for what is personal on it."""
        layout, texts = _setter(card.faces[side], card.language, self.run.same).set(card.facts)
        operators = []
        if texts:
            written = [
                self._write(slot, lines, turned=place.turned) for slot, lines in zip(layout.slots, texts, strict=True)
            ]
            operators.append("\n".join(("BT", *written, "ET")))
        if layout.code:
            x, y, length = layout.code
            modules = encode(family_words(card.facts, card.language), length / MM)
            operators.append(painted(modules, x, _HEIGHT - y - length, length))
        return self._form(layout, turned=place.turned), place, operators

    def _form(self, layout: Layout, *, turned: bool) -> str:
        """The name under which the fixed part of a layout is kept, drawn when it is first asked for."""
        kept = self._named.get((id(layout), turned))
        if kept:
            return kept[1]
        name = self._forms.get((layout.fixed, turned))
        if name is None:
            name = self._forms[layout.fixed, turned] = f"c{len(self._forms)}"
            with self.document.form(name, _WIDTH, _HEIGHT, turned=turned):
                replay(layout.fixed, self.document)
        self._named[id(layout), turned] = layout, name
        return name

    def _write(self, slot: Slot, lines: tuple[Line, ...], *, turned: bool) -> str:
        """The operators for one personal text; those of hospitals and numbers come again and again."""
        # The lines are kept with what was written, so that no others can have their id.
        kept = self._written.get((id(lines), slot, turned))
        if kept:
            return kept[1]
        if len(self._written) > _MOST_KEPT:
            self._written.clear()
        x = slot.x - lines[0].width if slot.right else slot.x
        written = self.document.operators(lines, x, _HEIGHT - slot.baseline, slot.leading, turned=turned)
        self._written[id(lines), slot, turned] = lines, written
        return written

    def _numbered(self, number: int, side: int) -> None:
        """Which side of which sheet this is, for whoever turns the stack by hand, where the margin has room for it."""
        sheet = self.run.places
        last = sheet.front(sheet.places - 1)
        if sheet.height - last.y - sheet.card_height < _NUMBER_ROOM:
            return
        key, languages = ("turning.front", "turning.back")[side], self.run.base.book.languages
        text = " / ".join(self.run.base.book.words(language)(key, n=number) for language in languages)
        lines = set_lines(text, Style(PAGE_LEAST, PAGE_LEAST), sheet.width * MM, key=key)
        x = (sheet.margin_left + (sheet.card_width - lines[0].width / MM) / 2) * MM  # clear of the crop marks
        self.document.lines(lines, x, (sheet.height - _NUMBER_FOOT) * MM, 0)
