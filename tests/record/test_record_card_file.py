"""card.toml: always what the record says, and never in the way of the record."""

import errno
import tomllib
from datetime import date
from pathlib import Path

import apsw
import pytest

from handbook.domain import InputError, MachineError, Told
from record.record_helpers import do, open_record


def words(folder) -> dict:
    return tomllib.loads((folder / "card.toml").read_text(encoding="utf-8"))


def test_it_follows_every_change_also_undo_and_redo(tmp_path):
    with open_record(tmp_path) as record:
        assert words(tmp_path) == {"format": 1}
        for key, value in (
            ("name", "张𫖯"), ("product", "瑞基奥仑赛"), ("hospital", "某医院"), ("phone_24h", "010-88"),
            ("caregiver_phone", "139"), ("infusion_date", "2026-11-05"), ("allergies", "青霉素"),
        ):  # fmt: skip
            do(record, lambda s, k=key, v=value: s.set_person(k, v))
        full = {
            "format": 1, "name": "张𫖯", "product": "瑞基奥仑赛", "hospital": "某医院", "phone_24h": "010-88",
            "caregiver_phone": "139", "infusion_date": date(2026, 11, 5),
        }  # fmt: skip
        assert words(tmp_path) == full
        do(record, lambda s: s.set_date("infusion", None))
        assert "infusion_date" not in words(tmp_path)
        do(record, lambda s: s.undo())
        assert words(tmp_path) == full
        do(record, lambda s: s.redo())
        assert "infusion_date" not in words(tmp_path)


def test_our_teams_numbers_fill_blanks(tmp_path):
    with open_record(tmp_path) as record:
        do(record, lambda s: s.set_number("phone_24h", Told("120-1")))
        do(record, lambda s: s.set_number("name", Told("某中心")))
        assert words(tmp_path) == {"format": 1, "hospital": "某中心", "phone_24h": "120-1"}
        do(record, lambda s: s.set_person("phone_24h", "120-2"))
        assert words(tmp_path)["phone_24h"] == "120-2"


def test_it_is_written_only_when_its_words_change(tmp_path):
    with open_record(tmp_path) as record:
        do(record, lambda s: s.set_person("name", "张三"))
        first = (tmp_path / "card.toml").stat()
        do(record, lambda s: s.set_person("allergies", "青霉素"))
    with open_record(tmp_path):
        assert (tmp_path / "card.toml").stat() == first


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"name = 'old'"])
def test_it_is_put_right_when_the_record_is_opened(tmp_path, content):
    with open_record(tmp_path) as record:
        do(record, lambda s: s.set_person("name", "张三"))
    if content is None:
        (tmp_path / "card.toml").unlink()
    else:
        (tmp_path / "card.toml").write_bytes(content)
    with open_record(tmp_path):
        assert words(tmp_path) == {"format": 1, "name": "张三"}


def test_its_failure_is_told_apart_and_tried_again(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "full")

    with open_record(tmp_path) as record:
        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", refuse)
            assert do(record, lambda s: s.set_person("name", "张三")).number == 1
        assert isinstance(record.card_fault, MachineError)
        assert do(record, lambda s: s.person()) == {"name": "张三"}
        do(record, lambda s: s.set_prepared("x", True))
        assert record.card_fault is None
        assert words(tmp_path) == {"format": 1, "name": "张三"}


def test_a_record_that_cannot_be_read_for_it(tmp_path, monkeypatch):
    def refuse(*_):
        raise apsw.IOError

    with open_record(tmp_path) as record:
        with monkeypatch.context() as patched:
            patched.setattr("handbook.record.card_file._content", refuse)
            assert do(record, lambda s: s.set_person("name", "张三")).number == 1
        assert record.card_fault.code == "record.io"


def test_a_card_file_that_cannot_be_read_is_left(tmp_path):
    (tmp_path / "card.toml").mkdir(parents=True)
    with open_record(tmp_path) as record:
        assert isinstance(record.card_fault, InputError)
        assert do(record, lambda s: s.set_person("name", "张三")).number == 1
