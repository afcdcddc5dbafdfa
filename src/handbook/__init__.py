"""CAR-T Handbook: an offline handbook for families in CAR-T cell therapy."""

__version__ = "0.1.0"
