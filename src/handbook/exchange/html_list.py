"""The medicines as one HTML page for any printer or screen reader: no script, no network, nothing beside the file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from handbook.content import FixedWords
from handbook.content.entry_words import date_texts, more_text, name_texts, use_text
from handbook.domain import Grouped, LookBack, Medicine, Person

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; color: #20262b; background: #fff; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
caption { text-align: left; font-weight: bold; font-size: 1.2rem; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8a8a8a;
  overflow-wrap: anywhere; white-space: pre-line; }
thead th { border-bottom: 2px solid #20262b; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
section + section { break-before: page; margin-top: 3rem; }
tr { break-inside: avoid; }
@page { size: A4; margin: 15mm; }
@media print { body { margin: 0; max-width: none; padding: 0; } }
"""


def html_page(
    grouped: Grouped,
    window: LookBack,
    person: Person,
    languages: Sequence[FixedWords],
    *,
    small_lines: Sequence[str],
    said: Sequence[Sequence[str]] = (),
) -> bytes:
    """The page in UTF-8, one section a language.

    Args:
        grouped: The three lists.
        window: The look-back they were grouped by.
        person: Name, birth date and allergies of the head; what is absent is said to be.
        languages: The words of each language.
        small_lines: For each language the version of the book, what must be said of its approval, and the print date.
        said: For each language, what the look-back interview found, in lines.
    """
    first = languages[0]
    found = said or [()] * len(languages)
    sections = "\n".join(
        _section(grouped, window, person, words, line, lines)
        for words, line, lines in zip(languages, small_lines, found, strict=True)
    )
    return f"""<!DOCTYPE html>
<html lang="{first.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(first("medicine_list.title"))}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
{sections}
</main>
</body>
</html>
""".encode("utf-8", "xmlcharrefreplace")


def _section(  # noqa: PLR0917  # all of one page
    grouped: Grouped, window: LookBack, person: Person, words: FixedWords, small_line: str, said: Sequence[str]
) -> str:
    born = person.birth_date.isoformat() if person.birth_date else ""
    head = (("name", person.name), ("birth_date", born), ("allergies", person.allergies))
    rows = "\n".join(
        f"<dt>{escape(words(f'label.{key}'))}</dt><dd>{escape(text or words('visit.date_none'))}</dd>"
        for key, text in head
    )
    span = words("medicine_list.window", days=window.days, first=window.first, last=window.anchor)
    lists = (("current", grouped.current), ("stopped", grouped.stopped), ("older", grouped.older))
    tables = "\n".join(_table(words, key, medicines) for key, medicines in lists)
    asked = "\n".join(f"<p>{escape(_shown(line))}</p>" for line in said or [words("visit.look_back_none")])
    return f"""<section lang="{words.language}">
<h1>{escape(words("medicine_list.title"))}</h1>
<p>{escape(words("medicine_list.subtitle"))}</p>
<dl>
{rows}
</dl>
<p>{escape(span)}</p>
{tables}
<h2>{escape(words("visit.look_back"))}</h2>
{asked}
<p><small>{escape(small_line)}</small></p>
</section>"""


def _table(words: FixedWords, key: str, medicines: Sequence[Medicine]) -> str:
    title = escape(words(f"medicine_list.{key}"))
    if not medicines:
        return f"<h2>{title}</h2>\n<p>{escape(words('medicine_list.none'))}</p>"
    columns = (words(f"medicine_list.{name}") for name in ("medicine", "use", "dates"))
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in (*columns, words("medicine_list.more")))
    rows = "\n".join(_row(words, medicine) for medicine in medicines)
    return f"<table>\n<caption>{title}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _row(words: FixedWords, medicine: Medicine) -> str:
    name, behind = (escape(_shown(text)) for text in name_texts(medicine, words))
    start, end = date_texts(medicine, words)
    cells = (use_text(medicine, words), f"{start}\n{end}", more_text(medicine, words))
    others = "".join(f"<td>{escape(_shown(text))}</td>" for text in cells)
    return f'<tr><th scope="row">{f"{name} {behind}".strip()}</th>{others}</tr>'


def _shown(text: str) -> str:
    """Without the control characters that no HTML file may hold."""
    return "".join(char if char == "\n" or char.isprintable() or char.isspace() else "\ufffd" for char in text)
