"""A pack: finished PDFs bound to one book, with one structure, one outline and folios of its own.

    leaves, each a PDF ── pages ──→ where each begins ── bound ──→ one PDF, folios stamped

Nothing is set again: pages keep their words, their tags and their links.
"""

from .pages import LINK, Leaf, Placed, length, merged, place, roman, wholes

__all__ = ["LINK", "Leaf", "Placed", "length", "merged", "place", "roman", "wholes"]
