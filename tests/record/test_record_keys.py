"""key.toml: a wrong word, a damaged file, another program's file and a newer one are told apart."""

import os
import random
import string
import tomllib
from hashlib import sha256

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from handbook.domain import HandbookError, InputError
from handbook.record import keys
from record.record_helpers import START

FULL = os.environ.get("HANDBOOK_FAULTS") == "full"
KEY = bytes(range(32))
CODE = "05TQ-RC7Y-F9VD-6ABC-9QP9-7851-PX87"
WORDS = "窗台上的猫 2026"


@pytest.fixture(scope="module")
def envelope():
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keys, "COST", keys.Cost(8, 1, 1))
        return keys.Envelope.seal(KEY, WORDS, CODE, START)


def refused(work) -> InputError:
    with pytest.raises(InputError) as caught:
        work()
    return caught.value


def test_it_is_read_as_it_was_written(envelope):
    data = envelope.to_bytes()
    assert keys.Envelope.from_bytes(data) == envelope
    assert KEY not in data
    assert KEY.hex().encode() not in data
    assert envelope.check == keys.check_of(KEY)


def test_the_default_cost_is_what_the_design_says(monkeypatch):
    monkeypatch.undo()
    assert keys.Cost(65536, 3, 4) == keys.COST
    assert keys.Envelope.seal(KEY, WORDS, CODE, START).open(WORDS) == KEY


@pytest.mark.parametrize(
    "secret",
    [
        WORDS, "窗台上的猫\u30002026", "窗台上的猫 ２０２６", CODE, CODE.lower(), CODE.replace("-", ""),
        CODE.replace("-", " "), f" {CODE}\n", CODE.replace("-", "—"), CODE.replace("0", "o").replace("1", "l"),
        CODE.replace("1", "I"),
    ],
)  # fmt: skip
def test_it_opens_as_people_type(envelope, secret):
    assert envelope.open(secret) == KEY


@pytest.mark.parametrize(
    "secret", ["", "x", WORDS[:-1], WORDS + " ", "\ud800", CODE[:-1], "3HRZ-9RKR-8PJX-ZTDR-T1A7-SZEZ"]
)
def test_a_wrong_word_is_told_with_the_day_it_was_set(envelope, secret):
    error = refused(lambda: envelope.open(secret))
    assert (error.code, error.params) == ("record.wrong-passphrase", {"set_on": START.date()})


def test_a_mistyped_code_is_told_as_one(envelope):
    wrong = CODE[:-1] + ("X" if CODE[-1] != "X" else "Y")
    assert refused(lambda: envelope.open(wrong)).code == "record.wrong-code"
    assert refused(lambda: envelope.open(keys.new_recovery_code())).code == "record.wrong-code"


def test_a_passphrase_that_looks_like_a_code_is_one(envelope):
    looks = "abcd " * 7
    assert keys.read_recovery_code(looks) is None
    assert envelope.with_passphrase(KEY, looks, START).open(looks) == KEY


def test_changing_the_passphrase_keeps_the_code_and_the_other_way_round(envelope):
    changed = envelope.with_passphrase(KEY, "new", START)
    assert changed.open("new") == changed.open(CODE) == KEY
    assert refused(lambda: changed.open(WORDS)).code == "record.wrong-passphrase"
    other = keys.new_recovery_code()
    changed = envelope.with_code(KEY, other)
    assert changed.open(WORDS) == changed.open(other) == KEY
    assert refused(lambda: changed.open(CODE)).code == "record.wrong-code"


def test_what_cannot_be_sealed(envelope):
    assert refused(lambda: keys.Envelope.seal(KEY, " \n", CODE, START)).code == "record.empty-passphrase"
    assert refused(lambda: keys.Envelope.seal(KEY, "x", "y", START)).code == "record.wrong-code"
    assert refused(lambda: envelope.with_code(KEY, "y")).code == "record.wrong-code"


@given(st.binary(min_size=16, max_size=16))
@settings(max_examples=300 if not FULL else 100_000, deadline=None)
def test_every_code_is_read_back(bits):
    code = keys._written(bits)
    assert len(code) == 34
    assert keys.read_recovery_code(code) == bits


def test_nearly_every_mistyped_letter_is_seen():
    chance = random.Random(3)
    seen = 0
    for _ in range(4000):
        code = list(keys.new_recovery_code().replace("-", ""))
        at = chance.randrange(len(code))
        code[at] = chance.choice([letter for letter in keys._LETTERS if letter != code[at]])
        seen += keys.read_recovery_code("".join(code)) is None
    assert seen >= 3985


def damaged(data) -> str:
    return refused(lambda: keys.Envelope.from_bytes(data, where="key.toml")).code


def seen(data, envelope) -> str:
    """The fault, or "" where nothing that matters has changed: a letter of another case, a line end."""
    try:
        return "" if keys.Envelope.from_bytes(data) == envelope else "read wrongly"
    except InputError as error:
        return error.code


def test_every_flipped_bit_and_every_cut_is_seen(envelope):
    data = envelope.to_bytes()
    for at in range(len(data)):
        for bit in range(8) if FULL else (at % 8,):
            changed = bytearray(data)
            changed[at] ^= 1 << bit
            assert seen(bytes(changed), envelope) in {"", "record.key-damaged", "record.key-foreign"}
        if data[at:].strip():
            assert damaged(data[:at]) == "record.key-damaged"
    assert damaged(bytes(len(data))) == "record.key-damaged"


def signed(**changes) -> bytes:
    lines = {"format": 1, "kdf": "argon2id", **changes}
    lines = {key: value for key, value in lines.items() if value is not None}
    return tomli_w.dumps({**lines, "sum": keys._sum(lines)}).encode()


def test_another_programs_file_and_a_newer_one():
    assert damaged(b"[tool]\nname = 'x'\n") == "record.key-foreign"
    assert damaged(b"PK\x03\x04" + bytes(100)) == "record.key-damaged"
    assert damaged(b"\xff" * 60) == "record.key-damaged"
    assert damaged(b"a" + b".a" * 4000 + b" = 1") == "record.key-damaged"
    assert damaged(b"x = " + b"[" * 5000) == "record.key-damaged"
    assert damaged(signed(format=2)) == "record.key-newer"
    assert damaged(signed(kdf="scrypt")) == "record.key-newer"
    assert damaged(signed()) == "record.key-damaged"


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": 1 << 40}, {"memory_kib": 7}, {"passes": 0}, {"passes": 10_000}, {"lanes": 0}, {"lanes": 1000},
        {"passes": "x"}, {"salt": "00"}, {"salt": 7}, {"check": "xy"}, {"set_at": "yesterday"}, {"code_key": None},
    ],
)  # fmt: skip
def test_a_file_made_by_hand_keeps_no_machine_busy(envelope, change):
    lines = tomllib.loads(envelope.to_bytes().decode())
    lines.pop("sum")
    assert damaged(signed(**{**lines, **change})) == "record.key-damaged"


@given(st.one_of(st.binary(max_size=600), st.text(alphabet=string.printable, max_size=300).map(str.encode)))
@settings(max_examples=300 if not FULL else 100_000, deadline=None)
def test_any_bytes_are_refused_in_a_sentence(data):
    with pytest.raises(HandbookError):
        keys.Envelope.from_bytes(data)


def test_the_file_itself(tmp_path, envelope):
    path = tmp_path / "key.toml"
    assert refused(lambda: keys.read_key_file(path)).code == "record.key-lost"
    path.mkdir()
    assert refused(lambda: keys.read_key_file(path)).code == "file.unreadable"
    path.rmdir()
    path.write_bytes(b"#" * 20_000)
    assert refused(lambda: keys.read_key_file(path)).code == "record.key-foreign"
    path.write_bytes(envelope.to_bytes())
    assert keys.read_key_file(path) == envelope


def test_two_keys_have_two_names(envelope):
    assert keys.check_of(KEY) != keys.check_of(sha256(KEY).digest())
    assert replace(envelope, salt=bytes(16)) != envelope
    assert keys.new_data_key() != keys.new_data_key()
