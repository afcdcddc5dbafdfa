"""What was measured on the printer proof, and what puts the printer right."""

import math

import pytest

from handbook.domain import BAR_RANGE, CROSS_RANGE, Correction, InputError, Measured, PrinterSides, read_length

A4 = (210.0, 297.0)
MEASURED = [
    Measured(),
    Measured(99.0, 101.5, 20.5, 24.0),
    Measured(90.0, 110.0, 12.0, 32.0),
    Measured(110.0, 90.0, 32.0, 12.0),
]


def lands(measured, x, y):
    """What this printer does to a point."""
    scale_x, scale_y = measured.across / 100, measured.down / 100
    return measured.left + scale_x * (x - 22), measured.top + scale_y * (y - 22)


@pytest.mark.parametrize("measured", MEASURED)
@pytest.mark.parametrize("point", [(0.0, 0.0), (22.0, 22.0), (105.0, 148.5), A4])
def test_what_is_corrected_lands_in_its_place(measured, point):
    correction = measured.correction
    assert lands(measured, *correction.point(*point)) == pytest.approx(point)
    # The sheet goes through upside down: the machine sees every point from the other corner, and so does its fault.
    x, y = correction.point_turned(*point, *A4)
    far_x, far_y = lands(measured, A4[0] - x, A4[1] - y)
    assert (A4[0] - far_x, A4[1] - far_y) == pytest.approx(point)


def test_a_shift_is_mirrored_when_the_sheet_goes_through_upside_down():
    shift = Correction(1.5, -0.5)
    assert shift.point(10, 10) == pytest.approx((11.5, 9.5))
    assert shift.point_turned(10, 10, *A4) == pytest.approx((8.5, 10.5))


def test_a_side_that_was_not_measured_is_as_it_should_be():
    assert PrinterSides().back.correction == Correction()


@pytest.mark.parametrize("wrong", [{"across": 89.9}, {"down": 111}, {"left": 11}, {"top": 33}, {"top": math.nan}])
def test_no_printer_is_so_far_off(wrong):
    with pytest.raises(ValueError, match=r"\d|nan"):
        Measured(**wrong)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("99.5", 99.5),
        ("99,5", 99.5),
        (" ９９．５ ", 99.5),
        ("99，5", 99.5),
        ("99。5毫米", 99.5),
        ("101 mm", 101),
        ("100", 100),
    ],
)
def test_lengths_as_people_write_them(text, length):
    assert read_length(text, *BAR_RANGE) == length


@pytest.mark.parametrize("text", ["", "hundred", "99.5.1", "-22", "+1", "9 9", "99'5", "1e2", "22 cm", "٢٢x"])
def test_what_is_no_length_is_asked_about(text):
    with pytest.raises(InputError) as caught:
        read_length(text, *CROSS_RANGE)
    assert (caught.value.code, caught.value.params["value"]) == ("printer.length", text)


@pytest.mark.parametrize("text", ["10", "9.95", "1000", "89.9"])
def test_what_cannot_have_been_measured_is_asked_about(text):
    with pytest.raises(InputError) as caught:
        read_length(text, *BAR_RANGE)
    assert caught.value.code == "printer.range"
    assert caught.value.params == {"value": text, "low": "90", "high": "110"}
