"""Yardstick: a bare reportlab script with the two fonts, drawing the card's fixed words line by line on one page."""

import sys
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

resources, out = Path(sys.argv[1]), sys.argv[2]
for weight in ("Regular", "Bold"):
    pdfmetrics.registerFont(TTFont(weight, resources / "fonts" / f"NotoSansSC-{weight}.ttf"))
canvas = Canvas(out, pagesize=(841.89, 595.276), invariant=1, lang="zh-CN")
words = (resources / "content" / "zh-Hans" / "words.toml").read_text(encoding="utf-8").splitlines()
for number, line in enumerate(words):
    canvas.setFont("Bold" if line.startswith("[") else "Regular", 9)
    canvas.drawString(20 + number // 60 * 200, 580 - number % 60 * 9.5, line)
canvas.save()
