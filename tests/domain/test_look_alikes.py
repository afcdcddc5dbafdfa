"""Which entries of a list are offered for comparing."""

from handbook.domain import Medicine, PartialDate, look_alikes


def test_each_pair_once_by_name_or_brand():
    a = Medicine(id="a", name="Paracetamol", brand="Panadol")
    b = Medicine(id="b", name="panadol", brand="PARACETAMOL")
    c = Medicine(id="c", name="Ibuprofen")
    assert look_alikes([b, c, a]) == ((a, b),)


def test_another_strength_or_a_later_course_is_no_pair():
    first = Medicine(id="1", name="x", strength="5 mg", end=PartialDate(2026, 1))
    second = Medicine(id="2", name="x", strength="10 mg")
    third = Medicine(id="3", name="x", strength="5 mg", start=PartialDate(2026, 3))
    assert look_alikes([first, second, third]) == ()
    assert look_alikes([]) == ()
