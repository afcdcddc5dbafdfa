"""The PDF document: pages, lines of text, rules and boxes. Lengths in points, from the top left corner of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import md5
from io import BytesIO
from typing import TYPE_CHECKING, Literal
from zlib import compress

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFName, PDFObject, PDFObjectReference, PDFResourceDictionary, PDFStream
from reportlab.pdfgen.canvas import Canvas

from handbook.domain import is_chinese
from handbook.paper.breaks import BLANK
from handbook.paper.fonts import REGULAR, font
from handbook.paper.formats import MM
from handbook.paper.text import Line, Setting

rl_config.useA85 = 0  # page streams as bytes: the text form is a quarter larger and slower to make

if TYPE_CHECKING:
    from reportlab.lib.utils import ImageReader

Duplex = Literal["Simplex", "DuplexFlipLongEdge", "DuplexFlipShortEdge"]
HAIRLINE, RULE, HEAVY = 0.4, 0.8, 1.4


class _Ready(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object of the file as the bytes that it will be there."""

    __RefOnly__ = 1

    def __init__(self, written: bytes, name: str) -> None:
        self.written = written
        self.__InternalName__ = name

    def format(self, document: object) -> bytes:  # noqa: ARG002  # reportlab's signature
        return self.written


class Sheet:
    """One PDF. The same calls with the same date give the same bytes."""

    def __init__(self, title: str, *, language: str, printed_on: date, duplex: Duplex = "Simplex") -> None:
        font(REGULAR)
        # The first font must be ours: reportlab would otherwise name Helvetica in every file.
        self._canvas = Canvas(
            BytesIO(),
            invariant=1,
            pageCompression=1,
            lang="zh-CN" if is_chinese(language) else language,
            initialFontName=REGULAR,
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor("")
        self._canvas.setSubject("")
        self._canvas.setCreator("CAR-T Handbook")
        self._canvas.setViewerPreference("PrintScaling", "None")
        self._canvas.setViewerPreference("Duplex", duplex)
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        # reportlab has no door to the date of an invariant file, and takes SOURCE_DATE_EPOCH into date and file ID.
        document = self._canvas._doc  # noqa: SLF001
        document._timeStamp.YMDhms = (printed_on.year, printed_on.month, printed_on.day, 0, 0, 0)  # noqa: SLF001
        document._timeStamp.dhh = document._timeStamp.dmm = 0  # noqa: SLF001
        document.signature = md5(printed_on.isoformat().encode(), usedforsecurity=False)
        self._height = 0.0
        self._turned = False
        self._forms: list[str] = []
        self._resources: PDFResourceDictionary | None = None

    @contextmanager
    def page(self, width_mm: float, height_mm: float) -> Iterator[None]:
        """A page of exactly this size."""
        self._height = height_mm * MM
        self._canvas.setPageSize((width_mm * MM, self._height))
        yield
        self._canvas.showPage()

    @contextmanager
    def packed_page(self, width_mm: float, height_mm: float) -> Iterator[list[str]]:
        """A page made of ready operators; packed at once, because thousands of them are kept until the end."""
        self._height = height_mm * MM
        self._canvas.setPageSize((width_mm * MM, self._height))
        yield self._canvas._code  # noqa: SLF001
        name = self._canvas._doc.thisPageName()  # noqa: SLF001
        self._canvas.showPage()
        page = self._canvas._doc.idToObject[name]  # noqa: SLF001
        packed = PDFStream(content=compress(page.stream.encode("latin-1"), 9), filters=[])
        packed.dictionary["Filter"] = PDFName("FlateDecode")
        page.stream, page.Contents = None, packed
        page.Resources = self._shared()
        self._settle(name)

    def _settle(self, name: str) -> None:
        """Keep of a finished page only its bytes: reportlab's object of a page takes 2 KB."""
        document = self._canvas._doc  # noqa: SLF001
        ready = _Ready(document.idToObject[name].format(document), name)
        document.idToObject[name] = document.Pages.pages[-1] = ready

    @contextmanager
    def form(self, name: str, width: float, height: float, *, turned: bool) -> Iterator[None]:
        """A drawing kept under a name, to be referred to by :meth:`use`."""
        outer = self._height
        self._canvas.beginForm(name, 0, 0, width, height)
        self._height, self._turned = height, turned
        yield
        self._canvas.endForm()
        self._forms.append(name)
        self._height, self._turned = outer, False

    def use(self, name: str) -> None:
        """Draw what is kept under that name on this page."""
        self._canvas.doForm(name)

    def _shared(self) -> PDFObjectReference:
        """One table of fonts and forms for all packed pages: one of its own for each is a third of their size."""
        document = self._canvas._doc  # noqa: SLF001
        if self._resources is None:
            self._resources = PDFResourceDictionary()
            self._resources.basicFonts()
        self._resources.XObject = document.xobjDict(self._forms)
        return document.Reference(self._resources)

    @contextmanager
    def panel(self, x: float, y: float, width: float, height: float, *, turned: bool = False) -> Iterator[None]:
        """A part of the page with its own top left corner; ``turned`` stands it on its head."""
        outer = self._height
        self._canvas.saveState()
        if turned:
            self._canvas.transform(-1, 0, 0, -1, x + width, outer - y)
        else:
            self._canvas.translate(x, outer - y - height)
        self._height, self._turned = height, turned
        yield
        self._canvas.restoreState()
        self._height, self._turned = outer, False

    def lines(
        self,
        lines: Sequence[Line],
        x: float,
        baseline: float,
        leading: float,
        setting: Setting | None = None,  # noqa: ARG002  # for handbook.paper.faces
    ) -> None:
        """Draw set lines, the first one on ``baseline``."""
        text = self._canvas.beginText()
        blanks = []
        for number, line in enumerate(lines):
            y = baseline + number * leading
            words = line.text.replace(BLANK, " ")
            if self._turned and words.strip():
                text._code.append(_spoken(words))  # noqa: SLF001  # reportlab has no marks
            for piece in line.pieces:
                if not piece.text:
                    blanks.append((x + piece.x, y, piece.width))
                    continue
                font(piece.font)
                text.setTextOrigin(x + piece.x, self._height - y + piece.rise)
                text.setFont(piece.font, piece.size)
                text.textOut(piece.text)
            if self._turned and words.strip():
                text._code.append("EMC")  # noqa: SLF001
        self._canvas.drawText(text)
        for left, y, width in blanks:
            self.rule(left, y + 1.6, left + width, y + 1.6)

    def operators(self, lines: Sequence[Line], x: float, y: float, leading: float, *, turned: bool) -> str:
        """The same text as operators between ``BT`` and ``ET``, first baseline at (x, y) from the lower left corner.

        For thousands of cards: a text object of reportlab takes ten times as long.
        """
        document, written = self._canvas._doc, []  # noqa: SLF001
        for number, line in enumerate(lines):
            words = line.text.replace(BLANK, " ")
            marked = turned and words.strip()
            if marked:
                written.append(_spoken(words))
            for piece in line.pieces:
                left, base = x + piece.x, y - number * leading
                if not piece.text:
                    ends = f"{left:.2f} {base - 1.6:.2f} m {left + piece.width:.2f} {base - 1.6:.2f} l"
                    written.append(f"ET {HAIRLINE} w {ends} S BT")
                    continue
                face = font(piece.font)
                written.append(f"1 0 0 1 {left:.2f} {base + piece.rise:.2f} Tm")
                for subset, codes in face.splitString(piece.text, document):
                    name = face.getSubsetInternalName(subset, document)
                    written.append(f"{name} {piece.size:g} Tf<{codes.hex()}>Tj")
            if marked:
                written.append("EMC")
        return "\n".join(written)

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, weight: float = HAIRLINE, dash: bool = False) -> None:
        """A straight line."""
        canvas = self._canvas
        canvas.setLineWidth(weight)
        canvas.setDash([3, 3] if dash else [])
        canvas.line(x1, self._height - y1, x2, self._height - y2)

    def box(self, x: float, y: float, width: float, height: float, *, weight: float = RULE, radius: float = 0) -> None:
        """An outlined rectangle."""
        self._canvas.setLineWidth(weight)
        self._canvas.setDash([])
        self._canvas.roundRect(x, self._height - y - height, width, height, radius)

    def picture(self, svg: str, x: float, y: float, width: float) -> None:
        """A line drawing (:func:`handbook.paper.drawing.draw_svg`)."""
        from handbook.paper.drawing import draw_svg  # noqa: PLC0415  # most paper has no picture

        draw_svg(self._canvas, svg, x, self._height - y, width)

    @contextmanager
    def cut(self, x: float, y: float, width: float, height: float) -> Iterator[None]:
        """What is drawn meanwhile ends at the edges of this rectangle."""
        canvas = self._canvas
        canvas.saveState()
        edge = canvas.beginPath()
        edge.rect(x, self._height - y - height, width, height)
        canvas.clipPath(edge, stroke=0, fill=0)
        yield
        canvas.restoreState()

    def image(self, image: ImageReader, x: float, y: float, width: float, height: float) -> None:
        """A picture of pixels; the same one on several pages is kept once."""
        self._canvas.drawImage(image, x, self._height - y - height, width, height)

    def code(self, text: str, x: float, y: float, side: float) -> None:
        """A QR code in a square of ``side``, its quiet zone included (:mod:`handbook.paper.codes`)."""
        from handbook.paper.codes import encode, painted  # noqa: PLC0415  # few cards have one

        modules = encode(text, side / MM)
        self._canvas._code.append(painted(modules, x, self._height - y - side, side))  # noqa: SLF001

    def outline(self, key: str, title: str, level: int) -> None:
        """A bookmark that leads to this page, under the last one of the level above; ``key`` names it for links."""
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, level)

    def show_outline(self) -> None:
        """Let a viewer open with the bookmarks beside the pages."""
        self._canvas.showOutline()

    def link(self, key: str, x: float, y: float, width: float, height: float) -> None:
        """A rectangle that leads to the page with the bookmark ``key``."""
        top = self._height - y
        self._canvas.linkRect("", key, (x, top - height, x + width, top))

    def bytes(self) -> bytes:
        """Finish the document."""
        data: bytes = self._canvas.getpdfdata()
        return data


def _spoken(words: str) -> str:
    """The mark with the words of upside-down text: pdfium sorts pieces from left to right, which turns it around."""
    code = f"\ufeff{words}".encode("utf-16-be").hex()
    return f"/Span <</ActualText <{code}>>> BDC"
