"""How commands tell what is wrong with a file."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from competitions.services.faults import FilesRefused, sentence


@contextmanager
def told_faults(command: BaseCommand) -> Iterator[None]:
    """Print every fault to stderr, then end the command with their number."""
    try:
        yield
    except FilesRefused as refused:
        for fault in refused.faults:
            command.stderr.write(sentence(fault), ending="\n")
        count = len(refused.faults)
        raise CommandError(
            ngettext(
                "%(count)s fault. Nothing was changed.",
                "%(count)s faults. Nothing was changed.",
                count,
            )
            % {"count": count}
        ) from None
