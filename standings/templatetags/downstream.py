"""What a correction changes downstream, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import template
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.models import Stage
from standings.selectors.arrivals import Passing
from standings.selectors.downstream import Downstream, Step
from standings.selectors.going_through import Line, Moved
from standings.selectors.seating import Seating
from standings.templatetags.copaperu import label, ordinal, slot

register = template.Library()


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence. `ruling` is where the ruling is made that it waits for, blank for none."""

    text: str
    ruling: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class StageSaid:
    stage: Stage
    sentences: tuple[Said, ...]


@register.filter
def told(found: Downstream) -> list[StageSaid]:
    """Stage by stage, everything that changes and everything that stays until there is a ruling."""
    return [StageSaid(step.stage, tuple(_sentences(step))) for step in found.steps]


@register.filter
def told_after_list(found: Downstream) -> list[StageSaid]:
    """The same without what stands on the page of the list already: how that list changes."""
    parts = []
    for place, step in enumerate(found.steps):
        of_list = tuple(_of_list(step)) if place == 0 else ()
        sentences = tuple(_sentences(step))[len(of_list) :]
        if sentences:
            parts.append(StageSaid(step.stage, sentences))
    return parts


MOST_TOLD = 6
"""Sentences that the desk has of a correction; all of them stand on its page."""


@register.filter
def told_first(found: Downstream) -> list[str]:
    """The first sentences of it, and how many more there are."""
    said = [str(sentence) for part in told(found) for sentence in part.sentences]
    more = len(said) - MOST_TOLD
    if more <= 1:
        return said
    rest = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
    return [*said[:MOST_TOLD], rest]


@register.filter
def doubts(found: Downstream) -> list[str]:
    """What is missing for the lists that would be confirmed with it."""
    said = []
    for step in found.steps:
        plan = step.plan
        if plan is None or not step.is_in_doubt:
            continue
        where = {"stage": step.stage.label}
        if plan.missing:
            missing = ngettext(
                "%(stage)s: %(count)s result is missing.",
                "%(stage)s: %(count)s results are missing.",
                plan.missing,
            )
            said.append(missing % {**where, "count": plan.missing})
        if berths := sum(berth.berths for berth in plan.open):
            left = ngettext(
                "%(stage)s: it is open who gets %(count)s berth.",
                "%(stage)s: it is open who gets %(count)s berths.",
                berths,
            )
            said.append(left % {**where, "count": berths})
        said += [
            _("%(stage)s: the berth of %(club)s is empty.") % {**where, "club": berth.club.name}
            for berth in plan.vacant
        ]
    return said


def _sentences(step: Step) -> Iterator[Said]:
    yield from _of_list(step)
    yield from _of_clubs(step)
    for seating in step.seatings:
        yield Said(_of_side(step, seating))
    for seating in step.played:
        yield _of_played(seating)


def _of_list(step: Step) -> Iterator[Said]:
    changes = step.changes
    gained, lost = list(changes.added), list(changes.dropped)
    for before in changes.dropped:
        after = next((line for line in gained if _same_berth(before, line)), None)
        if after is not None:
            gained.remove(after)
            lost.remove(before)
            names = {"loses": before.club.name, "gains": after.club.name, "to": _to(after)}
            yield Said(_("%(loses)s loses the berth in %(to)s, and %(gains)s gains it.") % names)
    for line in lost:
        names = {"club": line.club.name, "to": _to(line)}
        yield Said(_("%(club)s loses the berth in %(to)s.") % names)
    for line in gained:
        names = {"club": line.club.name, "to": _to(line)}
        yield Said(_("%(club)s gains a berth in %(to)s.") % names)
    for moved in changes.moved:
        yield Said(_of_moved(moved))


def _same_berth(before: Line, after: Line) -> bool:
    return before.destination == after.destination


def _to(line: Line) -> str:
    return str(line.destination.label)


def _of_moved(moved: Moved) -> str:
    names = {
        "club": moved.after.club.name,
        "to": _to(moved.after),
        "before": _from(moved.before),
        "after": _from(moved.after),
    }
    return (
        _("%(club)s keeps the berth in %(to)s, from another place: %(before)s → %(after)s.") % names
    )


def _from(line: Line) -> str:
    return ordinal(line.place) if line.place else label(line.via, "via")


def _of_clubs(step: Step) -> Iterator[Said]:
    clubs, stage = step.clubs, step.stage.label
    for passing in clubs.passing:
        yield Said(" ".join(_of_passing(step, passing)))
    for entering in clubs.entering:
        said = _("%(club)s is entered in %(stage)s.") % {
            "club": entering.line.club.name,
            "stage": stage,
        }
        yield Said(f"{said} {_points(entering.points)}" if entering.points else said)
    for club in clubs.leaving:
        yield Said(
            _("%(club)s is taken out of %(stage)s: it has played nothing there.")
            % {"club": club.name, "stage": stage}
        )
    for brought in clubs.brought:
        name = brought.club.name
        if brought.has_other_place:
            places = [ordinal(p) if p else "–" for p in (brought.had_place, brought.place)]
            names = {"club": name, "before": places[0], "after": places[1]}
            yield Said(_("%(club)s comes from another place: %(before)s → %(after)s.") % names)
        if brought.has_other_points:
            names = {
                "club": name,
                "before": floatformat(brought.had_points),
                "after": floatformat(brought.points),
            }
            yield Said(_("%(club)s brings other points along: %(before)s → %(after)s.") % names)
    for staying in clubs.staying:
        names = {"club": staying.club.name, "stage": stage}
        said = _(
            "%(club)s has lost its berth and stays in %(stage)s, where it has played or something "
            "else is recorded of it: a ruling says what becomes of it."
        )
        text = said % names
        if staying.comes:
            after = _("%(club)s is not entered until then.")
            text = f"{text} {after % {'club': staying.comes.club.name}}"
        yield Said(text, f"{reverse('admin:desk_ruling')}?inscrito={staying.club.entry}")


def _of_passing(step: Step, passing: Passing) -> Iterator[str]:
    names = {
        "gains": passing.line.club.name,
        "loses": passing.club.name,
        "stage": step.stage.label,
    }
    yield _("%(gains)s is entered in %(stage)s instead of %(loses)s.") % names
    groups = {group.code: group.label for group in step.known.data.groups}
    if passing.club.group:
        group = groups.get(passing.club.group, passing.club.group)
        yield _("It takes its place in %(group)s.") % {"group": group}
    if passing.to_come:
        yield ngettext(
            "It plays its match that is to come.",
            "It plays its %(count)s matches that are to come.",
            passing.to_come,
        ) % {"count": passing.to_come}
    if passing.points:
        yield _points(passing.points)
    for slot_words, key in step.sides_of(passing):
        yield _("%(side)s: %(ought)s instead of %(stands)s.") % {
            "side": _side(slot_words, key),
            "ought": passing.line.club.name,
            "stands": passing.club.name,
        }


def _points(points: object) -> str:
    said = ngettext(
        "It brings %(points)s point along.",
        "It brings %(points)s points along.",
        1 if points == 1 else 2,
    )
    return said % {"points": floatformat(points)}


def _of_side(step: Step, seating: Seating) -> str:
    names = {
        "side": _side(seating.slot, seating.view.data.key),
        "ought": seating.ought.name if seating.ought else "",
        "stands": seating.stands.name if seating.stands else "",
    }
    if seating.kind == "fill":
        return _("%(side)s: %(ought)s.") % names
    count = step.moved_matches(seating)
    if seating.kind == "replace":
        said = _("%(side)s: %(ought)s instead of %(stands)s.") % names
        if not count:
            return said
        legs = ngettext(
            "It plays the match that is to come.",
            "It plays the %(count)s matches that are to come.",
            count,
        )
        return f"{said} {legs % {'count': count}}"
    said = _("%(side)s: open again, without %(stands)s.") % names
    if not count:
        return said
    legs = ngettext(
        "The match that is to come is taken out of the calendar.",
        "The %(count)s matches that are to come are taken out of the calendar.",
        count,
    )
    return f"{said} {legs % {'count': count}}"


def _of_played(seating: Seating) -> Said:
    names = {
        "side": _side(seating.slot, seating.view.data.key),
        "stands": seating.stands.name if seating.stands else "",
        "ought": seating.ought.name if seating.ought else "",
    }
    if seating.ought:
        said = _(
            "%(side)s: %(stands)s stays, although %(ought)s belongs there: the matchup has been "
            "played, and a ruling says what becomes of it."
        )
    else:
        said = _(
            "%(side)s: %(stands)s stays, although it does not belong there any more: the matchup "
            "has been played, and a ruling says what becomes of it."
        )
    return Said(said % names, f"{reverse('admin:desk_ruling')}?llave={seating.view.data.pk}")


def _side(words: str, key: str) -> str:
    """“1.º de la tabla (llave 3)”"""
    matchup = _("matchup %(key)s") % {"key": key.removeprefix("llave-")}
    return f"{slot(words)} ({matchup})" if words else matchup
