"""What is kept of a picture file: its pixels, upright and small, and nothing else."""

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from handbook.domain import InputError
from handbook.ui import pictures

PLACE = b"31.2304N 121.4737E"


def drawn(width, height, colour="#336699"):
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    return image


def jpeg_with_exif(image, orientation):
    """A JPEG as a phone writes it: turned by its EXIF part, which also says where it was taken."""
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(out, "JPEG")
    data = bytes(out.data().data())
    text = PLACE + b"\0"
    entries = b"".join(
        tag.to_bytes(2, "big") + kind.to_bytes(2, "big") + count.to_bytes(4, "big") + value
        for tag, kind, count, value in (
            (0x010E, 2, len(text), (38).to_bytes(4, "big")),
            (0x0112, 3, 1, orientation.to_bytes(2, "big") + b"\0\0"),
        )
    )
    tiff = b"MM\0*\0\0\0\x08" + (2).to_bytes(2, "big") + entries + b"\0\0\0\0" + text
    part = b"Exif\0\0" + tiff
    return data[:2] + b"\xff\xe1" + (len(part) + 2).to_bytes(2, "big") + part + data[2:]


def test_a_phones_photo_is_turned_made_small_and_says_no_longer_where_it_was_taken(qapp, tmp_path):
    image = drawn(2400, 1200, "white")
    for x in range(200):
        for y in range(200):
            image.setPixelColor(x, y, QColor("black"))  # the top left corner
    path = tmp_path / "phone.jpg"
    path.write_bytes(jpeg_with_exif(image, 6))
    assert PLACE in path.read_bytes()
    kept = pictures.clean_photo(path)
    assert kept.startswith(b"\xff\xd8\xff")
    assert PLACE not in kept
    assert b"Exif" not in kept
    shown = pictures.picture(kept)
    assert (shown.width(), shown.height()) == (800, 1600)
    assert shown.pixelColor(780, 20).lightness() < 60  # turned to the right
    assert shown.pixelColor(20, 20).lightness() > 200


def test_words_inside_a_png_do_not_come_along_and_clear_becomes_white(qapp, tmp_path):
    image = drawn(30, 20, "#00000000")
    image.setText("Comment", PLACE.decode())
    path = tmp_path / "box.bin"  # the name says nothing
    image.save(str(path), "PNG")
    assert PLACE in path.read_bytes()
    kept = pictures.clean_photo(path)
    assert PLACE not in kept
    shown = pictures.picture(kept)
    assert (shown.width(), shown.height()) == (30, 20)
    assert shown.pixelColor(5, 5).lightness() > 250


def test_a_very_large_picture_is_read_small(qapp, tmp_path):
    path = tmp_path / "wide.bmp"
    drawn(4000, 10).save(str(path))
    shown = pictures.picture(pictures.clean_photo(path))
    assert (shown.width(), shown.height()) == (1600, 4)


@pytest.mark.parametrize("data", [b"", b"no picture", b"GIF89a broken", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_refused(qapp, tmp_path, data):
    path = tmp_path / "x.jpg"
    path.write_bytes(data)
    with pytest.raises(InputError) as told:
        pictures.clean_photo(path)
    assert told.value.code == "photo.unreadable"
