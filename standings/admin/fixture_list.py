"""A fixture list: asked for on one page, looked at, and written in one act."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from competitions.choices import ZoneKind
from competitions.core.names import fold
from competitions.models import Club, Entry, Fixture, Group, Stage, Zone
from competitions.permissions import permissions
from competitions.services.entering import enter_clubs
from competitions.services.fixture_drafts import Draft, draft, write_draft
from competitions.services.fixture_lists import discard_fixture_list, listed_fixtures
from competitions.services.naming import named_clubs
from competitions.services.placing import Unarrangeable
from competitions.services.versions import state_of
from competitions.services.writing import Refused
from standings.admin.base import DeskPage, key_in
from standings.admin.fixture_list_form import FixtureListForm, kept_fields, names_in
from standings.selectors.grounds import grounds_offered

_OTHER_PLAN = _("Something changed meanwhile, and the list is another one now. Look at it again.")
_OFFERED = 300


def _doubts(stage: Stage, found: Draft) -> Iterator[str]:
    """Zones that let more places through than a table will have."""
    zones = Zone.objects.filter(
        rule_set__stage=stage, kind=ZoneKind.PLACES, leads_to__isnull=False
    ).order_by("position")
    for zone in zones:
        codes = zone.groups.split()
        sizes = [
            len(group.entries)
            for group in found.groups
            if not codes or (group.group and group.group.code in codes)
        ]
        if sizes and (zone.last_place or 0) > min(sizes):
            yield gettext(
                "By the rules the places up to %(place)s go on (%(zone)s), and a table here has "
                "%(clubs)s clubs."
            ) % {"place": zone.last_place, "zone": zone.label, "clubs": min(sizes)}


class FixtureListPage(DeskPage):
    """Asked, shown, then written: `step` says which. Only the last one writes."""

    template = "admin/desk/fixture_list.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._find(pk)
        return self._ask(self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._find(pk)
        step = request.POST.get("step", "")
        if step == "discard":
            return self._discard()
        if self.stage.has_table and not self._may_make:
            return self._ask(self._form())
        form = self._form(request.POST)
        if step == "enter":
            return self._enter(form)
        if step in ("search", "edit"):
            return self._ask(form, checked=False)
        if self._may_make and form.is_valid():
            return self._answer(form, step)
        return self._ask(form)

    def _enter(self, form: FixtureListForm) -> HttpResponse:
        """The clubs alone, whatever else the page asks."""
        if "clubs" in form.errors or "names" in form.errors:
            return self._ask(form)
        try:
            found = enter_clubs(
                self.stage,
                clubs=form.cleaned_data["clubs"],
                names=form.cleaned_data["names"],
                actor=self.request.user,
                seen=self.request.POST.get("seen", "?"),
            )
        except Unarrangeable as unarrangeable:
            form.take(unarrangeable.faults)
            return self._ask(form)
        except Refused as refusal:
            form.others["refused"] = list(refusal.messages)
            return self._ask(form)
        count = len(found.entries)
        text = ngettext(
            "%(count)s club is in the stage.", "%(count)s clubs are in the stage.", count
        )
        messages.success(self.request, text % {"count": count})
        return HttpResponseRedirect(reverse("admin:desk_fixture_list", args=[self.stage.pk]))

    def _answer(self, form: FixtureListForm, step: str) -> HttpResponse:
        """To a form without faults of its own."""
        wants_rows = form.asks_rows and step != "confirm"
        asked = form.asked_of_groups if wants_rows else form.asked
        try:
            found = draft(self.stage, asked, actor=self.request.user)
        except Unarrangeable as unarrangeable:
            form.take(unarrangeable.faults)
            return self._ask(form)
        if wants_rows:
            return self._ask(form, wants_rows=True)
        if step != "confirm":
            return self._show(form, found)
        if self.request.POST.get("plan") != found.token:
            return self._show(form, found, remarks=[_OTHER_PLAN])
        return self._write(form, found)

    def _find(self, pk: int) -> None:
        rows = Stage.objects.select_related("season", "league__department", "rule_set")
        self.stage: Stage = self.find(rows, pk)
        self.require("add", Fixture(stage=self.stage))

    @cached_property
    def _listed(self) -> tuple[int, int]:
        """How many matches the list has that is there, and how many of them have a result."""
        rows = Fixture.objects.kept().filter(stage=self.stage, matchup=None, is_extra=False)
        total, waiting = rows.count(), listed_fixtures(self.stage).count()
        return total, total - waiting

    @property
    def _may_make(self) -> bool:
        return self.stage.has_table and not self._listed[1]

    @cached_property
    def _entries(self) -> list[Entry]:
        rows = Entry.objects.filter(stage=self.stage)
        return list(rows.select_related("club", "group").order_by("club__name"))

    @cached_property
    def _groups(self) -> list[Group]:
        return list(Group.objects.filter(stage=self.stage).order_by("position", "code"))

    @cached_property
    def _offered(self) -> list[Club]:
        """Clubs to tick: those that are in, those that are ticked, and of the others those of the
        league or, where one is searched, those whose name has the words."""
        ticked = {entry.club_id for entry in self._entries}
        ticked |= {pk for text in self.request.POST.getlist("clubs") if (pk := key_in(text))}
        others = Q(league=self.stage.league_id)
        if words := fold(self.request.POST.get("q", "")).split():
            others = Q()
            for word in words[:8]:
                others &= Q(key__contains=word)
        rows = permissions.choosable(self.request.user, Club.objects.filter(is_archived=False))
        if not self.stage.season.is_simulated:
            rows = rows.filter(is_simulated=False)
        entered = {entry.club_id: entry.club for entry in self._entries}
        near = rows.filter(others | Q(pk__in=ticked)).order_by("name")[:_OFFERED]
        found = entered | {club.pk: club for club in near}
        return sorted(found.values(), key=lambda club: (club.pk not in ticked, fold(club.name)))

    @cached_property
    def _known(self) -> list[Club]:
        """Clubs that play, as far as is known before anything is drawn."""
        if self.request.method == "GET":
            return [entry.club for entry in self._entries]
        sent = set(self.request.POST.getlist("clubs"))
        known = [club for club in self._offered if str(club.pk) in sent]
        names = names_in(self.request.POST.get("names", ""))
        named, _faults = named_clubs(
            names,
            league=self.stage.league,
            actor=self.request.user,
            made_up=self.stage.season.is_simulated,
        )
        there = {club.pk for club in known}
        return known + [found.club for found in named if found.club.pk not in there]

    @property
    def _title(self) -> str:
        """A knock-out has clubs to enter, and no list."""
        has_list = self.stage.has_table
        title = gettext("Fixture list: %(stage)s") if has_list else gettext("Clubs: %(stage)s")
        return title % {"stage": self.stage}

    def _form(self, data: QueryDict | None = None) -> FixtureListForm:
        return FixtureListForm(
            data,
            stage=self.stage,
            groups=self._groups,
            entries=self._entries,
            offered=self._offered,
            known=self._known,
            person=self.request.user.get_full_name() or self.request.user.get_username(),
        )

    def _ask(
        self, form: FixtureListForm, *, checked: bool = True, wants_rows: bool = False
    ) -> HttpResponse:
        total, with_result = self._listed
        context = {
            "title": self._title,
            "stage": self.stage,
            "form": form,
            "may_make": self._may_make,
            "listed": total,
            "with_result": with_result,
            "seen": state_of(self.stage),
            "wants_rows": wants_rows,
            "opens_groups": form.uses_groups,
            "shows_faults": checked and form.has_faults,
            "venues": grounds_offered(self.stage),
        }
        return self.page(self.request, context, status=422 if context["shows_faults"] else 200)

    def _show(
        self, form: FixtureListForm, found: Draft, *, remarks: Sequence[Any] = ()
    ) -> HttpResponse:
        self.template = "admin/desk/fixture_list_preview.html"
        context = {
            "title": self._title,
            "stage": self.stage,
            "draft": found,
            "has_fewest_breaks": form.cleaned_data["legs"] == 1,
            "replaces": self._listed[0],
            "kept": kept_fields(self.request.POST, without=["replace"]),
            "seen": state_of(self.stage),
            "remarks": remarks,
            "doubts": list(_doubts(self.stage, found)),
        }
        return self.page(self.request, context, status=409 if remarks else 200)

    def _write(self, form: FixtureListForm, found: Draft) -> HttpResponse:
        said = self.request.POST
        try:
            made = write_draft(
                found,
                actor=self.request.user,
                seen=said.get("seen", "?"),
                replace="replace" in said,
            )
        except Refused as refusal:
            stage = Stage.objects.select_related("season", "league__department", "rule_set")
            self.stage = stage.get(pk=self.stage.pk)
            return self._show(form, found, remarks=refusal.messages)
        text = ngettext(
            "In the calendar: %(count)s match in %(rounds)s rounds.",
            "In the calendar: %(count)s matches in %(rounds)s rounds.",
            len(made),
        )
        said_so = text % {"count": len(made), "rounds": len(found.rounds)}
        messages.success(self.request, said_so)
        return HttpResponseRedirect(reverse("admin:desk_programme", args=[self.stage.pk]))

    def _discard(self) -> HttpResponse:
        try:
            count = discard_fixture_list(
                self.stage, actor=self.request.user, seen=self.request.POST.get("seen", "?")
            )
        except Refused as refusal:
            for sentence in refusal.messages:
                messages.error(self.request, sentence)
        else:
            text = ngettext(
                "%(count)s match was taken out.", "%(count)s matches were taken out.", count
            )
            messages.success(self.request, text % {"count": count})
        return HttpResponseRedirect(reverse("admin:desk_fixture_list", args=[self.stage.pk]))
