"""The parts that cards are put together from: who, symptom list, call box, the page for strangers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from handbook.content import call_text, own_words
from handbook.domain import WINDOWS, InputError, is_chinese
from handbook.paper.blocks import HAIRLINE, Bar, Block, Columns, Gap, Pair, Para, Row
from handbook.paper.breaks import BLANK
from handbook.paper.facts import CALL_120, Facts
from handbook.paper.formats import MM, SMALL, Format
from handbook.paper.text import Content, Run, Style, set_lines

Build = Callable[["Parts"], list[Block]]
SMALL_STYLE = Style(SMALL, 7.6)
_TITLE = 12.0


class Parts:
    """Makes blocks for one card in one size of type."""

    def __init__(self, facts: Facts, size: float, leading: float, pen: float) -> None:
        self.facts, self.size, self.pen = facts, size, pen
        self.body = Style(size, leading)
        self.strong = Style(size, leading, bold=True)
        self.bullet = 6.5 if size < 12 else 0.75 * size

    def both(self, key: str, languages: Sequence[str], between: str = "  ") -> str:
        """A fixed text in every language asked for, each once."""
        return between.join(dict.fromkeys(self.facts.words(language)(key) for language in languages))

    def twice(self, key: str, languages: Sequence[str]) -> tuple[Run, ...]:
        """A fixed text, bold in the first language, plain in the other."""
        first, *others = dict.fromkeys(self.facts.words(language)(key) for language in languages)
        return (Run(first, bold=True), *(Run(f"  {other}") for other in others))

    def title(self, key: str, languages: Sequence[str]) -> list[Block]:
        """The heading of a panel with a hairline under it."""
        first, *others = dict.fromkeys(self.facts.words(language)(key) for language in languages)
        style = Style(_TITLE, _TITLE * 1.3, bold=True)
        return [
            Para(first, style, key),
            *(Para(other, self.body, key) for other in others),
            Bar(HAIRLINE, above=1.5, below=3),
        ]

    def labels(self, keys: Sequence[str], languages: Sequence[str]) -> float:
        """Width of the column that holds these labels."""
        texts = (self.both(key, languages, " ") for key in keys)
        return max(line.width for text in texts for line in set_lines(text, self.body, 999, key="label")) + 7

    def row(self, key: str, languages: Sequence[str], label_width: float, *, strong: bool = False) -> Row:
        """A labelled field of the person, or a line to write on."""
        label = self.both(f"label.{key}", languages, " ")
        value: Content = self.facts.value(key, languages[0])
        if key == "product" and strong:
            value = product(self.facts, languages[0])
        style = self.strong if strong and key != "product" else self.body
        return Row(label, value, label_width, style, key, self.body, self.pen)

    def number(self, languages: Sequence[str], size: float) -> Block:
        """The number to call, large, on one line with its label; room to write it where it is not known."""
        label, style = self.both("numbers.phone_24h", languages), Style(size, size * 1.2, bold=True)
        if self.facts.phone:
            return Pair(label, self.facts.phone, self.body, style, "phone_24h", style.leading)
        width = set_lines(label, self.body, 999, key="label")[0].width + 7
        return Row(label, "", width, self.body, "phone_24h", self.body, max(14.0, style.leading))

    def call(self, language: str) -> list[Block]:
        """The fixed call text, marked as the handbook's own words unless it is the clinic's."""
        words = self.facts.words(language)
        blocks: list[Block] = [Para(call_text(self.facts.numbers, words), self.strong, "call")]
        if own := self.facts.call_own(language):
            blocks.append(Para(own, SMALL_STYLE, "card.call_own"))
        return blocks

    def fever(self, language: str, *, short: bool = False, mark: str = "") -> list[Block]:
        """The fever item with the clinic's line; without a line, the note on what leaflets say."""
        words, key = self.facts.words(language), "card.fever{}_short" if short else "fixed.fever{}"
        text = words(key.format(""), line=self.facts.fever_line(language))
        indent = self.bullet if mark else 0
        blocks: list[Block] = [Para(text, self.body, "fever_line", indent=indent, mark=mark, blank=self.size * 3)]
        if self.facts.numbers.fever_line is None:
            blocks.append(Para(words(key.format("_note")), self.body, "fever_note", indent=indent))
        return blocks

    def symptoms(self, language: str) -> list[tuple[Block, bool]]:
        """The full list in groups; True marks a heading, which stays with what follows."""
        blocks: list[tuple[Block, bool]] = []
        for group in self.facts.book.symptoms:
            if blocks:
                blocks.append((Gap(min(3.0, self.pen - self.body.leading + 1.5)), True))
            blocks.append((Para(group.name[language], self.strong, f"symptoms.{group.id}"), True))
            for item in group.items:
                if item.id == "fever":
                    short = not is_chinese(language)
                    blocks += [(block, False) for block in self.fever(language, short=short, mark="•")]
                    continue
                style = self.strong if item.id in CALL_120 else self.body
                blocks.append(
                    (Para(item.text[language], style, f"symptoms.{item.id}", indent=self.bullet, mark="•"), False)
                )
        return blocks

    def short_symptoms(self, language: str, columns: int, *, fever: bool = False) -> Block:
        """The short words, read downwards; without columns as one text.

        Fever stands above with its line, or as a word of the list (``fever``) where that is on another face. The three
        of the fixed call text are named there, unless the clinic has its own call text.
        """
        named = CALL_120 if own_words(self.facts.numbers, self.facts.words(language)) else frozenset()
        shown = [
            item
            for group in self.facts.book.symptoms
            for item in group.items
            if item.id not in named and (fever or item.id != "fever")
        ]
        if not columns:
            first, *others = (item.short[language] for item in shown)
            return Para("; ".join([first, *(text[0].lower() + text[1:] for text in others)]), self.body, "symptoms")
        items = [
            Para(item.short[language], self.body, f"symptoms.{item.id}", indent=self.bullet, mark="•") for item in shown
        ]
        length = -(-len(items) // columns)
        return Columns([items[n : n + length] for n in range(0, len(items), length)], gutter=2)

    def windows(self, languages: Sequence[str]) -> list[Block]:
        """The clinic's windows, each with room to write where it is not set."""
        first = languages[0]
        blocks: list[Block] = []
        for key in WINDOWS:
            blocks += [
                Para(self.twice(f"numbers.{key}", languages), self.body, f"numbers.{key}"),
                Para(self.facts.window(key, first), self.body, key),
                Gap(self.pen - self.body.leading),
            ]
        words, times = self.facts.words(first), self.facts.numbers.temperature_per_day
        text = words("card.temperature", n=BLANK if times is None else times)
        blocks += [
            Para(self.twice("numbers.temperature_per_day", languages), self.body, "numbers.temperature_per_day"),
            Para(text, self.body, "temperature_per_day", blank=self.size * 3),
        ]
        return blocks

    def warning(self, language: str) -> list[Block]:
        """What may look like infection or stroke, and steroids: the clinic's words, else ours."""
        words, facts = self.facts.words(language), self.facts
        strangers = facts.clinic_words("strangers", language) or words("doctor.look")
        steroids = facts.clinic_words("steroids", language) or words("doctor.steroids")
        return [Para(strangers, self.body, "strangers"), Gap(2.5), Para(steroids, self.strong, "steroids")]

    def rules(self, language: str, *, driving: bool, columns: bool) -> list[Block]:
        """Blood, vaccines, donation, the HIV test, and driving if asked for; labels in a column or before the text."""
        words = self.facts.words(language)
        keys = ["blood", "vaccines", "donation", "hiv", *(["driving"] if driving else [])]
        if columns:
            width = self.labels([f"doctor.{key}_label" for key in keys], [language])
            return [
                Row(
                    words(f"doctor.{key}_label"), rule_text(key, self.facts, language), width, self.body,
                    f"doctor.{key}", self.strong,
                )
                for key in keys
            ]  # fmt: skip
        return [Para(labelled_rule(key, self.facts, language), self.body, f"doctor.{key}") for key in keys]

    def small_line(self, language: str) -> Para:
        """Version, approval and print date."""
        return Para(self.facts.small_line(language), SMALL_STYLE, "card.small-line")


def product(facts: Facts, language: str) -> tuple[Run, ...]:  # noqa: ARG001  # as every personal text
    """The product's name, bold, and its generic name; () if neither is known."""
    names = ((facts.person.product, True), (facts.person.product_generic, False))
    runs = [Run(name, bold) for name, bold in names if name]
    return tuple(runs[:1] + [Run(" " + run.text, run.bold) for run in runs[1:]])


def rule_text(key: str, facts: Facts, language: str) -> str:
    """Blood, vaccines, donation, the HIV test or driving in words."""
    if key == "blood":
        return facts.blood(language)
    return facts.window("no_driving_days", language) if key == "driving" else facts.words(language)(f"doctor.{key}")


def labelled_rule(key: str, facts: Facts, language: str) -> tuple[Run, ...]:
    """The same with its label before it."""
    label = facts.words(language)(f"doctor.{key}_label")
    return Run(label + "  ", bold=True), Run(rule_text(key, facts, language))


def value(key: str) -> Callable[[Facts, str], Content]:
    """A field of the person as the text of a face."""
    return lambda facts, language: facts.value(key, language)


def phone(facts: Facts, language: str) -> str:  # noqa: ARG001
    """The number to call."""
    return facts.phone


def named(second: str) -> Callable[[Facts, str], Content]:
    """The name with a second identifier after it."""

    def content(facts: Facts, language: str) -> Content:
        name, beside = facts.value("name", language), facts.value(second, language)
        return (Run(name, bold=True), Run(f"  {beside}" if beside else "")) if name else ""

    return content


def fitting(build: Build, facts: Facts, form: Format) -> list[Block]:
    """The blocks of one panel in the first size of type that holds them.

    Raises:
        InputError: ``paper.does-not-fit`` for the tightest one.
    """
    width, height = inside(form)
    for kind in form.types[:-1]:
        with suppress(InputError):
            blocks = build(Parts(facts, *kind))
            if sum(block.place(width).height for block in blocks) <= height:
                return blocks
    return build(Parts(facts, *form.types[-1]))


def inside(form: Format) -> tuple[float, float]:
    """Width and height within the margins, in points."""
    return (form.width - 2 * form.margin[0]) * MM, (form.height - 2 * form.margin[1]) * MM
