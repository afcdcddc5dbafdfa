"""The QR code: the family card's words as plain text in UTF-8, drawn as black squares without any link."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.content import call_text
from handbook.paper.blocks import Placed
from handbook.paper.facts import CALL_120, Facts
from handbook.paper.formats import MM
from handbook.paper.sheet import Sheet
from handbook.paper.text import does_not_fit

LEAST_MODULE, GOOD_MODULE = 0.25, 0.33
"""Side of the smallest square that a phone reads from a home printer, and of one that leaves room for more redundancy.
In mm; at 300 dpi the smallest is three dots."""
QUIET = 4
"""White squares around the code (ISO/IEC 18004, 5.3.8)."""

_WHO = ("name", "birth_date", "product", "batch", "infusion_date", "hospital", "caregiver")
_MASK = 2
_LOW, _MEDIUM = 1, 0  # ISO/IEC 18004 table 12: levels L and M as they are coded


def family_words(facts: Facts, language: str) -> str:
    """What the family card says, line by line; what is blank there is left out."""
    words = facts.words(language)
    items = [item for group in facts.book.symptoms for item in group.items]
    colon, semicolon = words("handout.colon"), words("medicine_list.comma")
    lines = [words("card.banner")]
    who = ((key, facts.value(key, language)) for key in _WHO)
    lines += [f"{words(f'label.{key}')}{colon}{text}" for key, text in who if text]
    if facts.phone:
        lines.append(f"{words('numbers.phone_24h')}{colon}{facts.phone}")
    lines.append(call_text(facts.numbers, words))
    named: frozenset[str] = frozenset()
    if own := facts.call_own(language):
        named = CALL_120
        lines.append(own)
    if facts.numbers.fever_line is None:
        fever = next(item for item in items if item.id == "fever")
        lines += [fever.text[language], words("card.fever_note_short")]
    else:
        lines.append(words("card.fever_short", line=facts.fever_line(language)))
    shown = [item.short[language] for item in items if item.id != "fever" and item.id not in named]
    return "\n".join([*lines, semicolon.join(shown), facts.small_line(language).replace("\u00a0", " ")])


def encode(text: str, side: float) -> tuple[str, ...]:
    """The code of ``text`` as rows of ``1`` (black) and ``0`` for a square of ``side`` mm with its quiet zone.

    More redundancy where its squares stay large enough.

    Raises:
        InputError: ``paper.does-not-fit`` with key ``qr`` if the squares would be too small for a phone.
    """
    data = text.encode()
    for level, least in ((_MEDIUM, GOOD_MODULE), (_LOW, LEAST_MODULE)):
        version = _version(len(data), level)
        if version and side / (17 + 4 * version + 2 * QUIET) >= least:
            return _modules(data, version, level)
    squares = 17 + 4 * (_version(len(data), _LOW) or 40) + 2 * QUIET
    raise does_not_fit("qr", (squares * LEAST_MODULE - side) * MM, 1)


def _version(length: int, level: int) -> int:
    """The smallest version that holds so many bytes, 0 if there is none (ISO/IEC 18004, 7.4)."""
    from reportlab.graphics.barcode.qrencoder import QRRSBlock  # noqa: PLC0415  # only where a code is printed

    for version in range(1, 41):
        room = sum(block.dataCount for block in QRRSBlock.getRSBlocks(version, level))
        if length + (2 if version < 10 else 3) <= room:  # mode and length take 12 or 20 bits
            return version
    return 0


def _modules(data: bytes, version: int, level: int) -> tuple[str, ...]:
    from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode  # noqa: PLC0415

    code = QRCode(version, level)
    code.addData(QR8bitByte(data))
    # Any mask is a valid code. Choosing the best of eight takes nine times as long, half a second a card.
    code.makeImpl(False, _MASK)  # reportlab's name for it is "test"
    return tuple("".join("01"[bool(dark)] for dark in row) for row in code.modules)


@dataclass(frozen=True, slots=True)
class Code:
    """The code as a block: a square with its quiet zone, ``side`` and ``indent`` in points."""

    text: str
    side: float
    indent: float = 0.0

    def place(self, width: float) -> Placed:  # noqa: ARG002  # a code does not stretch
        """The code is drawn by the sheet, so that a face can be recorded without it."""

        def draw(sheet: Sheet, x: float, y: float) -> None:
            sheet.code(self.text, x + self.indent, y, self.side)

        return Placed(self.side, draw, "qr")


def painted(modules: tuple[str, ...], x: float, y: float, side: float) -> str:
    """The code as operators of a PDF page: a mask, so that no seams show between squares. Lower left corner at x, y."""
    count = len(modules)
    module = side / (count + 2 * QUIET)
    padded = -(-count // 8) * 8
    rows = "".join(f"{int(row.ljust(padded, '0'), 2):0{padded // 4}x}" for row in modules)
    size, inset = f"{module * count:.3f}", module * QUIET
    place = f"q {size} 0 0 {size} {x + inset:.3f} {y + inset:.3f} cm"
    return f"{place}\nBI /W {count} /H {count} /BPC 1 /IM true /D [1 0] /F /AHx ID\n{rows}>\nEI Q"
