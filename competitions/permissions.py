"""Who may do what. Everyone asks here: the admin for its pages, choices and submitted values, and
every write for the rows that it touches.

An official's branch is the league of his appointment with all leagues below it. What belongs to
which league is said once, in `_RULES`, and answers both questions: which rows of a list are his,
and whether this row is. A model that is not named there is closed to everybody but administrators.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Literal

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from competitions.choices import LeagueLevel
from competitions.models import Appointment, League

Action = Literal["view", "add", "change", "delete"]
User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class Branch:
    """What someone's appointments reach, as primary keys.

    `leagues` are those of his offices with all below them, `above` those above; `departments` those
    that his departmental offices look after, `grounds` those in which he may record venues; `clubs`
    those whose delegate he is. With `everywhere` the sets of leagues and departments stand
    for all there are; `national` may also change what belongs to no branch.
    """

    everywhere: bool = False
    national: bool = False
    leagues: frozenset[int] = frozenset()
    above: frozenset[int] = frozenset()
    departments: frozenset[int] = frozenset()
    grounds: frozenset[int] = frozenset()
    clubs: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.everywhere or self.leagues or self.clubs)


EVERYTHING = Branch(everywhere=True, national=True)


@dataclass(frozen=True, slots=True)
class _Among:
    """Whether what `path` leads to is in a set of the branch; a blank path means the row itself."""

    path: str
    among: Literal["leagues", "above", "departments", "grounds", "clubs"]

    def where(self, branch: Branch, own: str) -> Q:
        if self._is_all(branch):
            return Q()
        return Q(**{f"{self.path or own}__in": getattr(branch, self.among)})

    def holds(self, row: Model, branch: Branch) -> bool:
        return self._is_all(branch) or _follow(row, self.path or "pk") in getattr(
            branch, self.among
        )

    def is_possible(self, branch: Branch) -> bool:
        return self._is_all(branch) or bool(getattr(branch, self.among))

    def _is_all(self, branch: Branch) -> bool:
        return branch.everywhere and self.among != "clubs"


@dataclass(frozen=True, slots=True)
class _Blank:
    """Whether `path` leads nowhere, or with `known` somewhere."""

    path: str
    known: bool = False

    def where(self, branch: Branch, own: str) -> Q:
        return Q(**{f"{self.path}__isnull": not self.known})

    def holds(self, row: Model, branch: Branch) -> bool:
        return (_follow(row, self.path) is not None) == self.known

    def is_possible(self, branch: Branch) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class _Office:
    """Whether the person has an office at all, or a national one; the row does not matter."""

    national: bool = False

    def where(self, branch: Branch, own: str) -> Q:
        return Q() if self._has(branch) else Q(pk__in=[])

    def holds(self, row: Model, branch: Branch) -> bool:
        return self._has(branch)

    def is_possible(self, branch: Branch) -> bool:
        return self._has(branch)

    def _has(self, branch: Branch) -> bool:
        return branch.national if self.national else not branch.is_empty


_Condition = _Among | _Blank | _Office
_Ways = tuple[tuple[_Condition, ...], ...]
"""Alternatives; in each of them every condition has to hold."""


def _follow(row: Any, path: str) -> Any:
    """The primary key that a path of foreign keys leads to; None where one is blank."""
    *parents, last = path.split("__")
    for parent in parents:
        row = getattr(row, parent)
        if row is None:
            return None
    return row.pk if last == "pk" else getattr(row, f"{last}_id")


@dataclass(frozen=True, slots=True)
class _Rule:
    """Who sees rows of a model, and who changes them. Whoever changes them sees them, too.

    `named_by` are foreign keys that may name a row for which `refer` holds, beyond what is seen.
    """

    change: _Ways
    view: _Ways = ()
    refer: _Ways = ()
    named_by: tuple[str, ...] = ()
    is_kept: bool = False
    """Nobody but an administrator deletes it."""

    def ways(self, action: Action) -> _Ways:
        if action == "delete" and self.is_kept:
            return ()
        return (*self.change, *self.view) if action == "view" else self.change


_ANYONE: _Ways = ((_Office(),),)
_NATIONAL: _Ways = ((_Office(national=True),),)


def _of_league(path: str, *clubs: str, is_kept: bool = False) -> _Rule:
    """Rows of the league that `path` leads to; delegates see those of their `clubs`."""
    return _Rule(
        change=((_Among(path, "leagues"),),),
        view=tuple((_Among(club, "clubs"),) for club in clubs),
        is_kept=is_kept,
    )


def _of_club(path: str = "") -> _Ways:
    """A club belongs to its league; one without a league to the league of its department."""
    before = f"{path}__" if path else ""
    return (
        (_Among(f"{before}league", "leagues"),),
        (_Blank(f"{before}league"), _Among(f"{before}department", "departments")),
    )


_RULES: dict[str, _Rule] = {
    "Department": _Rule(_NATIONAL, view=_ANYONE),
    "League": _Rule(((_Among("parent", "leagues"),),), view=((_Among("", "leagues"),),)),
    "Club": _Rule(_of_club(), view=((_Among("", "clubs"),),)),
    "ClubAlias": _Rule(_of_club("club"), view=((_Among("club", "clubs"),),)),
    "Venue": _Rule((*_NATIONAL, (_Among("department", "grounds"),)), view=_ANYONE),
    "Season": _Rule(_NATIONAL, view=_ANYONE),
    "SeasonOutcome": _Rule(_NATIONAL),
    "SeasonNote": _Rule(_NATIONAL),
    "PublishedScorer": _Rule(_NATIONAL),
    "Stage": _Rule(
        ((_Among("league", "leagues"),),),
        # The stage of a district leads to one of the province above it.
        refer=((_Among("league", "above"),),),
        named_by=("leads_to", "to_stage"),
    ),
    "Group": _of_league("stage__league"),
    "Round": _of_league("stage__league"),
    "Entry": _of_league("stage__league", "club"),
    "Matchup": _of_league("round__stage__league", "first__club", "second__club"),
    "Fixture": _of_league("stage__league", "home__club", "away__club"),
    "Goal": _of_league("fixture__stage__league", "fixture__home__club", "fixture__away__club"),
    "RuleSet": _of_league("stage__league"),
    "TiebreakRule": _of_league("rule_set__stage__league"),
    "Zone": _of_league("rule_set__stage__league"),
    "Claim": _of_league("stage__league", "claimant__club", "against__club"),
    "Ruling": _of_league("stage__league", "entry__club", "in_favour_of__club"),
    "PointsAdjustment": _of_league("entry__stage__league", "entry__club"),
    "LotsDrawn": _of_league("stage__league"),
    "LotsPosition": _of_league("lots__stage__league", "entry__club"),
    "QualifierList": _of_league("stage__league"),
    "Qualifier": _of_league("qualifier_list__stage__league", "entry__club"),
    "PublishedRow": _of_league("stage__league", "entry__club"),
    "ResultLink": _of_league("fixture__stage__league", is_kept=True),
    "ResultReport": _of_league("fixture__stage__league", is_kept=True),
    # An office is given by someone above it: the parent of its league is in his branch.
    "Appointment": _Rule(
        (
            (_Blank("league__parent", known=True), _Among("league__parent", "leagues")),
            *((_Blank("club", known=True), *way) for way in _of_club("club")),
        )
    ),
}


class Permissions:
    """The answers to all questions of permission."""

    def branch(self, user: User) -> Branch:
        """What the person's appointments reach. Read once for each object of a user."""
        found = getattr(user, "_branch", None)
        if found is None:
            found = _branch_of(user)
            user._branch = found  # type: ignore[union-attr] # noqa: SLF001 - kept beside the user
        return found

    def has_office(self, user: User) -> bool:
        """Whether someone is an official of some league, or the delegate of some club."""
        return _is_active(user) and not self.branch(user).is_empty

    def may(
        self, user: User, action: Action, model: type[Model], *, row: Model | None = None
    ) -> bool:
        """Whether someone may do this to `row`, or to some row where none is given."""
        ways = self._ways(user, action, model)
        if row is None:
            return any(all(c.is_possible(self.branch(user)) for c in way) for way in ways)
        branch = self.branch(user) if ways else EVERYTHING
        return any(all(condition.holds(row, branch) for condition in way) for way in ways)

    def visible(self, user: User, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the rows that someone may see in lists and open."""
        return self._among(user, rows, self._ways(user, "view", rows.model))

    def changeable(
        self, user: User, rows: QuerySet[Any], action: Action = "change"
    ) -> QuerySet[Any]:
        """Those of the rows to which someone may do this."""
        return self._among(user, rows, self._ways(user, action, rows.model))

    def choosable(self, user: User, rows: QuerySet[Any], *, field: str = "") -> QuerySet[Any]:
        """Those of the rows that someone may refer to in what he records, by that foreign key."""
        ways = self._ways(user, "view", rows.model)
        rule = _RULES.get(rows.model.__name__)
        if rule and field in rule.named_by and _is_active(user):
            ways = (*ways, *rule.refer)
        return self._among(user, rows, ways)

    def visible_history(
        self, user: User, changes: QuerySet[Any], *, action: Action = "view"
    ) -> QuerySet[Any]:
        """Those lines of a model's history that someone may see, or whose row he might change.

        Each line is judged by the row as it then stood, whether or not it still exists: of a row
        that moved from another branch, what it was there stays there. A line whose parents are gone
        is left to those who see everything.
        """
        model = changes.model.instance_type
        own = model._meta.pk.name  # noqa: SLF001 - documented by Django
        return self._among(user, changes, self._ways(user, action, model), own=own)

    def may_see_change(self, user: User, change: Any) -> bool:
        """Whether someone may see that line of a history; see `visible_history`."""
        try:
            return self.may(user, "view", change.instance_type, row=change.instance)
        except ObjectDoesNotExist:
            return False

    def _ways(self, user: User, action: Action, model: type[Model]) -> _Ways:
        if not _is_active(user):
            return ()
        if getattr(user, "is_superuser", False):
            return _ANYONE
        rule = _RULES.get(model.__name__) if model._meta.app_label == "competitions" else None  # noqa: SLF001
        return rule.ways(action) if rule else ()

    def _among(
        self, user: User, rows: QuerySet[Any], ways: _Ways, *, own: str = "pk"
    ) -> QuerySet[Any]:
        if not ways:
            return rows.none()
        branch = self.branch(user)
        alternatives = [_both(way, branch, own) for way in ways]
        if any(not alternative for alternative in alternatives):
            return rows
        return rows.filter(reduce(or_, alternatives))


def _is_active(user: User) -> bool:
    return bool(user.is_active and getattr(user, "is_staff", False))


def _both(way: Iterable[_Condition], branch: Branch, own: str) -> Q:
    where = Q()
    for condition in way:
        where &= condition.where(branch, own)
    return where


def _branch_of(user: User) -> Branch:
    if getattr(user, "is_superuser", False):
        return EVERYTHING
    if user.pk is None:
        return Branch()
    leagues, clubs = _held(user)
    offices = [league for league in leagues if league.is_own]
    if any(league.level == LeagueLevel.NATIONAL for league in offices):
        return Branch(everywhere=True, national=True, clubs=clubs)
    own = {league.pk for league in offices}
    parents = {league.pk: league.parent_id for league in leagues} if own else {}
    return Branch(
        leagues=frozenset(own | _below(own, parents)),
        above=frozenset(_above(own, parents)),
        departments=frozenset(
            league.department_id
            for league in offices
            if league.level == LeagueLevel.DEPARTMENTAL and league.department_id
        ),
        grounds=frozenset(league.department_id for league in offices if league.department_id),
        clubs=clubs,
    )


def _held(user: User) -> tuple[list[Any], frozenset[int]]:
    """The tree of leagues with the person's own marked, and the clubs whose delegate he is.

    One query for an official, as every page of his begins with it; a delegate takes another.
    """
    his = Appointment.objects.filter(user=user.pk)
    leagues = list(
        League.objects.order_by()
        .annotate(
            is_own=Exists(his.filter(league=OuterRef("pk"))),
            has_clubs=Exists(his.filter(club__isnull=False)),
        )
        .values_list("pk", "parent_id", "level", "department_id", "is_own", "has_clubs", named=True)
    )
    if leagues and not leagues[0].has_clubs:
        return leagues, frozenset()
    return leagues, frozenset(his.filter(club__isnull=False).values_list("club", flat=True))


def _below(own: Collection[int], parents: dict[int, int | None]) -> set[int]:
    children: dict[int, list[int]] = {}
    for league, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(league)
    found: set[int] = set()
    waiting = list(own)
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


def _above(own: Collection[int], parents: dict[int, int | None]) -> set[int]:
    found: set[int] = set()
    for league in own:
        parent = parents.get(league)
        while parent is not None and parent not in found:
            found.add(parent)
            parent = parents.get(parent)
    return found - set(own)


permissions = Permissions()
