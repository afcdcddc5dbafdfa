"""The clinic kit: read, checked, and refused with every fault named."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clinic.kits import png
from handbook.clinic import KIT_FILE, build_kit, open_kit, read_kit
from handbook.clinic.archive import LONGEST_UNPACKED
from handbook.domain import ClinicKit, FaultList, InputError, Signature

KIT = Path(__file__).parents[1] / "data" / "kit"
GOOD = (KIT / KIT_FILE).read_text(encoding="utf-8")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0H1"/></svg>'
LEAST = 'format = 1\nname = "甲"\nversion = "1"\nreview_by = 2027-06-30\nphone_24h = "120"\n'


def folder_kit(tmp_path: Path, text: str) -> Path:
    (tmp_path / KIT_FILE).write_text(text, encoding="utf-8")
    return tmp_path


def zip_kit(tmp_path: Path, **members: str) -> Path:
    path = tmp_path / "clinic.handbook-kit"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def faults(path: Path) -> list[tuple[str, object, object]]:
    with pytest.raises(FaultList) as caught:
        read_kit(path)
    for fault in caught.value.faults:
        assert fault.where
    return [(f.code, f.params["key"], f.params.get("nearest")) for f in caught.value.faults]


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_kit(path)
    assert str(path) in caught.value.where
    return caught.value.code


def test_a_folder_and_a_zip_give_the_same_kit(tmp_path: Path) -> None:
    kit = read_kit(KIT)
    packed = read_kit(zip_kit(tmp_path, **{KIT_FILE: GOOD, "logo.svg": SVG, "pages/zh-Hans/x.md": "x"}))
    assert packed.logo == SVG.encode()
    assert kit == replace(packed, logo=b"")
    assert kit.numbers.phone_24h == "021-5555 0120"
    assert (kit.numbers.fever_line, kit.numbers.near_days, kit.numbers.irradiated_from_days) == (38.0, 28, -7)
    assert kit.numbers.words["en"]["call"] == "Call 120 first, then the ward."
    assert (kit.review_by, kit.approved_on) == (date(2027, 6, 30), date(2026, 11, 1))
    assert (kit.approved_content, kit.approved_by) == ("2026.1", "示例医生")
    assert kit.signature is Signature.NONE


def test_only_what_must_be_there_must_be_there(tmp_path: Path) -> None:
    kit = read_kit(folder_kit(tmp_path, LEAST))
    assert isinstance(kit, ClinicKit)
    assert kit.numbers.fever_line is None
    assert kit.numbers.words == {}
    assert kit.languages == ("zh-Hans", "en")
    assert not kit.approves("")


def test_each_of_these_is_named_when_it_is_missing(tmp_path: Path) -> None:
    keys = ["format", "name", "version", "review_by", "phone_24h"]
    assert faults(folder_kit(tmp_path, "fever_line = 38.0")) == [("clinic.missing-key", key, None) for key in keys]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert read_kit(folder_kit(tmp_path, "\ufeff" + LEAST)).version == "1"


def test_empty_lines_count_as_not_set(tmp_path: Path) -> None:
    text = LEAST + 'department = ""\nphone_day = " "\napproved_by = ""\n[words.en]\ncall = ""\n'
    kit = read_kit(folder_kit(tmp_path, text))
    assert kit.numbers.department is None
    assert kit.numbers.phone_day is None
    assert kit.numbers.words == {}


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    text = """
format = 1
name = ""
version = 2026
phone_24h = "call us"
phone_day = "…"
review_by = "soon"
languages = ["fr"]
fever_line = 50
near_days = 28.5
no_driving_days = 99999
company_days = true
temperature_per_day = "2"
phone24 = 1
approved_on = 5
words = 3
[colours]
accent = "green"
acent = "#000000"
"""
    assert faults(folder_kit(tmp_path, text)) == [
        ("clinic.unknown-key", "phone24", "phone_24h"),
        ("clinic.missing-key", "name", None),
        ("clinic.not-text", "version", None),
        ("clinic.not-date", "review_by", None),
        ("clinic.phone", "phone_24h", None),
        ("clinic.phone", "phone_day", None),
        ("clinic.language", "languages", None),
        ("clinic.range", "fever_line", None),
        ("clinic.not-whole", "near_days", None),
        ("clinic.range", "no_driving_days", None),
        ("clinic.not-whole", "company_days", None),
        ("clinic.not-whole", "temperature_per_day", None),
        ("clinic.not-date", "approved_on", None),
        ("clinic.not-table", "words", None),
        ("clinic.unknown-key", "colours.acent", "colours.accent"),
        ("clinic.colour", "colours.accent", None),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('department = "a\\u202Eb"', "text.direction"),
        ('department = "a\\u0007b"', "text.control"),
        (f'address = "{"长" * 201}"', "text.too-long"),
        (f'words.en.call = "{"x" * 401}"', "text.too-long"),
        ("words.en.call = 1", "clinic.not-text"),
        ("words.fr.call = 'x'", "clinic.unknown-key"),
        ('fever_line = "38"', "clinic.not-number"),
        ("fever_line = true", "clinic.not-number"),
        ("fever_line = nan", "clinic.range"),
        ('approved_by = "某医生"', "clinic.approval"),
        ('phone_day = "12"', "clinic.phone"),
        ("colours.accent = 5", "clinic.colour"),
    ],
)
def test_one_wrong_line(tmp_path: Path, line: str, code: str) -> None:
    found = faults(folder_kit(tmp_path, LEAST + line))
    assert {fault[0] for fault in found} == {code}


def test_a_long_wording_that_a_card_may_still_hold_is_taken(tmp_path: Path) -> None:
    kit = read_kit(folder_kit(tmp_path, LEAST + f'words.en.call = "{"x" * 400}"'))
    assert len(kit.numbers.words["en"]["call"]) == 400


def test_an_approval_names_what_it_lacks(tmp_path: Path) -> None:
    text = LEAST + 'approved_content = "2026.1"'
    assert [key for _, key, _ in faults(folder_kit(tmp_path, text))] == ["approved_by", "approved_on"]


@pytest.mark.parametrize("line", ["format = 0", "format = true", "format = '1'"])
def test_another_format_is_a_fault(tmp_path: Path, line: str) -> None:
    assert faults(folder_kit(tmp_path, LEAST.replace("format = 1", line))) == [("clinic.format", "format", None)]


def test_a_newer_format_is_not_picked_apart(tmp_path: Path) -> None:
    assert refused(folder_kit(tmp_path, "format = 2\nanything = true")) == "clinic.newer"


@pytest.mark.parametrize("text", ["format = ", "a = 1\na = 2", "x = " + "[" * 20_000])
def test_what_is_no_toml(tmp_path: Path, text: str) -> None:
    assert refused(folder_kit(tmp_path, text)) == "clinic.not-toml"


def test_another_encoding(tmp_path: Path) -> None:
    (tmp_path / KIT_FILE).write_bytes('name = "甲"'.encode("gb18030"))
    assert refused(tmp_path) == "clinic.not-utf8"


def test_a_folder_without_a_kit_and_a_path_without_anything(tmp_path: Path) -> None:
    assert refused(tmp_path) == "clinic.no-kit-file"
    assert refused(tmp_path / "none.handbook-kit") == "file.absent"


@pytest.mark.parametrize(
    "name", ["../evil", "a/../../evil", "/etc/passwd", "C:/x", "\\\\server\\x", "..\\evil", "a:stream"]
)
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    assert refused(zip_kit(tmp_path, **{KIT_FILE: LEAST, name: "x"})) == "clinic.unsafe"


def test_a_link_in_the_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kit.handbook-kit"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo(KIT_FILE)
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert refused(path) == "clinic.unsafe"


def test_a_bomb_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.handbook-kit"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(KIT_FILE, LEAST)
        with archive.open("pages/zeros", "w") as file:
            for _ in range(LONGEST_UNPACKED // 2**20 + 1):
                file.write(bytes(2**20))
    assert path.stat().st_size < 2**20
    assert refused(path) == "clinic.too-large"


def test_a_kit_file_of_zeros_is_read_no_further_than_its_limit(tmp_path: Path) -> None:
    assert refused(zip_kit(tmp_path, **{KIT_FILE: "#" * 300_000})) == "clinic.too-large"
    assert refused(folder_kit(tmp_path, "#" * 300_000)) == "file.too-large"


def test_too_many_members(tmp_path: Path) -> None:
    assert refused(zip_kit(tmp_path, **{f"pages/{n}": "" for n in range(501)})) == "clinic.too-large"


def test_a_kit_below_the_top_is_named(tmp_path: Path) -> None:
    assert refused(zip_kit(tmp_path, **{f"kit/{KIT_FILE}": LEAST})) == "clinic.no-kit-file"


def test_the_kit_file_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "two.handbook-kit"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(KIT_FILE, LEAST)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(KIT_FILE, LEAST)
    assert refused(path) == "clinic.member-twice"


def test_names_that_differ_in_case_only(tmp_path: Path) -> None:
    assert refused(zip_kit(tmp_path, **{KIT_FILE: LEAST, "KIT.toml": LEAST})) == "clinic.member-twice"


def test_a_name_in_no_known_encoding(tmp_path: Path) -> None:
    path = zip_kit(tmp_path, **{KIT_FILE: LEAST, "pages/en/ab.md": "x"})
    data = path.read_bytes()
    path.write_bytes(data.replace(b"pages/en/ab.md", b"pages/en/\xb0\xa1.md"))
    assert refused(path) == "clinic.unsafe"


def test_a_name_that_claims_to_be_utf8_and_is_not(tmp_path: Path) -> None:
    path = zip_kit(tmp_path, **{KIT_FILE: LEAST, "pages/en/页.md": "x"})
    data = path.read_bytes()
    path.write_bytes(data.replace("页".encode(), b"\xff\xfe\xfd"))
    assert refused(path) == "clinic.damaged"


def test_a_ratio_that_no_kit_has(tmp_path: Path) -> None:
    members = {KIT_FILE: LEAST, **{f"pages/en/{n}.md": " " * 190_000 for n in range(9)}}
    path = zip_kit(tmp_path, **members)
    assert path.stat().st_size < 20_000
    assert refused(path) == "clinic.too-large"


def test_a_member_that_unpacks_to_more_than_it_says(tmp_path: Path) -> None:
    path = zip_kit(tmp_path, **{KIT_FILE: LEAST + "#" * 3000})
    data = bytearray(path.read_bytes())
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = (100).to_bytes(4, "little")
    path.write_bytes(data)
    assert refused(path) == "clinic.damaged"


def test_members_that_no_kit_has_are_named_together_with_the_faults_of_the_text(tmp_path: Path) -> None:
    text = LEAST.replace("120", "x")
    path = zip_kit(tmp_path, **{KIT_FILE: text, "readme.txt": "", "pages/en/Ward.md": "", "pages/fr/a.md": ""})
    assert faults(path) == [
        ("clinic.phone", "phone_24h", None),
        ("clinic.unknown-member", "pages/en/Ward.md", None),
        ("clinic.unknown-member", "pages/fr/a.md", None),
        ("clinic.unknown-member", "readme.txt", None),
    ]


def test_folders_among_the_members_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "kit.handbook-kit"
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("pages")
        archive.writestr(KIT_FILE, LEAST)
    assert read_kit(path).version == "1"


def test_two_logos_and_a_large_page(tmp_path: Path) -> None:
    path = tmp_path / "kit.handbook-kit"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(KIT_FILE, LEAST)
        archive.writestr("logo.svg", SVG)
        archive.writestr("logo.png", png())
        archive.writestr("pages/en/a.md", "a" * 300_000)
    assert faults(path) == [("clinic.page-large", "pages/en/a.md", None), ("clinic.two-logos", "logo.png", None)]


def test_a_folder_gives_what_a_kit_holds_and_leaves_the_notes_behind(tmp_path: Path) -> None:
    folder_kit(tmp_path, LEAST)
    (tmp_path / "notes.txt").write_text("ours")
    (tmp_path / "logo.svg").write_text(SVG)
    (tmp_path / "pages" / "en").mkdir(parents=True)
    (tmp_path / "pages" / "en" / ".DS_Store").write_bytes(b"x")
    path = tmp_path / "out.handbook-kit"
    path.write_bytes(build_kit(tmp_path))
    file = open_kit(path)
    assert sorted(file.members) == [KIT_FILE, "logo.svg"]
    assert (file.logo, file.pages, file.fingerprint) == ("logo.svg", (), "")
    assert file.data == build_kit(tmp_path) == open_kit(tmp_path).data


def test_a_folder_with_a_logo_of_another_kind_or_a_stray_page(tmp_path: Path) -> None:
    folder_kit(tmp_path, LEAST)
    (tmp_path / "Logo.jpg").write_bytes(b"x")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "ward.md").write_text("x")
    assert faults(tmp_path) == [
        ("clinic.unknown-member", "Logo.jpg", None),
        ("clinic.unknown-member", "pages/ward.md", None),
    ]


def test_a_folder_with_a_link_too_many_files_or_no_folder(tmp_path: Path) -> None:
    folder_kit(tmp_path, LEAST)
    (tmp_path / "secret").write_text("x")
    (tmp_path / "logo.png").symlink_to(tmp_path / "secret")
    assert refused(tmp_path) == "clinic.unsafe"
    (tmp_path / "logo.png").unlink()
    (tmp_path / "pages").mkdir()
    for number in range(501):
        (tmp_path / "pages" / f"{number}.md").touch()
    assert refused(tmp_path) == "clinic.too-large"
    with pytest.raises(InputError, match=r"clinic\.no-folder"):
        build_kit(tmp_path / "none")


def test_damage_anywhere_in_the_zip_is_said_plainly(tmp_path: Path) -> None:
    whole = zip_kit(tmp_path, **{KIT_FILE: GOOD}).read_bytes()
    path = tmp_path / "damaged.handbook-kit"
    codes = set()
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            assert read_kit(path) == read_kit(KIT)  # a byte that nothing depends on
        except InputError as error:
            codes.add(error.code)
    assert "clinic.damaged" in codes
    assert codes <= {"clinic.damaged", "clinic.no-kit-file", "clinic.unsafe", "clinic.too-large", "clinic.encrypted"}


def test_no_zip_and_an_encrypted_one(tmp_path: Path) -> None:
    path = tmp_path / "x.handbook-kit"
    path.write_bytes(b"not a zip")
    assert refused(path) == "clinic.damaged"
    data = bytearray(zip_kit(tmp_path, **{KIT_FILE: LEAST}).read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        local = archive.infolist()[0].header_offset
    data[local + 6] |= 1
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1
    path.write_bytes(data)
    assert refused(path) == "clinic.encrypted"


def test_a_method_that_needs_gigabytes_to_unpack(tmp_path: Path) -> None:
    path = tmp_path / "kit.handbook-kit"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(KIT_FILE, LEAST)
    assert refused(path) == "clinic.damaged"


def test_a_member_above_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "kit.handbook-kit"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(KIT_FILE, LEAST)
        archive.writestr("logo.png", os.urandom(4 * 2**20 + 1))
    assert refused(path) == "clinic.too-large"


def test_a_folder_that_the_system_does_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder_kit(tmp_path, LEAST)

    def refuse(self: Path) -> object:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert refused(tmp_path) == "file.unreadable"


def test_a_kit_with_a_logo_that_must_not_be_drawn(tmp_path: Path) -> None:
    assert faults(zip_kit(tmp_path, **{KIT_FILE: LEAST, "logo.svg": "<svg"})) == [
        ("clinic.logo-damaged", "logo.svg", None)
    ]
