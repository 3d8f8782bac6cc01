"""Rules of known editions, as the rules editor offers them."""

from functools import cache

from django.conf import settings

from competitions.core.presets import Preset, read_presets


@cache
def presets() -> tuple[Preset, ...]:
    """All of them, in the order of data/presets.toml, which is read once a process."""
    return read_presets((settings.BASE_DIR / "data" / "presets.toml").read_text(encoding="utf-8"))


def presets_for(*, has_table: bool) -> tuple[Preset, ...]:
    """Those for stages with a table, or those for knock-outs."""
    return tuple(preset for preset in presets() if preset.has_table == has_table)
