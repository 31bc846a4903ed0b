"""IBM Plex Sans, the font of pages and of paper, served from its package: no binary in the repository."""

import fontpkg_ibm_plex_sans

FONT_DIR = fontpkg_ibm_plex_sans.ROOT / "files"
"""Folder of the variable TrueType files (upright and italic), collected under `fonts/`."""
