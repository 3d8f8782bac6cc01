"""What phones and papers put around a line: stamps, bullets, emoji, bold, dashes of all lengths."""

import re
import unicodedata

_STAMP = re.compile(
    r"^\[?\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?\s+\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?\s?m\.?)?\]?"
    r"\s*(?:-\s*)?[^:\[\]]{1,40}:\s+",
    re.IGNORECASE,
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_SIGNS = {**_DASHES, **dict.fromkeys(map(ord, "’‘′´`"), "'"), ord("\u00a0"): " ", ord("…"): "..."}
_MARKS = re.compile(r"(?<!\w)[*_~]+|[*_~]+(?!\w)|\*+")
_BULLET = re.compile(
    r"^(?:[\s>•·▪●○◦‣►▶➤→»#+-]+|\(?\d{1,2}(?:\.-|\.|\)|[°º](?!\s+de\b))(?=\s*[^\W\d]|\s+\d{1,2}\s+de\b)\s*)+"
)
_ACCENTS = str.maketrans("áàäâéèëêíìïîóòöôúùüûñç", "aaaaeeeeiiiioooouuuunc")


def clean(raw: str) -> str:
    """The line without what is only dress. Struck and bold read like plain.

    >>> clean("⚽ *1.-* _Áncash FC_ 2️⃣ – 1️⃣  Grau")
    'Áncash FC 2 - 1 Grau'
    >>> clean("[12/10/24, 6:03:22 p. m.] Liga: • ADT 2-1 UTC"), clean("4 de Diciembre 1-0 UTC")
    ('ADT 2-1 UTC', '4 de Diciembre 1-0 UTC')
    >>> clean("1º ADT"), clean("1º de Mayo")
    ('ADT', '1º de Mayo')
    """
    text = unicodedata.normalize("NFC", raw)
    text = "".join(" " if _is_picture(char) else char for char in text if not _is_hidden(char))
    text = " ".join(text.translate(_SIGNS).split())
    text = _STAMP.sub("", text)
    text = " ".join(_MARKS.sub(" ", text).split())
    return _BULLET.sub("", text).strip()


def plain(text: str) -> str:
    """Lower case without accents, as long as the text: positions stay.

    >>> plain("Venció Ñaña")
    'vencio nana'
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower()[0] for char in text)
    return lowered.translate(_ACCENTS)


def _is_hidden(char: str) -> bool:
    return char == "\u20e3" or (unicodedata.category(char) in {"Cf", "Mn", "Cc"} and char != "\t")


def _is_picture(char: str) -> bool:
    # Signs that stand for something in a line of text are no pictures, whatever Unicode says.
    return unicodedata.category(char) in {"So", "Sk", "Cs", "Co", "Cn"} and char not in "°`´►▶●▪○◦"
