"""QR codes on paper: the way to a page, for a telephone."""

from __future__ import annotations

import io


def qr_code(address: str) -> bytes:
    """The code as SVG without a margin; a seventh of it may be unreadable."""
    # Four megabytes that a process which prints no slip never needs.
    import segno

    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0)
    return drawn.getvalue()
