"""Season packs: a folder of readable files to plain values and back."""

from competitions.core.pack.codes import FAULTS
from competitions.core.pack.draft import Register
from competitions.core.pack.reading import FILES, Reading, read_pack, write_pack
from competitions.core.pack.values import Pack

__all__ = ["FAULTS", "FILES", "Pack", "Reading", "Register", "read_pack", "write_pack"]
