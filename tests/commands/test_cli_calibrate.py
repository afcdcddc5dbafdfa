"""``handbook calibrate``, and the formats and papers of ``handbook card``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from commands_helpers import Ran, page_sizes, pdf_text

Run = Callable[..., Ran]

A4, LETTER = (595.276, 841.890), (612.0, 792.0)


@pytest.mark.parametrize(("options", "size"), [((), A4), (("--paper", "letter"), LETTER)])
def test_the_printer_proof(run: Run, options: tuple[str, ...], size: tuple[float, float]) -> None:
    done = run("calibrate", "-o", "proof.pdf", *options)
    assert (done.code, done.err) == (0, "")
    data = Path("proof.pdf").read_bytes()
    assert page_sizes(data) == [pytest.approx(size, abs=0.1)] * 2
    assert "100 毫米" in pdf_text(data)
    assert "100 mm" in pdf_text(data)


@pytest.mark.parametrize(
    ("options", "size", "words"),
    [
        (("--format", "fold"), A4, "怎么折"),
        (("--format", "fold", "--paper", "letter", "--qr"), LETTER, "手机可读"),
        (("--paper", "letter"), LETTER[::-1], "怎么折"),
        (("--large-print",), A4, "看不清、重影或突然看不见"),
        (("--large-print", "--paper", "letter", "--card", "family"), LETTER, "心跳快、心慌或跳得乱"),
    ],
)
def test_cards_in_every_format(run: Run, options: tuple[str, ...], size: tuple[float, float], words: str) -> None:
    done = run("card", "--blank", "-o", "card.pdf", *options)
    assert (done.code, done.err) == (0, "")
    data = Path("card.pdf").read_bytes()
    assert page_sizes(data) == [pytest.approx(size, abs=0.1)]
    assert words in pdf_text(data).replace("\r\n", "")


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--large-print", "--format", "booklet"), "--format"),
        (("--large-print", "--qr"), "--qr"),
        (("--large-print", "--card", "doctor"), "--card doctor"),
        (("--card", "doctor", "--qr"), "--qr"),
        (("--format", "bank", "--card", "doctor", "--qr"), "--card doctor"),
        (("--paper", "a3"), "letter"),
    ],
)
def test_options_that_do_not_go_together(run: Run, options: tuple[str, ...], named: str) -> None:
    done = run("card", "--blank", "-o", "card.pdf", *options)
    assert done.code == 2
    assert len(done.lines) == 1
    assert named in done.err
    assert not Path("card.pdf").exists()
