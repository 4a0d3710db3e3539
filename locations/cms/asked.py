"""Keys that an address or a form names, whatever was put there."""

from collections.abc import Mapping


def pk(sent: Mapping[str, str], name: str) -> int:
    """A primary key; 0, which is no row's, for anything that is not one."""
    text = sent.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
