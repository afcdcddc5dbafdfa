"""The faults of one page: what its Markdown may hold, where its links and placeholders lead, how it differs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from handbook.content.faults import Fault, toml_line
from handbook.content.pictures import picture_names
from handbook.content.prose import Prose
from handbook.content.readability import size
from handbook.content.tree import CALL, PICTURE, PLACEHOLDER, reader
from handbook.domain import is_chinese

if TYPE_CHECKING:
    from handbook.content.book import Book
    from handbook.content.model import Page

LONGEST_BRIEF = {True: 45, False: 25}
_LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]*)[^)]*\)")
_BRACES = re.compile(r"[{}]")
_FINE = {
    "paragraph_open", "paragraph_close", "inline", "heading_open", "heading_close", "bullet_list_open",
    "bullet_list_close", "ordered_list_open", "ordered_list_close", "list_item_open", "list_item_close",
    "table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close", "tr_open", "tr_close",
    "th_open", "th_close", "td_open", "td_close", "text", "strong_open", "strong_close", "link_open", "link_close",
    "softbreak", "image",
}  # fmt: skip


class PageCheck:
    """Checks one page of a book."""

    def __init__(self, book: Book, page: Page, prose: Prose) -> None:
        self.book, self.page, self.prose = book, page, prose
        self.file = page.file
        self.text = book.files.text(page.file)
        self.above = self.text[: len(self.text) - len(page.body)].count("\n")

    def faults(self) -> Iterator[Fault]:
        """Everything that can be said of the page by itself."""
        yield from self.front()
        yield from self.cited()
        yield from self.lines()
        yield from self.markdown()

    def fault(self, line: int, code: str, **params: object) -> Fault:
        """A fault of this page's file."""
        return Fault(self.file, line, f"content.{code}", params)

    def held(self, link: str) -> bool:
        """Whether a link leads to a page that is left out for faults of its own: those are told, not this."""
        kind, _, target = link.partition(":")
        return kind == "page" and target in self.book.held(self.page.language)

    def key(self, key: str) -> int:
        """The line of a key of the front matter."""
        return toml_line(self.text, "", key)

    def front(self) -> Iterator[Fault]:
        """Keys of the front matter that lead nowhere, and texts that do not fit their places."""
        page, book = self.page, self.book
        if not page.own and page.chapter not in book.spoken(page.language).chapters:
            yield self.fault(self.key("chapter"), "no-chapter", id=page.chapter)
        if page.manual and (page.article or page.sources or page.approved_by):
            yield self.fault(1, "manual-claims")
        for topic in page.article:
            if topic not in book.article:
                yield self.fault(self.key("article"), "no-topic", id=topic)
        for source in page.sources:
            if source not in book.sources:
                yield self.fault(self.key("sources"), "no-source", id=source)
        for key, value in (("title", page.title), ("brief", page.brief)):
            if not value.strip():
                yield self.fault(self.key(key), "empty", key=key)
        yield from self.short_texts()

    def cited(self) -> Iterator[Fault]:
        """The sources of the figures on the page are among those that the page names."""
        for match in PLACEHOLDER.finditer(self.page.body):
            fact = self.book.facts.get(match[2])
            if fact and fact.source not in self.page.sources:
                line = self.above + 1 + self.page.body.count("\n", 0, match.start())
                yield self.fault(line, "not-cited", id=match[2], source=fact.source)

    def short_texts(self) -> Iterator[Fault]:
        """Title, brief and the family's line: plain words without figures."""
        page = self.page
        for key, value in (("title", page.title), ("brief", page.brief), ("family", page.family)):
            if _BRACES.search(value):
                yield self.fault(self.key(key), "placeholder", text=value)
            for code, figure in self.figures(value):
                yield self.fault(self.key(key), code, figure=figure)
        longest = LONGEST_BRIEF[is_chinese(page.language)]
        if (length := size(page.brief, page.language)) > longest:
            yield self.fault(self.key("brief"), "too-long", key="brief", longest=longest, over=length - longest)

    def lines(self) -> Iterator[Fault]:
        """Figures, placeholders and links, line by line."""
        for number, line in enumerate(self.page.body.splitlines(), self.above + 1):
            for code, figure in self.figures(line):
                yield self.fault(number, code, figure=figure)
            picture = PICTURE.fullmatch(line)
            if picture and picture[1] not in picture_names():
                yield self.fault(number, "no-picture", id=picture[1])
            if line.strip() != CALL and not picture and _BRACES.search(PLACEHOLDER.sub("", line)):
                yield self.fault(number, "placeholder", text=line.strip())
            for image, link in _LINK.findall(line):
                if image:
                    yield self.fault(number, "markdown", what="image")
                elif not (self.book.resolves(link, self.page.language) or self.held(link)):
                    yield self.fault(number, "link", link=link)
            yield from self.hedges(number, line)

    def figures(self, line: str) -> Iterator[tuple[str, str]]:
        """Figures that stand in prose. Those of the manual are the program's own: paper, keys, days of backups."""
        found = self.prose.figures(line)
        return ((code, figure) for code, figure in found if not (self.page.manual and code == "figure"))

    def hedges(self, number: int, line: str) -> Iterator[Fault]:
        """A hedge before a figure that brings its own: "at least at least 2 weeks"."""
        bounds = self.book.spoken(self.page.language).bounds
        for match in PLACEHOLDER.finditer(line):
            fact = self.book.facts.get(match[2]) if match[1] == "fact" else None
            own = [bounds[key] for key in (fact.bound, "about" if fact.about else "") if key] if fact else []
            before = line[: match.start()].rstrip().lower()
            for hedge in own:
                if before.endswith(hedge.partition("{n}")[0].strip().lower()):
                    yield self.fault(number, "double-hedge", hedge=hedge.replace("{n}", "").strip(), id=match[2])

    def markdown(self) -> Iterator[Fault]:
        """The main message comes first, the sections in order, and nothing that screen and paper do not draw."""
        tokens = reader(html=True).parse(self.page.body)
        if not tokens or tokens[0].type != "paragraph_open" or _alone(tokens[1].content):
            first = tokens[0].map[0] if tokens and tokens[0].map else 0
            yield self.fault(self.above + 1 + first, "no-message")
        line = self.above + 1
        titles = {title: key for key, title in self.book.spoken(self.page.language).sections.items()}
        sections: list[str] = []
        order = list(titles.values())
        for at, token in enumerate(tokens):
            line = self.above + 1 + token.map[0] if token.map else line
            kinds = [token.type, *(child.type for child in token.children or [])]
            for kind in dict.fromkeys(kind for kind in kinds if kind not in _FINE):
                yield self.fault(line, "html" if kind.startswith("html") else "markdown", what=kind)
            if token.type == "heading_open" and token.tag not in {"h2", "h3"}:
                yield self.fault(line, "markdown", what=token.tag)
            key = titles.get(tokens[at + 1].content, "") if token.tag == "h2" and token.nesting == 1 else ""
            if key:
                if any(order.index(key) <= order.index(before) for before in sections):
                    yield self.fault(line, "section-order", title=tokens[at + 1].content)
                sections.append(key)

    def against(self, other: PageCheck) -> Iterator[Fault]:
        """How this page differs from ``other``, the page of the source language that it was made from."""
        for key in ("chapter", "order", "article", "sources"):
            if getattr(self.page, key) != getattr(other.page, key):
                yield self.fault(self.key(key), "page-differs", key=key, language=other.page.language)
        mine, theirs = self.placeholders(), other.placeholders()
        for extra in sorted((mine - theirs).elements()):
            yield self.fault(self.line_of(extra), "only-here", what=extra, language=other.page.language)
        for missing in sorted((theirs - mine).elements()):
            yield self.fault(0, "only-there", what=missing, language=other.page.language)
        if self.sections() != other.sections():
            yield self.fault(0, "sections-differ", language=other.page.language)

    def translated_from(self, source: bytes) -> Iterator[Fault]:
        """Whether the page says which text it was made from, and whether that is the present one."""
        if not self.page.source_hash:
            yield self.fault(1, "no-hash", hash=content_hash(source))
        elif self.page.source_hash != content_hash(source):
            yield self.fault(self.key("source_hash"), "stale", hash=content_hash(source))

    def placeholders(self) -> Counter[str]:
        """How often each placeholder stands on the page, the call text and the pictures among them."""
        counts = Counter(match[0] for kind in (PLACEHOLDER, PICTURE) for match in kind.finditer(self.page.body))
        counts[CALL] = self.page.body.count(CALL)
        return +counts

    def sections(self) -> list[str]:
        """The standard sections in their order."""
        titles = {f"## {title}": key for key, title in self.book.spoken(self.page.language).sections.items()}
        return [titles[line.strip()] for line in self.page.body.splitlines() if line.strip() in titles]

    def line_of(self, text: str) -> int:
        """The line on which ``text`` stands in the body."""
        return self.above + 1 + self.page.body.count("\n", 0, self.page.body.index(text))


def content_hash(data: bytes) -> str:
    """The first 16 hex digits of the SHA-256 of a page's file, as ``source_hash`` has it."""
    return sha256(data).hexdigest()[:16]


def _alone(text: str) -> bool:
    """Whether a paragraph is the place of the call text or of a picture."""
    return text == CALL or bool(PICTURE.fullmatch(text))
