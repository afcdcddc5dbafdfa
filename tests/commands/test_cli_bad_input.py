"""Bad input through the real command line: one line that names the key, the right exit code, no file, no traceback."""

from __future__ import annotations

import errno
import io
import json
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.exceptions import NoSuchCommand
from commands_helpers import DATA, Ran
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook import content, resources
from handbook.commands.usage import sentence
from handbook.domain import MachineError
from handbook.phrases import Phrases

Run = Callable[..., Ran]
GOOD = 'name = "张三"\nphone_24h = "021-5555 0120"\n'


def card(run: Run, text: str | bytes, *more: object) -> Ran:
    Path("person.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return run("card", "--person", "person.toml", "-o", "card.pdf", *more)


def left() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (GOOD + 'birthdate = "1961-03-04"', ["birthdate"]),
        (GOOD + 'birth_date = "31.12.1961"', ["birth_date"]),
        (GOOD + 'infusion_date = "2026-02-30"', ["infusion_date"]),
        (GOOD + "record_number = 4711", ["record_number"]),
        ('phone_24h = "120"', ["name"]),
        ('name = "张三"', ["phone_24h"]),
        (GOOD + f'allergies = "{"青霉素、" * 1250}"', ["allergies"]),
        (GOOD + 'hospital = "a\\u0007b"', ["hospital"]),
        (GOOD + 'hospital = "a\\u202Eb"', ["hospital"]),
        (GOOD + 'batch = 1\ndisease = 2\nlanguage = "fr"', ["batch", "disease", "language"]),
        (b'name = "\xff\xfe"', [""]),
        ("name = ", [""]),
        ('{"name": "x",}', [""]),
        ('{"name": "x", "name": "y"}', ["name"]),
    ],
)
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_each_fault_is_one_line_that_names_its_key(run: Run, text: str | bytes, keys: list[str], language: str) -> None:
    Path("person.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    done = run("--ui-language", language, "card", "--person", "person.toml", "-o", "card.pdf")
    assert (done.code, done.out) == (1, b"")
    assert len(done.lines) == len(keys)
    colon = "：" if language == "zh-Hans" else ": "
    for line, key in zip(done.lines, keys, strict=True):
        assert line.startswith(f"person.toml{colon}{key}")
    assert left() == ["person.toml"]


def test_the_nearest_key_is_offered_and_the_length_told(run: Run) -> None:
    assert "birth_date" in card(run, GOOD + 'brith_date = "1961-03-04"').err
    too_long = card(run, GOOD + f'allergies = "{"x" * 5000}"').err
    assert "500" in too_long
    assert "4500" in too_long


@pytest.mark.parametrize("key", ["name", "hospital", "allergies", "product", "caregiver"])
@pytest.mark.parametrize("form", ["booklet", "bank"])
def test_what_does_not_fit_or_cannot_be_drawn_is_named(run: Run, key: str, form: str) -> None:
    values = {"name": "张三", "phone_24h": "120"}
    for text in ("汉字" * 100, "a\U0001f600b", "W" * 200):
        lines = "".join(f'{k} = "{v}"\n' for k, v in (values | {key: text}).items())
        done = card(run, lines, "--format", form, "--language", "zh-Hans")
        if done.code == 0:  # a wide panel may hold it all
            Path("card.pdf").unlink()
            assert "\U0001f600" not in text
            continue
        assert done.code == 1
        assert key in done.err
        assert left() == ["person.toml"]


def test_what_a_file_says_cannot_steer_the_terminal(run: Run) -> None:
    done = card(run, GOOD + '"a\\u001b[31m\\nb" = 1')
    assert done.code == 1
    assert len(done.lines) == 1
    assert "\x1b" not in done.err


def test_absent_and_unreadable_input(run: Run) -> None:
    Path("folder").mkdir()
    for person in ("none.toml", "folder"):
        done = run("card", "--person", person, "-o", "card.pdf")
        assert done.code == 1
        assert len(done.lines) == 1
        assert done.err.startswith(person)
    assert left() == ["folder"]


def test_input_that_may_not_be_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    real = io.open

    def refuse(file: object, *args: object, **kwargs: object) -> object:
        if str(file).endswith("person.toml"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(file, *args, **kwargs)

    Path("person.toml").write_text(GOOD)
    with monkeypatch.context() as patch:
        patch.setattr(io, "open", refuse)  # the tests may run as root, whom no mode stops
        done = run("card", "--person", "person.toml", "-o", "card.pdf")
    assert done.code == 1
    assert len(done.lines) == 1
    assert done.err.startswith("person.toml")


@pytest.mark.parametrize(
    ("kit", "code"),
    [("none.handbook-kit", 1), ("person.toml", 1), (".", 1)],
    ids=["absent", "not a zip", "no kit.toml"],
)
def test_a_bad_kit(run: Run, kit: str, code: int) -> None:
    done = card(run, GOOD, "--clinic", kit)
    assert (done.code, len(done.lines)) == (code, 1)
    assert left() == ["person.toml"]


def test_every_fault_of_a_kit_has_its_line(run: Run) -> None:
    text = (DATA / "kit" / "kit.toml").read_text(encoding="utf-8")
    Path("kit").mkdir()
    Path("kit/kit.toml").write_text(text.replace("near_days = 28", 'near_day = 28\nfever_lin = "x"'), encoding="utf-8")
    done = run("card", "--blank", "--clinic", "kit", "-o", "card.pdf")
    assert done.code == 1
    assert [line.split("：")[1] for line in done.lines] == ["near_day", "fever_lin"]
    assert "near_days" in done.lines[0]
    assert "fever_line" in done.lines[1]


@pytest.mark.parametrize(
    "args",
    [
        ("card",),
        ("card", "-o", "x.pdf"),
        ("card", "--blank", "--person", "p.toml", "-o", "x.pdf"),
        ("card", "--blank"),
        ("card", "--blank", "-o", "x.pdf", "--format", "poster"),
        ("card", "--blank", "-o", "x.pdf", "--language", "fr"),
        ("card", "--blank", "-o", "x.pdf", "--printed-on", "tomorrow"),
        ("card", "--blank", "-o", "x.pdf", "--nonsense"),
        ("card", "--blank", "-o", "x.pdf", "extra"),
        ("card", "--blank", "-o"),
        ("checklist", "-o", "x.pdf", "--days", "32"),
        ("checklist", "-o", "x.pdf", "--days", "many"),
        ("medicines", "-o", "x.pdf"),
        ("medicines", "--record", ".", "-o", "x.xlsx"),
        ("medicines", "--record", ".", "-o", "x.pdf", "--until", "soon"),
        ("medicines", "--record", ".", "-o", "x", "--as", "xlsx"),
        ("content", "nonsense"),
        ("content", "show"),
        ("content", "search"),
        ("tour",),
        ("tour", "-o", "x", "--theme", "pink"),
        ("tour", "-o", "x", "--scale", "99"),
        ("nonsense",),
        ("--nonsense",),
        ("--ui-language", "fr"),
        ("--data-dir",),
    ],
)
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_wrong_usage_is_one_sentence_and_2(run: Run, args: tuple[str, ...], language: str) -> None:
    done = run("--ui-language", language, *args)
    assert (done.code, done.out) == (2, b"")
    assert len(done.lines) == 1
    assert any("\u4e00" <= char <= "\u9fff" for char in done.err) == (language == "zh-Hans")
    assert left() == []


def test_usage_faults_that_click_may_raise_without_details(run: Run) -> None:
    say = Phrases.load("en")
    for error in (
        click.UsageError("x"),
        click.BadParameter("x"),
        click.BadParameter("x", param=click.Argument(["file"], type=int)),
        click.NoSuchOption("--x"),
        NoSuchCommand("x"),
    ):
        assert sentence(error, say).endswith("See handbook --help")


def test_a_wrong_epoch_is_wrong_usage(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for epoch in ("soon", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        done = run("checklist", "-o", "x.pdf")
        assert (done.code, len(done.lines)) == (2, 1)
        assert "SOURCE_DATE_EPOCH" in done.err


def test_output_that_cannot_be_written(run: Run) -> None:
    Path("file").write_text("x")
    Path("folder").mkdir()
    for out in ("none/card.pdf", "file/card.pdf", "folder", "x" * 300 + ".pdf"):
        done = run("card", "--blank", "-o", out)
        assert (done.code, len(done.lines)) == (3, 1)
        assert done.err.startswith(out[:50])
    assert left() == ["file", "folder"]
    assert list(Path("folder").iterdir()) == []


@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("call", ["mkstemp", "fsync", "replace"])
def test_a_full_disk_or_a_forbidden_folder(run: Run, monkeypatch: pytest.MonkeyPatch, call: str, reason: int) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError(reason, os.strerror(reason))

    Path("card.pdf").write_bytes(b"the old card")
    with monkeypatch.context() as patch:
        patch.setattr(*{"mkstemp": (tempfile, call), "fsync": (os, call), "replace": (Path, call)}[call], fail)
        done = run("card", "--blank", "-o", "card.pdf")
    assert (done.code, len(done.lines)) == (3, 1)
    assert done.err.startswith("card.pdf：")
    assert left() == ["card.pdf"]
    assert Path("card.pdf").read_bytes() == b"the old card"


def test_the_full_device_stays_a_device(run: Run) -> None:
    done = run("card", "--blank", "-o", "/dev/full")
    assert (done.code, len(done.lines)) == (3, 1)
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)  # noqa: PTH116  # the device itself


def test_ctrl_c_ends_without_a_word_of_python(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(content, "load", stop)
    done = run("content", "list")
    assert (done.code, done.err.strip()) == (130, "")


def test_a_mistake_of_our_own_is_not_made_into_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgotten() -> None:
        Path("none").read_bytes()

    monkeypatch.setattr(content, "load", forgotten)
    with pytest.raises(AssertionError, match="FileNotFoundError"):
        run("content", "list")


def test_standard_output_that_takes_no_more(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **kwargs: object) -> None:
        if not kwargs.get("err"):
            raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(click, "echo", full)
        assert run("content", "list").code == 3


def test_damaged_program_files_are_told_in_both_languages(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Path:
        raise MachineError("resources.missing", where="/somewhere")

    monkeypatch.setattr(resources, "root", gone)
    for args, code in (("content", "list"), 3), (("nonsense",), 2):
        done = run(*args)
        assert (done.code, len(done.lines)) == (code, 1)
        assert "重新安装" in done.err
        assert "install it again" in done.err


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.dictionaries(st.sampled_from(["name", "product", "hospital", "allergies"]), st.text(max_size=40)))
def test_any_text_gives_a_card_or_a_sentence(run: Run, values: dict[str, str]) -> None:
    text = json.dumps({"phone_24h": "120"} | values)
    done = run("card", "--person", "-", "-o", "-", stdin=text)
    if done.code:
        assert (done.code, done.out) == (1, b"")
        assert done.lines
    else:
        assert done.out.startswith(b"%PDF")
