"""The sentences: the same keys and parameters in both languages, none missing, none left over."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import click
import pytest

from handbook import resources
from handbook.commands import cli
from handbook.commands.examples import EXAMPLES
from handbook.domain import FaultList, InputError
from handbook.phrases import Phrases

ROOT = Path(__file__).parents[1]
FOLDER = resources.root() / "translations"
LANGUAGES = ("zh-Hans", "en")
AREAS = sorted({path.name.split(".")[0] for path in FOLDER.glob("*.toml")})
ERRORS = {"InputError", "UsageError", "MachineError"}


def flat(table: dict[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            assert isinstance(value, str), f"{prefix}{key} is no text"
            yield prefix + key, value


@cache
def sentences(area: str, language: str) -> dict[str, str]:
    return dict(flat(tomllib.loads((FOLDER / f"{area}.{language}.toml").read_text(encoding="utf-8"))))


def params(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@cache
def sources() -> tuple[tuple[str, ast.Module], ...]:
    files = [*sorted((ROOT / "src").rglob("*.py")), *sorted((ROOT / "packaging").glob("*.py"))]
    return tuple((str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))) for path in files)


def nodes(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield name, node


@cache
def constants() -> frozenset[str]:
    """Every text that stands in the code."""
    return frozenset(node.value for _, node in nodes(ast.Constant) if isinstance(node.value, str))


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """Keys that the code puts together: an f-string of one variable part, or with words in its last segment."""
    found = []
    for _, node in nodes(ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
        text = "".join(part if part is not None else "\0" for part in parts)
        one_open_end = text.endswith(".\0") and text.count("\0") == 1 and text not in ("error.\0", "place.\0")
        if one_open_end or text.rpartition(".")[2].strip("\0"):
            found.append(re.compile(".+".join(re.escape(part) for part in text.split("\0"))))
    return tuple(found)


def error_calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where a fault is made: file and line, its code, and the parameters given (None if they cannot be seen)."""
    for name, node in nodes(ast.Call):
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        given = {keyword.arg for keyword in node.keywords}
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if called in ERRORS and node.args and texts[:1] == [getattr(node.args[0], "value", None)]:
            yield f"{name}:{node.lineno}", texts[0], None if None in given else given
        elif called in ("fault", "Fault") and "/content/" in name and texts and not texts[-1].endswith(".toml"):
            # The book's own checks name their codes without the package, as the last text: file, line, code.
            code = texts[-1]
            yield f"{name}:{node.lineno}", code if "." in code else f"content.{code}", given if given else None


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys_and_parameters(area: str) -> None:
    chinese, english = (sentences(area, language) for language in LANGUAGES)
    assert chinese.keys() == english.keys()
    assert {key for key in chinese if params(chinese[key]) != params(english[key])} == set()
    assert {key for key in chinese if bool(chinese[key].strip()) != bool(english[key].strip())} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_in_two_files(language: str) -> None:
    keys = Counter(key for area in AREAS for key in sentences(area, language))
    assert [key for key, count in keys.items() if count > 1] == []


def test_each_language_is_written_in_its_own_script() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    quoted = {"name", "languages", "language_zh", "zh-Hans"}
    for area in AREAS:
        for key, text in sentences(area, "en").items():
            last = key.rpartition(".")[2]
            assert not han.search(text) or any(word in last for word in ("language", *quoted)), (key, text)


def test_the_reader_is_addressed_in_one_way() -> None:
    said = [sentence for area in AREAS for sentence in sentences(area, "zh-Hans").values()]
    said += [path.read_text(encoding="utf-8") for path in (resources.root() / "content/zh-Hans").rglob("*.md")]
    assert any("你" in sentence for sentence in said)
    assert [sentence for sentence in said if "您" in sentence] == []


def test_every_fault_that_is_raised_has_a_sentence_and_gives_it_what_it_needs() -> None:
    known = {key: text for area in AREAS for key, text in sentences(area, "zh-Hans").items()}
    missing = [(where, code) for where, code, _ in error_calls() if f"error.{code}" not in known]
    assert missing == []
    lacking = [
        (where, code, params(known[f"error.{code}"]) - given)
        for where, code, given in error_calls()
        if given is not None and params(known[f"error.{code}"]) - given
    ]
    assert lacking == []


def test_every_key_that_the_code_names_exists() -> None:
    known = {key for area in AREAS for key in sentences(area, "zh-Hans")}
    tables = {key.split(".")[0] for key in known}
    for name, node in nodes(ast.Call):
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if called not in ("say", "phrases", "notice") or not node.args:
            continue
        key = node.args[0]
        if isinstance(key, ast.Constant) and str(key.value).split(".")[0] in tables and "." in str(key.value):
            tails = {known_key.partition(".")[2].partition(".")[2] for known_key in known}
            assert key.value in known or key.value in tails, f"{name}:{node.lineno} {key.value}"


def is_used(key: str) -> bool:
    if key.startswith("error."):
        code = key.removeprefix("error.")
        tails = [code, code.removeprefix("content.")]
    else:
        tails = [key.split(".", cut)[-1] for cut in range(key.count(".") + 1)]
    return any(tail in constants() or any(p.fullmatch(tail) for p in patterns()) for tail in tails)


def test_no_sentence_is_left_over() -> None:
    keys = {key for area in AREAS for key in sentences(area, "zh-Hans") if not key.startswith("commands.")}
    assert sorted(key for key in keys if not is_used(key)) == []


def help_keys(command: click.Command, area: str) -> Iterator[tuple[str, str]]:
    """The key of each help text, and the shared key that may stand for it."""
    yield f"commands.{area}.help", ""
    for name in EXAMPLES[area]:
        yield f"commands.{area}.example-{name}", ""
    for option in command.params:
        if isinstance(option, click.Option):
            yield f"commands.{area}.{option.name}", f"commands.shared.{option.name}"
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below is not None
            yield from help_keys(below, name if area == "handbook" else f"{area}-{name}")


def test_the_help_of_the_command_line_is_complete_and_no_more() -> None:
    known = {key for key in sentences("commands", "zh-Hans") if key.startswith("commands.")}
    used = {key for key in known if key.startswith("commands.headings.")} | {"commands.shared.show_help"}
    for own, shared in help_keys(cli, "handbook"):
        assert own in known or shared in known, own
        used.add(own if own in known else shared)
    assert known - used == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_becomes_a_line(language: str) -> None:
    say = Phrases.load(language)
    assert say.language == language
    assert say.keys == {key for area in AREAS for key in sentences(area, language)}
    colon = "：" if language == "zh-Hans" else ": "
    fault = InputError("text.control", where="p.toml", key="name", char="U+0007")
    (line,) = say.error(fault)
    assert line.startswith(f"p.toml{colon}name{colon}")
    assert "U+0007" in line
    assert say.error(InputError("text.control", key="name", char="U+0007")) == [line.split(colon, 2)[2]]
    assert say.error(InputError("file.absent", where="p.toml"))[0].startswith(f"p.toml{colon}")
    assert say.error(FaultList([fault, fault])) == [line, line]


def test_an_unknown_key_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Phrases.load("zh-Hans")("nonsense.key")


def test_a_sentence_without_parameters_may_hold_braces(tmp_path: Path) -> None:
    (tmp_path / "translations").mkdir()
    (tmp_path / "translations" / "x.en.toml").write_text('[a]\nb = "{c}"\nd = "{c}!"')
    say = Phrases.load("en", tmp_path)
    assert say("a.b") == "{c}"
    assert say("a.d", c=1) == "1!"
