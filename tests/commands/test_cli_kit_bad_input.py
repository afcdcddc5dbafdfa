"""Kits that were made to do harm, or came to harm: one clear line each, exit 1, nothing written."""

from __future__ import annotations

import io
import random
import stat
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from commands_helpers import Ran, pdf_text

from clinic.kits import GOOD, LOGO, kit, pages, png, signed, svg
from handbook.clinic.archive import pack

Run = Callable[..., Ran]
OVERDUE = GOOD.replace("2027-06-30", "2020-11-07")


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two members of one name are what is meant
        archive.writestr("kit.toml", GOOD)
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def link(name: str, target: bytes) -> tuple[zipfile.ZipInfo, bytes]:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry, target


def forged() -> bytes:
    """The signature of the sound kit over another number."""
    with zipfile.ZipFile(io.BytesIO(signed())) as archive:
        return pack({"kit.toml": GOOD.replace("0120", "0666").encode(), "signature": archive.read("signature")})


HOSTILE = {
    "zip bomb": zipped(*((f"pages/en/a{n}.md", bytes(4_000_000)) for n in range(12))),
    "climbs out": zipped(("../kit.toml", b"x")),
    "climbs out in the middle": zipped(("pages/../../a.md", b"x")),
    "absolute": zipped(("/etc/passwd", b"x")),
    "backslash": zipped(("pages\\..\\..\\a.md", b"x")),
    "drive": zipped(("C:/a.md", b"x")),
    "link": zipped(link("logo.svg", b"/etc/passwd")),
    "twice": zipped(("kit.toml", b"x")),
    "case": zipped(("KIT.toml", b"x")),
    "unknown member": zipped(("run.exe", b"MZ")),
    "fifty megapixels": kit(**{"logo.png": png(10_000, 5_000, raster=b"")}),
    "one pixel": kit(**{"logo.png": png(1, 1)}),
    "a line": kit(**{"logo.png": png(4_000, 25)}),
    "half a picture": kit(**{"logo.png": png()[:-20]}),
    "svg script": kit(**{"logo.svg": svg("<script>alert(1)</script>")}),
    "svg handler": kit(**{"logo.svg": svg('<path onload="alert(1)"/>')}),
    "svg file": kit(**{"logo.svg": svg('<image href="file:///etc/passwd"/>')}),
    "svg address": kit(**{"logo.svg": svg('<path fill="url(http://example.org/a#b)"/>')}),
    "svg entity": kit(**{"logo.svg": svg("&a;", head='<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>')}),
    "svg laughs": kit(**{"logo.svg": svg("&b;", head='<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>')}),
    "svg gradient": kit(
        **{"logo.svg": svg('<linearGradient id="a"/><path d="M0 0H9" fill="url(#a)"/>')}
    ),
    "forged": forged(),
    "cut short": signed()[:-9],
    "no zip": b"MZ\x90",
    "empty": b"",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_one_line_and_nothing_written(run: Run, name: str) -> None:
    path = Path("a.handbook-kit")
    path.write_bytes(HOSTILE[name])
    jobs = (
        ("clinic", "check", path, "-o", "x.pdf"),
        ("clinic", "show", path),
        ("card", "--blank", "-o", "x.pdf", "--clinic", path),
        ("content", "print", "fever", "-o", "x.pdf", "--clinic", path),
    )
    before = sorted(Path().iterdir())
    for job in jobs:
        done = run(*job)
        assert (done.code, len(done.lines), done.out) == (1, 1, b""), done.err
        assert "a.handbook-kit" in done.err
        assert len(done.err) < 300
        assert sorted(Path().iterdir()) == before
    assert path.read_bytes() == HOSTILE[name]


def test_any_byte_of_a_signed_kit_with_everything_in_it(run: Run) -> None:
    data = signed(**{"logo.svg": LOGO, **pages()})
    path = Path("a.handbook-kit")
    choice = random.Random(1)
    for place in [0, len(data) - 1, *choice.sample(range(len(data)), 60)]:
        changed = bytearray(data)
        changed[place] ^= choice.randrange(1, 256)
        path.write_bytes(changed)
        done = run("clinic", "show", path)
        assert (done.code, len(done.lines), done.out) == (1, 1, b""), (place, done.err)


def test_pages_of_the_clinics_own_are_printed_with_its_kit(run: Run) -> None:
    members = {"logo.png": png(480, 160), **pages("进门先洗手。\n", "Wash your hands.\n", by="王医生")}
    Path("a.handbook-kit").write_bytes(kit(**members))
    done = run("content", "print", "our-ward", "-o", "x.pdf", "--clinic", "a.handbook-kit", "--language", "zh-Hans+en")
    assert done.code == 0, done.err
    text = pdf_text(Path("x.pdf").read_bytes())
    assert "进门先洗手" in text
    assert "本院自己的页（没有签名）" in text
    assert "this clinic's own pages (not signed)" in " ".join(text.split())
    assert "王医生" not in text  # nobody vouches for it
    assert run("content", "print", "our-ward", "-o", "y.pdf").code == 1
    assert run("content", "print", "own", "-o", "z.pdf", "--clinic", "a.handbook-kit").code == 0


def test_a_damaged_page_is_left_out_of_the_print_and_named(run: Run) -> None:
    members = pages()
    members["pages/zh-Hans/our-ward.md"] = b"x"
    Path("a.handbook-kit").write_bytes(kit(**members))
    done = run("content", "print", "fever", "-o", "x.pdf", "--clinic", "a.handbook-kit")
    assert done.code == 0
    assert "pages/zh-Hans/our-ward.md:1" in done.err
    done = run("clinic", "check", "a.handbook-kit")
    assert done.code == 1
    assert "a.handbook-kit: pages/zh-Hans/our-ward.md:1" in done.err


@pytest.mark.parametrize("job", ["check", "build", "sign"])
def test_words_that_are_too_long_are_named_before_anything_is_made(run: Run, job: str) -> None:
    Path("ours").mkdir()
    text = GOOD.replace('languages = ["zh-Hans", "en"]', 'languages = ["zh-Hans"]')
    text = text.replace("请打这个电话。", "请打这个电话。" * 30)
    Path("ours", "kit.toml").write_text(text, encoding="utf-8")
    Path("a.handbook-kit").write_bytes(kit(text))
    run("clinic", "keygen", "-o", "key.pem")
    arguments = {
        "check": ("check", "ours", "-o", "x.pdf"),
        "build": ("build", "ours", "-o", "x.handbook-kit"),
        "sign": ("sign", "a.handbook-kit", "--key", "key.pem"),
    }[job]
    done = run("clinic", *arguments)
    assert (done.code, len(done.lines)) == (1, 1)
    assert "words.zh-Hans.strangers" in done.err
    assert "个字符" in done.err
    assert not list(Path().glob("x.*"))
    assert Path("a.handbook-kit").read_bytes() == kit(text)


def test_an_overdue_approval_is_never_plain(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path("a.handbook-kit")
    path.write_bytes(signed(OVERDUE))
    data = ("--data-dir", "data")
    fingerprint = next(line.split("\t")[1] for line in run("clinic", "show", path).text.splitlines() if "指纹" in line)
    monkeypatch.setenv("HANDBOOK_TRUST_FINGERPRINT", fingerprint)
    assert run(*data, "clinic", "trust", path).code == 0
    for job in (
        ("card", "--blank", "--format", "bank"), ("card", "--blank", "--format", "fold"), ("card", "--blank"),
        ("checklist",), ("content", "print", "fever"),
    ):  # fmt: skip
        done = run(*data, *job, "-o", "x.pdf", "--clinic", path)
        assert done.code == 0, done.err
        text = "".join(pdf_text(Path("x.pdf").read_bytes()).split())
        assert "示例医生的审核和医院数据应在2020-11-07前复核" in text
        assert "由示例医生审核" not in text
        assert "021-55550120" in text
