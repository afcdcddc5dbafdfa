"""The clinic's kit in the window: looked at, used, verified, taken back; damaged and overdue ones."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from clinic.kits import GOOD, LOGO, kit, pages, png, public, signed, trusted
from handbook import clinic
from handbook.clinic.archive import pack
from handbook.domain import MachineError, Told
from handbook.ui import dialogs, sample
from handbook.ui.kit_in_use import kit_sentence
from handbook.ui.widgets.logo import LogoView

NEWER = GOOD.replace("2026.2", "2026.3").replace("5555 0120", "5555 0121")


@pytest.fixture
def choose(window, settled, monkeypatch, tmp_path):
    """Choose a file with this content on the page of the kit."""

    def go(data, which=None):
        which = which or window
        path = tmp_path / "from-usb.handbook-kit"
        path.write_bytes(data)
        monkeypatch.setattr(dialogs, "open_path", lambda *_: path)
        which.go("kit", "")
        which.page.choose_button.click()
        settled(which)

    return go


def shown(page, name):
    return [found.text() for found in page.findChildren(QLabel, name)]


def told(page):
    return "\n".join(found.text() for found in page.findChildren(QLabel) if not found.isHidden())


def corner(window):
    return window.heading.phone.accessibleName()


def test_a_kit_is_seen_before_it_is_used(window, settled, choose):
    window.context.bridge.do(lambda store: store.set_number("phone_24h", Told("000-1", by="女儿")))
    settled()
    choose(kit())
    page = window.page
    assert shown(page, "old.phone_24h") == ["000-1"]
    assert shown(page, "new.phone_24h") == ["021-5555 0120"]
    assert shown(page, "old.near_days") == ["未设定"]
    assert "没有签名" in told(page)
    assert "000-1" in corner(window)
    assert clinic.installed_kit(window.context.data_dir) is None
    page.accept_button.click()
    settled()
    assert "021-5555 0120" in corner(window)
    assert window.context.kit is not None
    assert "示例医院血液科" in window.foot.text
    assert window.context.state.numbers["phone_24h"].value == "000-1"  # what the family wrote stays theirs


def test_it_is_there_after_a_restart(window, open_window, settled, choose):
    choose(kit())
    window.page.accept_button.click()
    settled()
    window.close()
    again = open_window(window.context.data_dir)
    assert "021-5555 0120" in corner(again)
    assert again.foot.isHidden()


def test_one_that_was_not_taken_leaves_nothing(window, settled, choose):
    choose(kit())
    window.page.reject_button.click()
    settled()
    assert window.context.kit is None
    assert not (window.context.data_dir / clinic.INSTALLED).exists()
    assert "还没有医院资料包" in told(window.page)


def test_going_back_in_the_dialog_changes_nothing(window, monkeypatch):
    window.go("kit", "")
    monkeypatch.setattr(dialogs, "open_path", lambda *_: None)
    window.page.choose_button.click()
    assert not window.page.busy


def test_an_update_shows_what_changes_and_can_be_taken_back(window, settled, choose):
    choose(kit())
    window.page.accept_button.click()
    settled()
    choose(kit(NEWER.replace("near_days = 28\n", "")))
    assert shown(window.page, "old.phone_24h") == ["021-5555 0120"]
    assert shown(window.page, "new.phone_24h") == ["021-5555 0121"]
    assert shown(window.page, "new.near_days") == ["未设定"]
    assert shown(window.page, "new.company_days") == []  # unchanged
    window.page.accept_button.click()
    settled()
    assert "0121" in corner(window)
    window.page.back_button.click()
    settled()
    assert "0120" in corner(window)
    assert "2026.2" in window.foot.text
    window.page.remove_button.click()
    settled()
    assert window.context.kit is None
    assert "还没有填" in corner(window)
    window.page.back_button.click()
    settled()
    assert "0120" in corner(window)


def test_the_candidate_survives_a_change_of_language_and_size(window, settled, choose):
    choose(kit())
    window.context.keep(language="en", scale=200)
    settled()
    assert window.page.candidate is not None
    assert "Not signed" in told(window.page)
    assert shown(window.page, "new.near_days") == ["at least 28 days"]


def test_the_signer_is_verified_on_the_phone(window, settled, choose):
    book = window.context.book
    choose(signed())
    page = window.page
    assert shown(page, "fingerprint")[0].split() == clinic.fingerprint(public()).split()
    page.accept_button.click()
    settled()
    assert not window.context.kit.approves(book.version)
    window.page.findChild(QPushButton, "trust").click()
    settled()
    assert window.context.kit.approves(book.version)
    assert "示例医院血液科" in window.foot.text
    (key,) = clinic.trusted_keys(window.context.data_dir)
    assert (key.public_key, key.since) == (public(), sample.NOW.date())
    window.go("handbook", "crs")
    settled()
    assert "由 示例医生 审核" in told(window.page)
    window.go("kit", "")
    window.page.findChild(QPushButton, "trust").click()
    settled()
    assert not window.context.kit.approves(book.version)
    assert clinic.trusted_keys(window.context.data_dir) == ()


def test_a_candidate_can_be_verified_before_it_is_used(window, settled, choose):
    choose(signed())
    window.page.findChild(QPushButton, "trust").click()
    settled()
    assert "签名人已核实" in told(window.page)
    assert window.context.kit is None
    window.page.accept_button.click()
    settled()
    assert window.context.kit.approves(window.context.book.version)


@pytest.mark.parametrize("data", [kit(NEWER), signed(NEWER, 1)], ids=["unsigned", "another signer"])
def test_an_update_by_somebody_else_is_pointed_out(window, settled, choose, data):
    clinic.trust(window.context.data_dir, trusted())
    window.context.load_kit()
    choose(signed())
    window.page.accept_button.click()
    settled()
    choose(data)
    assert "不是同一个人签的" in told(window.page)
    window.page.reject_button.click()
    choose(signed(NEWER))
    assert "不是同一个人签的" not in told(window.page)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x", "损坏"),
        (signed()[:-1], "损坏"),
        (kit("format = 2"), "更新的程序"),
        (kit(GOOD.replace("021-5555 0120", "call us") + "\n[colour]\n"), "colours"),
        (kit(**{"pages/zh-Hans/a.md": b"x"}), "pages/zh-Hans/a.md"),
    ],
    ids=["no kit", "damaged", "newer", "faults", "pages"],
)
def test_what_is_wrong_stands_beside_the_button(window, choose, data, words):
    choose(data)
    assert words in "\n".join(shown(window.page, "faults"))
    assert window.page.candidate is None
    assert window.context.kit is None


def test_a_forged_kit_is_refused(window, choose):
    members = dict(clinic.kit_from_bytes(signed(), where="kit").members)
    members[clinic.KIT_FILE] = members[clinic.KIT_FILE].replace(b"5555 0120", b"5555 0666")
    choose(pack(members))
    assert "被人改过" in "\n".join(shown(window.page, "faults"))


def test_a_damaged_kit_is_told_in_the_foot_and_left_out(window, open_window, settled, choose):
    folder = window.context.data_dir
    choose(kit())
    window.page.accept_button.click()
    settled()
    choose(kit(NEWER))
    window.page.accept_button.click()
    settled()
    window.close()
    path = folder / clinic.INSTALLED
    path.write_bytes(path.read_bytes()[:-5])
    again = open_window(folder)
    assert "损坏" in again.foot.text
    assert again.context.kit is None
    assert "还没有填" in corner(again)
    again.go("kit", "")
    assert "损坏" in told(again.page)
    again.page.back_button.click()
    settled(again)
    assert "0120" in corner(again)


def test_the_phone_of_an_overdue_kit_stays_with_a_notice(window, settled, choose):
    choose(kit(GOOD.replace("2027-06-30", "2026-11-07")))
    assert "过了应当核对的日子" in told(window.page)
    window.page.accept_button.click()
    settled()
    assert "0120" in corner(window)
    window.go("call", "")
    settled()
    assert "0120" in told(window.page)
    assert "医院数据应在 2026-11-07 前复核" in told(window.page)
    assert "医院数据未签名" in told(window.page)


def test_a_damaged_list_of_keys_trusts_nobody(window, open_window, settled, choose):
    folder = window.context.data_dir
    choose(signed())
    window.page.findChild(QPushButton, "trust").click()
    settled()
    window.page.accept_button.click()
    settled()
    window.close()
    (folder / clinic.TRUSTED_KEYS).write_bytes(b"?")
    again = open_window(folder)
    assert "谁的签名都不信任" in again.foot.text
    assert not again.context.kit.approves(again.context.book.version)
    assert "0120" in corner(again)
    again.go("kit", "")
    again.page.findChild(QPushButton, "trust").click()
    settled(again)
    assert "谁的签名都不信任" in "\n".join(shown(again.page, "faults"))


def test_a_full_disk_is_told_and_nothing_changes(window, settled, choose, monkeypatch):
    def full(path, data, **_):
        raise MachineError("file.no-space", where=str(path))

    choose(kit())
    monkeypatch.setattr("handbook.clinic.installed.write_whole", full)
    window.page.accept_button.click()
    settled()
    assert "磁盘满了" in "\n".join(shown(window.page, "faults"))
    assert window.page.candidate is not None
    assert window.context.kit is None


def test_the_team_page_says_field_by_field_what_the_kit_holds(window, settled, choose):
    choose(kit(GOOD.replace("near_days = 28\n", "")))
    window.page.accept_button.click()
    settled()
    window.go("team", "")
    page = window.page
    assert "021-5555 0120" in page._inputs["phone_24h", "value"].accessibleDescription()
    assert "资料包" not in page._inputs["near_days", "value"].accessibleDescription()
    assert "2026.2" in told(page)


@pytest.mark.parametrize("place", ["team", "settings"])
def test_the_ways_there_and_back(window, settled, place):
    window.go(place, "")
    assert kit_sentence(window.context) in told(window.page)
    press = next(b for b in window.page.findChildren(QPushButton) if b.text() == "打开医院资料包")
    press.click()
    assert window.place == "kit"
    next(b for b in window.page.findChildren(QPushButton) if b.text() == "回到设置").click()
    assert window.place == "settings"


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_nothing_is_cut_off_in_a_narrow_window_with_large_text(window, settled, choose, language):
    choose(kit())
    window.page.accept_button.click()
    settled()
    choose(signed(NEWER.replace("示例医院血液科", "示例市附属第一人民医院血液科移植与细胞治疗中心")))
    window.context.keep(language=language, scale=200)
    window.resize(1024, 768)
    settled()
    page = window.page
    assert page.content.width() <= page.viewport().width()
    page.accept_button.click()
    settled()
    assert window.page.content.width() <= window.page.viewport().width()


OVERDUE = GOOD.replace("2027-06-30", "2026-11-07")
OWN = pages("进门先**洗手**。有事打{clinic:phone_24h}。\n", "Wash your hands. Call {clinic:phone_24h}.\n", by="王医生")


def install(window, data, *, known=False):
    """Use this kit, as if it had been there at the start."""
    folder = window.context.data_dir
    if known:
        clinic.trust(folder, trusted())
    clinic.install_kit(folder, clinic.kit_from_bytes(data, where=""))
    window.context.load_kit()
    window.context.looks_changed.emit()


@pytest.mark.parametrize("files", [{"logo.svg": LOGO}, {"logo.png": png(480, 160)}], ids=["svg", "png"])
def test_the_logo_stands_on_white_in_every_theme(window, settled, choose, files):
    choose(kit(**files))
    for theme, scale in (("day", 100), ("night", 200)):
        window.context.keep(theme=theme, scale=scale)
        settled()
        view = window.page.findChild(LogoView)
        assert view.accessibleName() == "示例医院血液科的标志"
        image = view.grab().toImage()
        colours = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
        assert {"#ffffff", "#0c5458"} <= colours
        assert image.pixelColor(1, 1).name() == "#ffffff"
        assert 2.5 < view.width() / view.height() < 3.2
    window.page.reject_button.click()
    assert window.page.findChild(LogoView) is None or not window.page.findChild(LogoView).isVisible()


def test_the_clinics_own_pages_are_a_chapter_of_the_book(window, settled, write):
    install(window, signed(**OWN), known=True)
    window.go("kit", "")
    settled()
    window.page.pages_button.click()
    settled()
    assert (window.place, window.page.opened) == ("handbook", "our-ward")
    page = window.page
    titles = [page.contents.item(row).text() for row in range(page.contents.count())]
    at = titles.index("示例医院血液科：本院自己的页")
    assert titles[at + 1 : at + 3] == ["我们病区", "使用说明"]  # the book ends with them; the manual is none of it
    assert "这一页是「示例医院血液科」自己写的" in told(page)
    assert "由 王医生 审核" in told(page)
    assert "021-5555 0120" in "".join(part.toPlainText() for part in page.reader.parts if hasattr(part, "toPlainText"))
    write(page.search, "洗手")
    settled()
    assert "我们病区" in [hit.title for hit in window.context.book.search("洗手")]
    window.page.search.clear()
    clinic.remove_kit(window.context.data_dir)
    window.context.load_kit()
    window.context.looks_changed.emit()
    settled()
    assert window.context.book.own is None
    assert window.page.opened != "our-ward"  # the page that was open is gone, and the book opens all the same


def test_pages_that_nobody_signed_say_so(window, settled):
    install(window, kit(**OWN))
    window.go("handbook", "our-ward")
    settled()
    titles = [window.page.contents.item(row).text() for row in range(window.page.contents.count())]
    assert "示例医院血液科：本院自己的页（没有签名）" in titles
    assert "尚未经医生审核" in told(window.page)
    assert "医院数据未签名" in told(window.page)
    assert "王医生" not in told(window.page)


def test_a_page_that_cannot_be_read_is_left_out_and_said_so(window, settled):
    install(window, kit(**{**OWN, "pages/zh-Hans/our-ward.md": b"x"}))
    window.go("kit", "")
    settled()
    assert "pages/zh-Hans/our-ward.md:1" in "\n".join(shown(window.page, "faults"))
    assert "没有放进手册" in told(window.page)
    window.context.keep(language="en")
    settled()
    assert window.page.pages_button.text() == "Read the clinic's own pages (1)"


@pytest.mark.parametrize(
    ("data", "known", "words"),
    [
        (signed(), True, "由 示例医生 审核。"),
        (signed(), False, "尚未经医生审核。"),
        (kit(), False, "尚未经医生审核。"),
        (signed(OVERDUE), True, "示例医生 的审核和医院数据应在 2026-11-07 前复核。"),
    ],
    ids=["trusted", "unknown", "unsigned", "overdue"],
)
def test_every_place_says_the_same_of_the_approval(window, settled, data, known, words):
    install(window, data, known=known)
    for place, detail in (("settings", ""), ("handbook", "crs"), ("kit", "")):
        window.go(place, detail)
        settled()
        text = told(window.page)
        assert words.removesuffix("。") in text
        assert ("由 示例医生 审核" in text) == words.startswith("由")
    window.go("settings", "")
    assert f"不联网。{words}不能代替治疗团队。" in told(window.page)
