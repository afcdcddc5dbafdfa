"""The clinic kit, and the numbers that a family was told by its team."""

from handbook.clinic.kit import KIT_FILE, kit_from_bytes, read_kit
from handbook.clinic.numbers import check_number, numbers_from_told

__all__ = ["KIT_FILE", "check_number", "kit_from_bytes", "numbers_from_told", "read_kit"]
