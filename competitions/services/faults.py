from collections.abc import Iterable

from competitions.core.sheet import Fault


class FilesRefused(Exception):
    """Files that cannot be taken as they are. `faults` has everything that is wrong with them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")


class PackRefused(FilesRefused):
    """A season pack that cannot be loaded as it is."""


def sentence(fault: Fault) -> str:
    return f"{fault.file}:{fault.line}:{fault.column}: {fault.code} {dict(fault.params)}"
