"""What a hostile or unlucky machine does to the command line: closed streams, names too long, folders barred."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from commands_helpers import DATA, Ran, pdf_text

Run = Callable[..., Ran]
HANDBOOK = f"{sys.executable} -m handbook"
KIT = 'format = 1\nname = "甲"\nversion = "1"\nreview_by = 2027-06-30\nphone_24h = "120"\n'


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False, cwd=folder, timeout=120)
    assert b"Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("args", ["card --blank -o -", "content list", "--help"])
def test_a_closed_standard_output_is_told(args: str, tmp_path: Path) -> None:
    done = shell(f"{HANDBOOK} {args} >&-", tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)


@pytest.mark.parametrize("args", ["card --blank -o -", "content list", "--help", "card --help"])
def test_a_reader_that_has_gone_away_is_a_fault_of_the_machine(args: str, tmp_path: Path) -> None:
    done = shell(f"{HANDBOOK} {args} | true; exit ${{PIPESTATUS[0]}}", tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)


def test_a_closed_standard_input_is_an_empty_one(tmp_path: Path) -> None:
    done = shell(f"{HANDBOOK} card --person - -o x.pdf <&-", tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("away", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(("args", "code"), [("card --person no -o x", 1), ("card", 2), ("card --blank -o no/x", 3)])
def test_without_standard_error_the_exit_code_still_speaks(away: str, args: str, code: int, tmp_path: Path) -> None:
    assert shell(f"{HANDBOOK} {args} {away}", tmp_path).returncode == code


def test_no_file_of_ours_takes_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    code = "import os, sys; from handbook import __main__ as m; m._open_closed_streams(); print(os.open('.', 0) > 2)"
    line = f'{sys.executable} -c "{code}" <&- 2>&-'
    assert shell(line, tmp_path).stdout == b"True\n"


@pytest.mark.parametrize(
    "args",
    [
        ("card", "--blank", "-o", "x.pdf", "--clinic", "a" * 5000),
        ("medicines", "-o", "x.pdf", "--record", "a" * 5000),
        ("content", "check", "a" * 5000),
    ],
)
def test_a_name_that_no_file_can_have(run: Run, args: tuple[str, ...]) -> None:
    done = run(*args)
    assert (done.code, len(done.lines)) == (1, 1)


@pytest.mark.parametrize(
    "args",
    [
        ("card", "--blank", "-o", "x.pdf", "--clinic", "barred/kit"),
        ("card", "--blank", "-o", "x.pdf", "--clinic", "barred"),
        ("medicines", "-o", "x.pdf", "--record", "barred"),
        ("content", "check", "barred/book"),
    ],
)
def test_a_folder_that_may_not_be_entered(run: Run, args: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.stat

    def refuse(path: object, *more: object, **options: object) -> os.stat_result:
        if "barred" in str(path) and not str(path).endswith("barred"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *more, **options)  # type: ignore[call-overload]

    Path("barred").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", refuse)  # the tests may run as root, whom no mode stops
        done = run(*args)
    assert (done.code, len(done.lines)) == (1, 1)
    assert "barred" in done.err
    assert not Path("x.pdf").exists()


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_kit_packed_in_another_way_is_refused(run: Run, method: int) -> None:
    with zipfile.ZipFile("a.handbook-kit", "w", method) as archive:
        archive.writestr("kit.toml", KIT)
    data = bytearray(Path("a.handbook-kit").read_bytes())
    for damage in (0, 60, 70):
        data[damage or 5] ^= 0xFF if damage else 0
        Path("a.handbook-kit").write_bytes(data)
        done = run("card", "--blank", "-o", "x.pdf", "--clinic", "a.handbook-kit")
        assert (done.code, len(done.lines)) == (1, 1)


@pytest.mark.parametrize(
    "args",
    [
        ("card", "--person", "busy.toml"),
        ("card", "--blank", "--clinic", "kit"),
        ("cards", "people.csv", "--sheet", "busy.toml"),
    ],
)
def test_a_file_made_to_keep_the_reader_busy(run: Run, args: tuple[str, ...]) -> None:
    Path("kit").mkdir()
    for path in (Path("busy.toml"), Path("kit/kit.toml")):
        path.write_text("name = 1\n" + "a." * 30_000 + "a = 1\n", encoding="utf-8")
    Path("people.csv").write_text("name,phone_24h\n张三,120\n", encoding="utf-8")
    began = time.monotonic()
    done = run(*args, "-o", "x.pdf")
    assert (done.code, len(done.lines)) == (1, 1)
    assert "第 2 行的点太多" in done.err
    assert not Path("x.pdf").exists()
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("key", ["near_days", "fever_line", "format"])
def test_a_number_too_large_for_any_machine(run: Run, key: str) -> None:
    text = KIT.replace("format = 1\n", "") + "format = 1\n" if key != "format" else KIT.replace("format = 1\n", "")
    Path("kit").mkdir()
    Path("kit/kit.toml").write_text(f"{text}{key} = 1{'0' * 400}\n", encoding="utf-8")
    done = run("card", "--blank", "-o", "x.pdf", "--clinic", "kit")
    assert (done.code, len(done.lines)) == (1, 1)
    assert len(done.err) < 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("form", ["booklet", "bank"])
def test_dates_at_the_ends_of_the_calendar(run: Run, day: str, form: str) -> None:
    person = json.dumps({"name": "张三", "infusion_date": day, "birth_date": day})
    more = ("--clinic", DATA / "kit", "--format", form, "--language", "zh-Hans")
    done = run("card", "--person", "-", "-o", "x.pdf", *more, stdin=person)
    assert done.code == 0, done.err
    assert day in pdf_text(Path("x.pdf").read_bytes())


@pytest.mark.parametrize("language", ["zh-Hans", "en", "zh-Hans+en"])
@pytest.mark.parametrize("form", ["booklet", "bank"])
@pytest.mark.parametrize("full", [True, False])
def test_every_card_holds_a_kit(run: Run, language: str, form: str, full: bool) -> None:
    Path("kit").mkdir()
    text = (DATA / "kit" / "kit.toml").read_text(encoding="utf-8") if full else KIT.replace("2027", "2025")
    Path("kit/kit.toml").write_text(text, encoding="utf-8")
    person = json.dumps({"name": "张三", "infusion_date": "2026-11-02"})
    for who in (("--person", "-"), ("--blank",)):
        done = run(
            "card", *who, "-o", "x.pdf", "--clinic", "kit", "--format", form, "--language", language, stdin=person
        )
        assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("name_latin", "Zhang " * 33),
        ("product_generic", "注射液" * 66),
        ("department", "血液科" * 66),
        ("caregiver_phone", "0" * 200),
        ("name_latin", "Zhang \U0001f600"),
        ("department", "\U0001f600"),
    ],
)
def test_of_fields_in_one_row_the_one_at_fault_is_named(run: Run, key: str, text: str) -> None:
    person = {"name": "张三", "product": "药", "hospital": "医院", "caregiver": "女儿", "phone_24h": "120"}
    done = run("card", "--person", "-", "-o", "x.pdf", "--format", "bank", stdin=json.dumps(person | {key: text}))
    assert (done.code, len(done.lines)) == (1, 1)
    assert f"「{key}」" in done.err


@pytest.mark.parametrize(
    ("language", "there", "absent"),
    [
        ("zh-Hans", "24 小时电话", "24-hour number"),
        ("en", "24-hour number", "24 小时电话"),
        ("", "24 小时电话", "24-hour"),
    ],
)
def test_the_language_asked_for_is_the_one_that_is_printed(run: Run, language: str, there: str, absent: str) -> None:
    more = ("--language", language) if language else ()
    done = run("card", "--blank", "-o", "x.pdf", "--format", "bank", *more)
    assert done.code == 0, done.err
    text = " ".join(pdf_text(Path("x.pdf").read_bytes()).split())
    assert there in text
    assert absent not in text
