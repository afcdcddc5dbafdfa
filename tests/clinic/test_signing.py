"""Signatures: whoever changes a byte is found out; keys, fingerprints, and whom this computer trusts."""

from __future__ import annotations

import io
import zipfile
from base64 import b64decode, b64encode
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from hypothesis import given
from hypothesis import strategies as st

from clinic.kits import GOOD, key, kit, public, signed, trusted
from handbook.clinic import (
    KIT_FILE,
    TRUSTED_KEYS,
    distrust,
    fingerprint,
    is_locked,
    kit_from_bytes,
    load_key,
    new_key,
    open_kit,
    same_fingerprint,
    sign_kit,
    signed_bytes,
    trust,
    trusted_keys,
)
from handbook.clinic.archive import pack
from handbook.clinic.signing import SIGNATURE, sign
from handbook.domain import InputError, MachineError, Signature

REFUSED = {
    "clinic.damaged", "clinic.forged", "clinic.unsafe", "clinic.too-large", "clinic.encrypted", "clinic.no-kit-file",
    "clinic.member-twice",
}  # fmt: skip
SIGNED = signed()


def refused(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        kit_from_bytes(data, where="kit", trusted=[trusted()])
    return caught.value.code


def test_the_states_of_a_sound_kit() -> None:
    for data, keys, state in (
        (kit(), [trusted()], Signature.NONE),
        (SIGNED, [], Signature.UNKNOWN),
        (SIGNED, [trusted(1)], Signature.UNKNOWN),
        (SIGNED, [trusted(1), trusted()], Signature.TRUSTED),
    ):
        file = kit_from_bytes(data, where="kit", trusted=keys)
        assert file.kit.signature is state
        assert file.kit.approves("2026.1") == (state is Signature.TRUSTED)
        assert file.fingerprint == ("" if state is Signature.NONE else fingerprint(public()))


def test_the_bytes_that_are_signed_are_those_of_sha256sum() -> None:
    members = {"b": b"2", "a": b"1", SIGNATURE: b"x"}
    one, two = sha256(b"1").hexdigest(), sha256(b"2").hexdigest()
    assert signed_bytes(members) == f"{one}  a\n{two}  b\n".encode()


def test_anybody_can_verify_with_the_two_lines_alone() -> None:
    with zipfile.ZipFile(io.BytesIO(SIGNED)) as archive:
        lines = archive.read(SIGNATURE).decode().splitlines()
        text = archive.read(KIT_FILE)
    values = dict(line.split(" = ") for line in lines)
    assert values["public_key"] == f'"{b64encode(public()).decode()}"'
    signature = b64decode(values["signature"])
    list_of_sums = f"{sha256(text).hexdigest()}  {KIT_FILE}\n".encode()
    Ed25519PublicKey.from_public_bytes(public()).verify(signature, list_of_sums)


@given(st.integers(0, len(SIGNED) - 1), st.integers(1, 255))
def test_any_flipped_byte_is_damage_or_forgery(place: int, flip: int) -> None:
    assert refused(SIGNED[:place] + bytes([SIGNED[place] ^ flip]) + SIGNED[place + 1 :]) in REFUSED


def test_every_bit_counts() -> None:
    small = signed('format = 1\nname = "a"\nversion = "1"\nreview_by = 2027-06-30\nphone_24h = "120"\n')
    codes = {
        refused(small[:place] + bytes([small[place] ^ 1 << bit]) + small[place + 1 :])
        for place in range(len(small))
        for bit in range(8)
    }
    assert "clinic.damaged" in codes
    assert codes <= REFUSED


@given(st.integers(0, len(SIGNED) - 1))
def test_a_kit_that_ends_early_is_damaged(length: int) -> None:
    assert refused(SIGNED[:length]) in REFUSED


@pytest.mark.parametrize("more", [b"x", b"PK", SIGNED])
def test_nothing_may_stand_before_or_behind(more: bytes) -> None:
    assert refused(SIGNED + more) in REFUSED
    assert refused(more + SIGNED) in REFUSED


def members(data: bytes = SIGNED) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_changed_number_is_a_forgery_however_well_it_is_packed() -> None:
    changed = members()
    changed[KIT_FILE] = changed[KIT_FILE].replace(b"021-5555 0120", b"021-5555 0121")
    assert refused(pack(changed)) == "clinic.forged"


@pytest.mark.parametrize("name", ["pages/en/ward.md", "logo.svg", "logo.png"])
def test_a_member_that_was_added_or_taken_away_is_a_forgery(name: str) -> None:
    assert refused(pack({**members(), name: b"x"})) == "clinic.forged"
    with_page = sign({KIT_FILE: GOOD.encode(), name: b"x"}, key())
    del with_page[name]
    assert refused(pack(with_page)) == "clinic.forged"


def test_the_signature_of_another_kit_and_the_key_of_another_person() -> None:
    other = members(signed(GOOD.replace("2026.2", "2026.3")))
    assert refused(pack({**members(), SIGNATURE: other[SIGNATURE]})) == "clinic.forged"
    swapped = members()[SIGNATURE].replace(b64encode(public()), b64encode(public(1)))
    assert refused(pack({**members(), SIGNATURE: swapped})) == "clinic.forged"


@pytest.mark.parametrize(
    "text",
    [
        b"", b"public_key = 1", b"\xff", b'public_key = "AA=="\nsignature = "AA=="\n',
        b'public_key = "%s"\nsignature = "!"\n' % (b"A" * 44), b"x = " + b"[" * 20_000,
        members()[SIGNATURE] + b"# more\n", members()[SIGNATURE].replace(b" = ", b"="),
    ],
)  # fmt: skip
def test_a_signature_in_another_form_is_damage(text: bytes) -> None:
    assert refused(pack({**members(), SIGNATURE: text})) == "clinic.damaged"


def test_a_signed_kit_in_another_zip_is_damage() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members().items():
            archive.writestr(name, content)
    assert refused(packed.getvalue()) == "clinic.damaged"


def test_signing_a_file_again_replaces_the_signature(tmp_path: Path) -> None:
    path = tmp_path / "a.handbook-kit"
    path.write_bytes(kit())
    path.write_bytes(sign_kit(path, key()))
    assert path.read_bytes() == SIGNED
    path.write_bytes(sign_kit(path, key(1)))
    assert open_kit(path, trusted=[trusted(1)]).kit.signature is Signature.TRUSTED


def test_a_folder_never_counts_as_signed(tmp_path: Path) -> None:
    for name, content in members().items():
        (tmp_path / name).write_bytes(content)
    assert open_kit(tmp_path, trusted=[trusted()]).kit.signature is Signature.NONE


def test_the_zip_is_the_same_on_every_machine() -> None:
    """A signed kit must be this very zip, so another Python must not write another."""
    assert sha256(pack({"b": b"2", "a": b"1"})).hexdigest() == (
        "abba080c92582d63232654caf7e671fcc0b40992dd809e155abd224886238e9c"
    )


def test_fingerprints_can_be_read_out() -> None:
    shown = fingerprint(public())
    groups = shown.split(" ")
    assert (len(groups), {len(group) for group in groups}, shown.replace(" ", "").isdecimal()) == (8, {4}, True)
    assert int(shown.replace(" ", "")) == int.from_bytes(sha256(public()).digest(), "big") % 10**32
    for heard in (shown, shown.replace(" ", ""), shown.replace(" ", "-"), f" {shown}\n"):
        assert same_fingerprint(heard, public())
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isdecimal() else char for char in shown)
    assert same_fingerprint(wide, public())
    for heard in ("", "0", shown[:-1], shown + "0", fingerprint(public(1))):
        assert not same_fingerprint(heard, public())


def test_keys_with_and_without_a_passphrase() -> None:
    pem, public_key = new_key()
    assert not is_locked(pem)
    assert load_key(pem, where="k").public_key().public_bytes_raw() == public_key
    assert load_key(pem, "not needed", where="k").public_key().public_bytes_raw() == public_key
    locked, public_key = new_key("十二 words")
    assert is_locked(locked)
    assert load_key(locked, "十二 words", where="k").public_key().public_bytes_raw() == public_key
    for given_, code in (("", "clinic.key-locked"), ("other", "clinic.key-passphrase")):
        with pytest.raises(InputError) as caught:
            load_key(locked, given_, where="k")
        assert caught.value.code == code


def test_what_is_no_signing_key() -> None:
    other = generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for pem in (b"", b"-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n", other):
        with pytest.raises(InputError, match=r"clinic\.not-a-key"):
            load_key(pem, where="k")


def test_whom_to_trust_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert trusted_keys(folder) == ()
    trust(folder, trusted())
    trust(folder, trusted(1, name='另一家 "医院"'))
    assert trusted_keys(folder) == (trusted(), trusted(1, name='另一家 "医院"'))
    trust(folder, trusted(name="新名字"))
    assert [known.name for known in trusted_keys(folder)] == ['另一家 "医院"', "新名字"]
    distrust(folder, public())
    assert [known.public_key for known in trusted_keys(folder)] == [public(1)]
    distrust(folder, public(1))
    assert trusted_keys(folder) == ()
    assert trusted().since == date(2026, 11, 1)


@pytest.mark.parametrize(
    "text",
    [
        b"\xff", b"key = 1", b"[[key]]\nname = 'a'", b"[[key]]\nname = 'a'\npublic_key = 'AAAA'\nsince = 2026-01-01",
        b"[[key]]\nname = 'a'\npublic_key = '!'\nsince = 2026-01-01", b"other = 1", b"key = [",
    ],
)  # fmt: skip
def test_a_damaged_list_trusts_nobody_and_is_not_overwritten(tmp_path: Path, text: bytes) -> None:
    (tmp_path / TRUSTED_KEYS).write_bytes(text)
    for use in (lambda: trusted_keys(tmp_path), lambda: trust(tmp_path, trusted()), lambda: distrust(tmp_path, b"")):
        with pytest.raises(InputError, match=r"clinic\.trusted-keys"):
            use()
    assert (tmp_path / TRUSTED_KEYS).read_bytes() == text


def test_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError):
        trust(tmp_path / "file" / "data", trusted())
