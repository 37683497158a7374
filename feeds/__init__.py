"""Feedmill: site configs in, clean Atom feeds out."""

__version__ = "0.1.0"
