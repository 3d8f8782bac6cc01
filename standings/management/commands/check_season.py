from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from standings.selectors.checking import CheckedSeason, Difference, check_season
from standings.selectors.seasons import NotFound

FIGURE_LABELS = {
    "place": _lazy("place"),
    "played": _lazy("played"),
    "won": _lazy("won"),
    "drawn": _lazy("drawn"),
    "lost": _lazy("lost"),
    "goals_for": _lazy("goals for"),
    "goals_against": _lazy("goals against"),
    "goal_difference": _lazy("goal difference"),
    "points": _lazy("points"),
    "winner": _lazy("winner"),
    "qualified": _lazy("qualified"),
    "champion": _lazy("champion"),
}


class Command(BaseCommand):
    help = (
        "Holds what is computed from the fixtures of a season against published tables, winners "
        "and qualifiers, and lists each difference. Fails if one of them has no known reason."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            checked = check_season(options["year"])
        except NotFound as error:
            raise CommandError(
                _("No season %(year)s is recorded.") % {"year": options["year"]}
            ) from error
        self._print(checked)
        if checked.unexplained:
            raise CommandError(
                _("%(count)s differences have no known reason.")
                % {"count": len(checked.unexplained)}
            )

    def _print(self, checked: CheckedSeason) -> None:
        self.stdout.write(
            _(
                "%(year)s: compared %(rows)s published rows, %(winners)s reported winners and "
                "%(qualifiers)s qualified clubs; %(differences)s differences."
            )
            % {
                "year": checked.year,
                "rows": checked.compared_rows,
                "winners": checked.compared_winners,
                "qualifiers": checked.compared_qualifiers,
                "differences": len(checked.differences),
            }
        )
        for difference in checked.differences:
            self.stdout.write(f"- {self._line(difference)}")
        for row in checked.not_comparable:
            self.stdout.write(
                _("not comparable: %(where)s, %(club)s: %(known)s of %(published)s known")
                % {
                    "where": row.where,
                    "club": row.club,
                    "known": row.known,
                    "published": row.published,
                }
            )

    def _line(self, difference: Difference) -> str:
        figures = "; ".join(
            _("%(name)s published %(published)s, computed %(computed)s")
            % {
                "name": FIGURE_LABELS[figure.name],
                "published": figure.published,
                "computed": figure.computed,
            }
            for figure in difference.figures
        )
        reason = difference.reason or _("no known reason")
        return f"{difference.where}: {difference.club}: {figures} ({reason})"
