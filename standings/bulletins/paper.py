"""A bulletin as a PDF of one sheet of A4: tagged, searchable, the same bytes for the same words."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from standings.bulletins.arranging import Bulletin

DESIGN = 1
"""Raise it when the sheet changes its look: kept ones are made again."""

HERE = Path(__file__).parent
FACES = Path(settings.BASE_DIR, "data", "fonts", "barlow-condensed")


@cache
def _fonts() -> typst.Fonts:
    """Only ours and those inside the library, so that every machine makes the same sheet."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FACES])


def as_pdf(bulletin: Bulletin) -> bytes:
    """The words travel as data, never as markup: nothing in a name can run."""
    compiler = typst.Compiler(HERE / "bulletin.typ", root=HERE, font_paths=_fonts())
    return compiler.compile(
        format="pdf",
        sys_inputs={"bulletin": json.dumps(asdict(bulletin), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=bulletin.changed,
    )
