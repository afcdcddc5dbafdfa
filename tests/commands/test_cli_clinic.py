"""``handbook clinic`` and ``--clinic`` with kits in every state."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from commands_helpers import Ran, pdf_text

from clinic.kits import GOOD, kit, signed
from handbook import resources
from handbook.clinic import KIT_FILE, TRUSTED_KEYS, load_key, open_kit, trusted_keys
from handbook.clinic.archive import pack
from handbook.clinic.kit import _KitFile
from handbook.commands import secrets
from handbook.domain import NUMBER_KEYS, Signature

Run = Callable[..., Ran]
NEWER = GOOD.replace("2026.2", "2026.3").replace("5555 0120", "5555 0121").replace("near_days = 28\n", "")
DATA = ("--data-dir", "data")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HANDBOOK_PASSPHRASE_FILE", "HANDBOOK_TRUST_FINGERPRINT"):
        monkeypatch.delenv(name, raising=False)


def write(name: str, data: bytes) -> str:
    Path(name).write_bytes(data)
    return name


def test_from_nothing_to_a_kit_that_families_trust(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("clinic", "new", "ours").text.strip() == str(Path("ours", KIT_FILE))
    done = run("clinic", "check", "ours")
    assert done.code == 1
    assert [line.split("：")[1] for line in done.lines] == ["name", "version", "review_by", "phone_24h"]
    Path("ours", KIT_FILE).write_text(GOOD, encoding="utf-8")
    assert run("clinic", "build", "ours", "-o", "ours.handbook-kit").code == 0
    made = run("clinic", "keygen", "-o", "key.pem")
    assert made.code == 0
    fingerprint = made.text.strip()
    assert re.fullmatch(r"\d{4}( \d{4}){7}", fingerprint)
    done = run("clinic", "sign", "ours.handbook-kit", "--key", "key.pem")
    assert (done.code, done.text.strip()) == (0, fingerprint)
    assert "签名人还没有核实" in run(*DATA, "clinic", "show", "ours.handbook-kit").text
    monkeypatch.setenv("HANDBOOK_TRUST_FINGERPRINT", fingerprint.replace(" ", "-"))
    done = run(*DATA, "clinic", "trust", "ours.handbook-kit")
    assert (done.code, done.text.splitlines()) == (0, ["示例医院血液科", fingerprint])
    done = run(*DATA, "clinic", "show", "ours.handbook-kit")
    assert "签名人已核实" in done.text
    assert done.lines == []


def test_the_new_file_names_every_key_and_holds_no_number(run: Run) -> None:
    run("clinic", "new", "ours")
    text = Path("ours", KIT_FILE).read_text(encoding="utf-8")
    assert tomllib.loads(text) == {
        "format": 1, "name": "", "version": "", "phone_24h": "", "languages": ["zh-Hans", "en"],
    }  # fmt: skip
    bare = "\n".join(line.removeprefix("# ") for line in text.splitlines() if re.match(r"# ([a-z_0-9]+ =|\[)", line))
    keys = set(re.findall(r"^([a-z_0-9]+) =", bare + "\n" + text, re.MULTILINE)) | set(re.findall(r"\[(\w+)", bare))
    fields = set(_KitFile.__struct_fields__) | {"call", "steroids", "strangers"} | {"accent"}
    assert keys == fields
    assert set(NUMBER_KEYS) <= keys
    optional = re.sub(r"= *$", "= 0", bare, flags=re.MULTILINE)
    assert tomllib.loads(optional)["fever_line"] == 0
    assert not re.search(r"(?<![年0-9])\d{2,}", re.sub(r"400|zh-Hans|phone_24h", "", text))


def test_new_leaves_what_is_there_alone(run: Run) -> None:
    Path("ours").mkdir()
    Path("ours", KIT_FILE).write_text("mine", encoding="utf-8")
    done = run("clinic", "new", "ours")
    assert (done.code, len(done.lines)) == (1, 1)
    assert Path("ours", KIT_FILE).read_text(encoding="utf-8") == "mine"
    Path("file").touch()
    assert run("clinic", "new", "file/ours").code == 3


def test_nothing_is_built_from_a_folder_with_faults(run: Run) -> None:
    run("clinic", "new", "ours")
    Path("ours", "logo.svg").write_text("<svg><script/></svg>", encoding="utf-8")
    done = run("clinic", "build", "ours", "-o", "ours.handbook-kit")
    assert (done.code, len(done.lines)) == (1, 5)
    assert not Path("ours.handbook-kit").exists()
    assert run("clinic", "build", "none", "-o", "x").code == 1
    Path("ours", KIT_FILE).write_text(GOOD, encoding="utf-8")
    Path("ours", "logo.svg").unlink()
    assert run("clinic", "build", "ours", "-o", "-").out == kit()
    assert run("clinic", "build", "ours", "-o", "none/x").code == 3


def test_check_gives_the_sheet_as_text_and_as_pdf(run: Run) -> None:
    path = write("a.handbook-kit", kit())
    done = run("clinic", "check", path)
    assert done.code == 0
    assert "0 2 1 - 5 5 5 5   0 1 2 0" in done.text
    assert done.text.count("[ ]") >= 27
    assert "没有签名" in done.err
    assert run("--ui-language", "en", "clinic", "check", path, "-o", "sheet.pdf").code == 0
    text = pdf_text(Path("sheet.pdf").read_bytes())
    assert "021-5555 0120" in text
    assert "Checked by" in text
    assert "核对人" in run("--ui-language", "en", "clinic", "check", path, "--language", "zh-Hans").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "损坏"),
        (signed()[:-9], "损坏"),
        (kit("format = 9"), "更新的程序"),
        (pack({KIT_FILE: GOOD.encode(), "../x": b""}), "不安全"),
        (kit(**{"logo.png": b"x"}), "标志打不开"),
        (kit(**{"pages/en/a.md": b"x"}), "pages/en/a.md"),
    ],
    ids=["empty", "damaged", "newer", "climbs out", "logo", "page"],
)
def test_every_bad_kit_is_one_clear_line_or_more(run: Run, data: bytes, words: str) -> None:
    path = write("bad.handbook-kit", data)
    for args in (("check", path), ("check", path, "-o", "x.pdf"), ("sign", path, "--key", "key.pem")):
        run("clinic", "keygen", "-o", "key.pem")
        done = run("clinic", *args)
        assert done.code == 1
        assert words in done.err
        assert done.out == b""
    assert Path(path).read_bytes() == data
    assert not Path("x.pdf").exists()


def test_a_forged_kit_is_refused_everywhere(run: Run) -> None:
    members = dict(open_kit(Path(write("a", signed()))).members)
    members[KIT_FILE] = members[KIT_FILE].replace(b"5555 0120", b"5555 0666")
    path = write("forged.handbook-kit", pack(members))
    for args in (
        ("clinic", "show", path),
        ("clinic", "trust", path),
        ("clinic", "compare", "a", path),
        ("card", "--blank", "-o", "card.pdf", "--clinic", path),
        ("checklist", "-o", "list.pdf", "--clinic", path),
        ("content", "print", "crs", "-o", "page.pdf", "--clinic", path),
    ):
        done = run(*args)
        assert (done.code, len(done.lines)) == (1, 1)
        assert "被人改过" in done.err
    assert sorted(path.name for path in Path().iterdir()) == ["a", "forged.handbook-kit"]


def test_compare_puts_old_beside_new_with_the_phone_first(run: Run) -> None:
    old, new = write("old", kit()), write("new", kit(NEWER, **{"pages/en/a.md": b"x"}))
    done = run("clinic", "compare", old, new)
    assert done.code == 0
    lines = done.text.splitlines()
    assert run("clinic", "show", new).text.startswith("24 小时电话\t021-5555 0121\n白天电话")
    assert lines[:3] == ["24 小时电话", "  旧\t021-5555 0120", "  新\t021-5555 0121"]
    assert "住在医院附近\n  旧\t至少 28 天\n  新\t未设定" in done.text
    assert "文件 pages/en/a.md" in done.text
    assert "发热线" not in done.text
    assert done.lines[-1].startswith("4 项不同")
    assert run("clinic", "compare", old, old).out == b""


def test_a_key_is_private_never_replaced_and_may_be_locked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("clinic", "keygen", "-o", "key.pem")
    assert "没有密码" in done.err
    if os.name == "posix":
        assert stat.S_IMODE(Path("key.pem").stat().st_mode) == 0o600
    before = Path("key.pem").read_bytes()
    assert run("clinic", "keygen", "-o", "key.pem").code == 1
    assert Path("key.pem").read_bytes() == before
    Path("secret").write_text("十二 words \n", encoding="utf-8")
    monkeypatch.setenv("HANDBOOK_PASSPHRASE_FILE", "secret")
    done = run("clinic", "keygen", "-o", "locked.pem")
    assert "没有密码" not in done.err
    assert load_key(Path("locked.pem").read_bytes(), "十二 words ", where="")
    path = write("a.handbook-kit", kit())
    assert run("clinic", "sign", path, "--key", "locked.pem").code == 0
    signed_ = Path(path).read_bytes()
    for text, words in ((b"other", "密码不对"), (b"\xff", "UTF-8")):
        Path("secret").write_bytes(text)
        done = run("clinic", "sign", path, "--key", "locked.pem")
        assert done.code == 1
        assert words in done.err
    monkeypatch.delenv("HANDBOOK_PASSPHRASE_FILE")
    assert "HANDBOOK_PASSPHRASE_FILE" in run("clinic", "sign", path, "--key", "locked.pem").err
    assert Path(path).read_bytes() == signed_
    assert run("clinic", "sign", path, "--key", "a.handbook-kit").code == 1
    assert run("clinic", "sign", path, "--key", "none.pem").code == 1
    Path("folder").mkdir()
    assert "clinic build" in run("clinic", "sign", "folder", "--key", "key.pem").err


def test_trust_wants_a_person_or_the_fingerprint(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a.handbook-kit", signed())
    done = run(*DATA, "clinic", "trust", path)
    assert done.code == 2
    assert "HANDBOOK_TRUST_FINGERPRINT" in done.err
    monkeypatch.setattr(secrets, "on_terminal", lambda: True)
    for answer, code in (("n\n", 1), ("\n", 1), ("y\n", 0)):
        assert trusted_keys(Path("data")) == ()
        assert run(*DATA, "clinic", "trust", path, stdin=answer).code == code
    assert len(trusted_keys(Path("data"))) == 1
    monkeypatch.setenv("HANDBOOK_TRUST_FINGERPRINT", "1234")
    done = run("--data-dir", "other", "clinic", "trust", path, stdin="y\n")
    assert (done.code, trusted_keys(Path("other"))) == (1, ())
    assert "不一样" in done.err
    assert run(*DATA, "clinic", "trust", write("b", kit())).code == 1


def test_a_passphrase_is_asked_twice_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "on_terminal", lambda: True)
    done = run("clinic", "keygen", "-o", "key.pem", stdin="one\none\n")
    assert done.code == 0
    assert load_key(Path("key.pem").read_bytes(), "one", where="")
    path = write("a.handbook-kit", kit())
    assert run("clinic", "sign", path, "--key", "key.pem", stdin="one\n").code == 0
    done = run("clinic", "keygen", "-o", "open.pem", stdin="\n\n")
    assert done.code == 0
    assert load_key(Path("open.pem").read_bytes(), where="")


NOT_APPROVED, APPROVED = "尚未经医生审核", "由 示例医生 审核"


def test_only_a_verified_signer_approves_what_is_printed(run: Run) -> None:
    run("clinic", "keygen", "-o", "key.pem")
    path = write("a.handbook-kit", kit())
    jobs = (
        ("card", "--blank", "-o", "out.pdf", "--clinic", path, "--printed-on", "2026-11-08"),
        ("checklist", "-o", "out.pdf", "--clinic", path),
        ("content", "print", "crs", "-o", "out.pdf", "--clinic", path),
    )

    def texts() -> list[str]:
        found = []
        for job in jobs:
            assert run(*DATA, *job).code == 0
            found.append(pdf_text(Path("out.pdf").read_bytes()).replace("\r\n", ""))
        return found

    assert all("未签名" in text and NOT_APPROVED in text and APPROVED not in text for text in texts())
    run("clinic", "sign", path, "--key", "key.pem")
    assert all("签名未核实" in text and NOT_APPROVED in text and APPROVED not in text for text in texts())
    heard = run("clinic", "sign", path, "--key", "key.pem").text
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDBOOK_TRUST_FINGERPRINT", heard)
        assert run(*DATA, "clinic", "trust", path).code == 0
    assert all("签名" not in text and NOT_APPROVED not in text and APPROVED in text for text in texts())
    Path("data", TRUSTED_KEYS).write_bytes(b"?")
    done = run(*DATA, *jobs[0])
    assert (done.code, len(done.lines)) == (0, 2)
    assert NOT_APPROVED in pdf_text(Path("out.pdf").read_bytes())


def test_an_overdue_kit_is_used_with_a_notice(run: Run) -> None:
    path = write("a.handbook-kit", kit(GOOD.replace("2027-06-30", "2020-01-01")))
    done = run("card", "--blank", "-o", "card.pdf", "--clinic", path)
    assert done.code == 0
    assert "2020-01-01" in done.err
    assert "021-5555 0120" in pdf_text(Path("card.pdf").read_bytes())


def test_the_states_are_those_of_the_domain() -> None:
    say = (resources.root() / "translations" / "commands.en.toml").read_text(encoding="utf-8")
    for state in (Signature.NONE, Signature.UNKNOWN):
        assert f"kit-{state} = " in say
