"""The head of every sheet: who the house is, as its templates take it."""

from __future__ import annotations

from typing import Any, Protocol

from papers.typst import is_picture


class House(Protocol):
    """Who prints; the letterhead of the settings is one."""

    name: str
    address: str
    email: str


def letterhead(
    house: House, *, phone: str, logo: tuple[str, bytes] | None = None
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What letterhead.typ takes as `data.house`, and the picture it names; a broken picture is left out.

    `phone` is the main number as it is read; `logo` is its suffix (".png", ".jpg") and content.
    """
    lines = [line.strip() for line in house.address.splitlines() if line.strip()]
    said = {"name": house.name, "address": lines, "phone": phone, "email": house.email, "logo": ""}
    if logo is None:
        return said, {}
    name, content = f"logo{logo[0]}", logo[1]
    if not is_picture(content, name):
        return said, {}
    return {**said, "logo": name}, {name: content}
