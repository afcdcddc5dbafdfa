"""The pictures as they are shipped: words in both languages, places, the subset of SVG, and what goes wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QByteArray, QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from handbook import resources
from handbook.content import load
from handbook.content.pictures import FAMILY, Picture, picture, picture_names
from handbook.domain import InputError
from handbook.ui import fonts

FOLDER = resources.root() / "pictures"
LANGUAGES = ("zh-Hans", "en")
COLOURS = {"ink": "#20262B", "accent": "#0C5458", "wash": "#E3EDEA", "paper": "#FFFDF8"}
EVERY = [(name, language) for name in picture_names() for language in LANGUAGES]
BOOK = load()

TWELVE_POINTS = 24
"""The least size of type: a picture 960 units wide fills 170 mm of an A4 page, where nothing may be under 12 points."""

GEOMETRY = {
    "svg": {"viewBox", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"},
    "g": {"transform", "fill", "stroke", "class"},
    "path": {"d"},
    "line": {"x1", "y1", "x2", "y2"},
    "polyline": {"points"},
    "polygon": {"points"},
    "rect": {"x", "y", "width", "height", "rx"},
    "circle": {"cx", "cy", "r"},
    "ellipse": {"cx", "cy", "rx", "ry"},
    "text": {"data-key", "x", "y", "font-size", "text-anchor", "font-weight", "class"},
}
LOOK = {"class", "fill", "stroke", "stroke-dasharray", "data-fact"}


def shown(name: str, language: str, **colours: str) -> Picture:
    return picture(name, language, colours=COLOURS | colours, fact=lambda key: BOOK.fact(key, language))


def tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def source(name: str) -> ET.Element:
    return ET.fromstring((FOLDER / f"{name}.svg").read_bytes())


def texts(root: ET.Element) -> Iterator[ET.Element]:
    return (element for element in root.iter() if tag(element) == "text")


def boxes(svg: str) -> list[tuple[str, QRectF]]:
    """The ink of every text, measured in the shipped face."""
    found = []
    for element in texts(ET.fromstring(svg)):
        metrics = QFontMetricsF(fonts.font(int(element.get("font-size")), bold=element.get("font-weight") == "bold"))
        width = metrics.horizontalAdvance(element.text)
        left = float(element.get("x")) - {"start": 0, "middle": width / 2, "end": width}[element.get("text-anchor")]
        ink = metrics.tightBoundingRect(element.text)
        ink.setLeft(0)
        ink.setWidth(width)
        found.append((element.text, ink.translated(QPointF(left, float(element.get("y"))))))
    return found


def test_every_drawing_has_words_and_every_word_a_drawing() -> None:
    assert sorted(picture_names()) == sorted(path.stem for path in FOLDER.glob("*.svg"))
    assert {"journey", "four-steps", "car-t-cell", "when-symptoms", "pocket"} <= set(picture_names())


@pytest.mark.parametrize("name", picture_names())
def test_the_drawing_keeps_to_the_subset(name: str) -> None:
    root = source(name)
    assert root.get("stroke-width") == "2"  # and nothing else may set it: one hand, one pen
    for element in root.iter():
        kind = tag(element)
        allowed = GEOMETRY[kind] if kind in {"svg", "g", "text"} else GEOMETRY[kind] | LOOK
        assert element.attrib.keys() <= allowed, (kind, element.attrib)
        assert set(element.get("class", "").split()) <= {"accent", "wash", "paper"}
        assert {element.get("fill", "none"), element.get("stroke", "none")} <= {"none", "currentColor"}
        assert re.fullmatch(r"translate\(-?[\d.]+ -?[\d.]+\)", element.get("transform", "translate(0 0)"))
        assert re.fullmatch(r"[MLHVCQAZ\d\s.-]*", element.get("d", ""))
    for element in texts(root):
        assert not element.text
        assert int(element.get("font-size")) >= TWELVE_POINTS


@pytest.mark.parametrize("name", picture_names())
def test_both_languages_have_all_the_words_that_the_drawing_asks_for(name: str) -> None:
    keys = [element.get("data-key") for element in texts(source(name))]
    assert len(set(keys)) == len(keys)
    written = {
        language: dict(
            zip(keys, (element.text for element in texts(ET.fromstring(shown(name, language).svg))), strict=True)
        )
        for language in LANGUAGES
    }
    assert all(text and text == text.strip() for words in written.values() for text in words.values())
    for language in LANGUAGES:
        assert len(shown(name, language).description) > 40
        assert "{" not in shown(name, language).description + shown(name, language).svg


@pytest.mark.parametrize("name", picture_names())
def test_the_words_file_holds_nothing_that_is_not_drawn(name: str) -> None:
    words = tomllib.loads((FOLDER / "pictures.toml").read_text(encoding="utf-8"))[name]["words"]
    assert words.keys() == {element.get("data-key") for element in texts(source(name))}
    for text in words.values():
        assert text.keys() == set(LANGUAGES)
        assert len({tuple(re.findall(r"\{fact:[^}]+\}", text[language])) for language in LANGUAGES}) == 1
        for language in LANGUAGES:  # a figure comes from facts.toml; the numbers of the steps are no figures
            bare = re.sub(r"\{fact:[^}]+\}", "", text[language])
            assert re.fullmatch(r"[1-4]|\D*", bare), bare


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_no_text_leaves_the_drawing_or_touches_another(qapp: object, name: str, language: str) -> None:
    drawn = shown(name, language)
    whole = QRectF(0, 0, drawn.width, drawn.height).adjusted(4, 4, -4, -4)
    measured = boxes(drawn.svg)
    for text, box in measured:
        assert whole.contains(box), (text, box)
    for (one, first), (two, second) in combinations(measured, 2):
        assert not first.adjusted(-6, -3, 6, 3).intersects(second), (one, two)


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_no_line_runs_through_a_text(qapp: object, name: str, language: str) -> None:
    drawn = shown(name, language)
    bare = re.sub(r"<text.*?</text>", "", drawn.svg)
    image = render(bare, drawn)
    for text, box in boxes(drawn.svg):
        area = image.copy(box.toAlignedRect())
        assert len({area.pixel(x, y) for x in range(area.width()) for y in range(area.height())}) == 1, text


def render(svg: str, drawn: Picture) -> QImage:
    image = QImage(int(drawn.width), int(drawn.height), QImage.Format.Format_RGB32)
    image.fill(QColor(COLOURS["paper"]))
    painter = QPainter(image)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    assert renderer.isValid()
    renderer.render(painter, QRectF(0, 0, drawn.width, drawn.height))
    painter.end()
    return image


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_only_the_colours_that_were_given_are_left(qapp: object, name: str, language: str) -> None:
    svg = shown(name, language).svg
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) <= {*COLOURS.values(), "none"}
    assert not re.search(r"currentColor|class=|data-", svg)
    assert f'font-family="{FAMILY}"' in svg
    assert fonts.register() == FAMILY


def test_a_colour_of_a_role_reaches_shapes_and_words(tmp_path: Path) -> None:
    (tmp_path / "pictures.toml").write_text(
        '[a]\ndescription.en = "a {fact:x}"\n[a.words]\none.en = "<{fact:x}>"\n', encoding="utf-8"
    )
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20.5" stroke="currentColor"><g class="accent">'
        '<rect fill="currentColor"/></g><path class="wash accent"/><path class="paper" stroke="none"/>'
        '<text class="accent" data-key="one"/></svg>',
        encoding="utf-8",
    )
    colours = {"ink": "#000001", "accent": "#000002", "wash": "#000003", "paper": "#000004"}
    drawn = picture("a", "en", colours=colours, fact=lambda key: key * 2, root=tmp_path)
    root = ET.fromstring(drawn.svg)
    assert (drawn.width, drawn.height, drawn.description) == (10, 20.5, "a xx")
    assert (root.get("stroke"), root.get("width"), root.get("height")) == ("#000001", "10", "20.5")
    group, wash, paper, text = root
    assert group.get("stroke") == "#000002"
    assert group[0].get("fill") == "#000002"
    assert (wash.get("fill"), wash.get("stroke")) == ("#000003", "#000002")
    assert (paper.get("fill"), paper.get("stroke")) == ("#000004", "none")
    assert (text.get("fill"), text.get("stroke"), text.text) == ("#000002", None, "<xx>")


# ---- figures ---------------------------------------------------------------------------------------------------------


def test_the_bars_of_days_lie_where_the_facts_say() -> None:
    day_zero, day = 60.0, 20.0
    found = set()
    for element in source("when-symptoms").iter():
        key = element.get("data-fact")
        if key is None:
            continue
        found.add(key)
        value = BOOK.facts[key].value
        low, high = value if isinstance(value, tuple) else (value, value)
        if tag(element) == "rect":
            edges = float(element.get("x")), float(element.get("x")) + float(element.get("width"))
        else:
            edges = float(element.get("x1")), float(element.get("x2"))
        assert edges == (day_zero + day * low, day_zero + day * high), key
        assert BOOK.facts[key].unit == "day"
    assert found == {"crs-onset-range", "crs-onset-median", "nerve-onset-range", "nerve-onset-median"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_days_name_their_source_and_are_no_forecast(language: str) -> None:
    drawn = shown("when-symptoms", language)
    facts = ("crs-onset-range", "crs-onset-median", "nerve-onset-range", "nerve-onset-median")
    (owner,) = {BOOK.facts[key].source for key in facts}
    for text in (drawn.svg, drawn.description):
        assert BOOK.sources[owner].short[language] in text
        assert {"zh-Hans": "不是预测", "en": "forecast"}[language] in text
        assert all(BOOK.fact(key, language) in text for key in facts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_places_of_a_thermometer_are_called_as_in_the_record(language: str) -> None:
    svg = shown("thermometer-site", language).svg
    assert all(f">{BOOK.words(language)(f'sites.{site}')}<" in svg for site in ("armpit", "mouth", "ear", "forehead"))


# ---- what goes wrong -------------------------------------------------------------------------------------------------


def broken(folder: Path, words: str, svg: str) -> InputError:
    (folder / "pictures.toml").write_text(words, encoding="utf-8")
    (folder / "a.svg").write_text(svg, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        picture("a", "en", colours=COLOURS, fact={}.__getitem__, root=folder)
    return caught.value


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text data-key="one"/></svg>'


def test_an_unknown_picture_or_language_is_named(tmp_path: Path) -> None:
    assert broken(tmp_path, "", SVG).code == "content.no-picture"
    error = broken(tmp_path, '[a]\ndescription.fr = "x"\n', SVG)
    assert (error.code, error.params) == ("content.no-language", {"language": "fr"} | {"language": "en"})
    assert error.exit_code == 1


@pytest.mark.parametrize(
    ("words", "svg", "reason"),
    [
        ('[a]\ndescription.en = "x"\n', SVG, "one"),
        ('[a]\ndescription.en = "x"\n[a.words]\none.fr = "x"\n', SVG, "en"),
        ('[a]\ndescription.en = "x"\n[a.words]\none.en = "{fact:no}"\n', SVG, "no"),
        ('[a]\ndescription.en = "x"\n', "<svg", "unclosed"),
        ('[a]\ndescription.en = "x"\n', "<svg/>", "values"),
        ("[a\n", SVG, "line 1"),
        ("[a]\ndescription = 1\n", SVG, "object"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, words: str, svg: str, reason: str) -> None:
    error = broken(tmp_path, words, svg)
    assert error.code == "content.picture"
    assert Path(error.where).parent == tmp_path
    assert reason in str(error.params["reason"])


def test_a_missing_drawing_is_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "pictures.toml").write_text('[a]\ndescription.en = "x"\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        picture("a", "en", colours=COLOURS, fact=str, root=tmp_path)
    assert caught.value.code == "file.absent"
