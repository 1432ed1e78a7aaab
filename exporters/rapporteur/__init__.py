"""Rapporteur: one session report in; a Word form, a print-ready PDF and an Excel register of recommendations out."""

__version__ = "0.1.0"
