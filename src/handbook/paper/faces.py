"""One side of a card for many people: what is fixed is laid out once, what is personal is set into its places.

A face is laid out by the same blocks as every card. Its drawing is recorded and taken apart by the keys of the texts:
what is personal goes, what is left is the fixed part, shared by all people for whom it is the same. That depends on a
person only in which texts are empty and how many lines each takes, so that the next person with the same numbers of
lines needs no layout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from handbook.domain import InputError
from handbook.paper.blocks import Block, fill
from handbook.paper.facts import Facts
from handbook.paper.formats import MM, Format
from handbook.paper.parts import Parts, inside
from handbook.paper.sheet import HAIRLINE, RULE, Sheet
from handbook.paper.text import Content, Line, Setting, Style, set_lines

Fixed = tuple[tuple[str, tuple[object, ...], tuple[tuple[str, object], ...]], ...]
"""What is drawn for everybody: names of methods of :class:`Sheet` with their arguments."""

Words = Callable[[Facts, str], Content]


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One side of a card in any language: its blocks, and by key the texts that differ from person to person."""

    name: str
    build: Callable[[str, Parts], list[Block]]
    personal: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a personal text begins (or ends, if ``right``): points from the top left corner of the card."""

    x: float
    baseline: float
    leading: float
    right: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A face in one shape. ``slots`` are in the order of the personal texts that are not empty.

    ``code`` is the place of a QR code: left, top and side.
    """

    fixed: Fixed
    slots: tuple[Slot, ...]
    code: tuple[float, float, float] | None = None


class Recorder(Sheet):
    """Writes down what a face draws. Texts of the keys in ``personal`` are kept apart."""

    def __init__(self, personal: Mapping[str, Words]) -> None:
        self.personal = personal
        self.fixed: list[tuple[str, tuple[object, ...], tuple[tuple[str, object], ...]]] = []
        self.settings: dict[str, Setting] = {}
        self.slots: dict[str, Slot] = {}
        self.coded: tuple[float, float, float] | None = None

    def lines(
        self, lines: Sequence[Line], x: float, baseline: float, leading: float, setting: Setting | None = None
    ) -> None:
        """Text: fixed or personal."""
        if setting is None or setting.key not in self.personal:
            self.fixed.append(("lines", (tuple(lines), x, baseline, leading), ()))
            return
        if lines:
            self.settings[setting.key] = setting
            at = x + lines[0].width if setting.right else x
            self.slots[setting.key] = Slot(at, baseline, leading, setting.right)

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, weight: float = HAIRLINE, dash: bool = False) -> None:
        """A straight line."""
        self.fixed.append(("rule", (x1, y1, x2, y2), (("weight", weight), ("dash", dash))))

    def box(self, x: float, y: float, width: float, height: float, *, weight: float = RULE, radius: float = 0) -> None:
        """An outlined rectangle."""
        self.fixed.append(("box", (x, y, width, height), (("weight", weight), ("radius", radius))))

    def code(self, text: str, x: float, y: float, side: float) -> None:  # noqa: ARG002  # every person has another
        """A QR code: only its place."""
        self.coded = x, y, side


def replay(fixed: Fixed, sheet: Sheet) -> None:
    """Draw what was recorded."""
    for name, places, named in fixed:
        getattr(sheet, name)(*places, **dict(named))


@dataclass(slots=True)
class _Shape:
    """One size of type with the same texts empty: how the others are set, and the layout for their numbers of lines."""

    settings: dict[str, Setting]
    layouts: dict[tuple[int, ...], Layout | None] = field(default_factory=dict)


class Setter:
    """Sets one face in one language. The facts that it is given may differ in their person only."""

    def __init__(self, face: Face, language: str, form: Format) -> None:
        self.face, self.language, self.form = face, language, form
        self._shapes: dict[tuple[int, tuple[str, ...]], _Shape] = {}

    def set(self, facts: Facts) -> tuple[Layout, list[tuple[Line, ...]]]:
        """The layout for a person and the lines for its slots: the first size of type that holds everything.

        Raises:
            InputError: ``paper.does-not-fit``, ``paper.no-glyph``, as for a card drawn alone.
        """
        texts = {}
        for key, words in self.face.personal.items():
            content = words(facts, self.language)
            if content:
                texts[key] = content if isinstance(content, str) else tuple(content)
        present = tuple(texts)
        number = 0
        while True:  # the last size of type is found or raises what is wrong
            shape = self._shapes.get((number, present))
            found = self._known(shape, texts) if shape else None
            if found is None:
                found = self._new(number, present, facts)
            if found[0] is not None:
                return found[0], found[1]
            number += 1

    @staticmethod
    def _known(shape: _Shape, texts: Mapping[str, Content]) -> tuple[Layout | None, list[tuple[Line, ...]]] | None:
        """The layout of somebody before whose texts took as many lines; None if there was nobody."""
        try:
            lines = [_kept(content, setting.style, setting.measure) for content, setting in
                     zip(texts.values(), shape.settings.values(), strict=True)]  # fmt: skip
            return shape.layouts[tuple(map(len, lines))], lines
        except (InputError, KeyError):
            return None

    def _new(self, number: int, present: tuple[str, ...], facts: Facts) -> tuple[Layout | None, list[tuple[Line, ...]]]:
        """Lay the face out for this person in this size of type."""
        last = number == len(self.form.types) - 1
        recorder = Recorder(self.face.personal)
        width, height = inside(self.form)
        x, y = self.form.margin[0] * MM, self.form.margin[1] * MM
        try:
            blocks = self.face.build(self.language, Parts(facts, *self.form.types[number]))
            room = height if last else max(height, sum(block.place(width).height for block in blocks))
            fill(recorder, blocks, x, y, width, room)
        except InputError as error:
            if last:
                raise facts.named(error) from None
            return None, []
        settings = {key: recorder.settings[key] for key in present}
        shape = self._shapes.setdefault((number, present), _Shape(settings))
        words = self.face.personal
        lines = [
            _kept(_hashable(words[key](facts, self.language)), setting.style, setting.measure)
            for key, setting in settings.items()
        ]
        slots = tuple(recorder.slots[key] for key in present)
        layout = Layout(tuple(recorder.fixed), slots, recorder.coded) if room == height else None
        shape.layouts[tuple(map(len, lines))] = layout
        return layout, lines


def _hashable(content: Content) -> str | tuple[object, ...]:
    return content if isinstance(content, str) else tuple(content)


@lru_cache(maxsize=1024)
def _kept(content: Content, style: Style, measure: float) -> tuple[Line, ...]:
    return set_lines(content, style, measure, key="")
