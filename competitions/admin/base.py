"""What every admin of a fact does alike: ask permissions, choose rows, write by services."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from competitions.admin.deleted import WithDeleted
from competitions.admin.deleting import AsksBeforeDeleting
from competitions.admin.files import WithFiles
from competitions.admin.tokens import posted_tokens, token_name, tokens_in
from competitions.core.names import fold
from competitions.forms import Answer, FactForm, RowChoiceField, RowForm, RowFormSet
from competitions.models import Club, Department, Season, Venue
from competitions.permissions import Action, permissions
from competitions.services.changes import lines_of, tell
from competitions.services.seen import deleted_meanwhile, token_of
from competitions.services.telling import name_as_it_was
from competitions.services.writing import Refused, write

_SHORT_LISTS = (Department, Season)
"""Models of few rows: a plain list is quicker than a search."""
_MADE_ON_THE_WAY = (Club, Venue)
"""Rows that an official may have to add before he can name them."""


@admin.display(description=_("name"))
def label_of(row: Any) -> str:
    return row.label


@admin.display(description=_("name"))
def name_of(row: Any) -> str:
    return row.name


class ByPermission:
    """Answers Django's questions of permission with those of the project."""

    model: type[Model]

    def _may(self, request: HttpRequest, action: Action, row: Model | None = None) -> bool:
        try:
            return permissions.may(request.user, action, self.model, row=row)
        except ObjectDoesNotExist:
            # A row of the history, whose parents are gone.
            return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "view")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "view", obj) or self._may(request, "change", obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "delete", obj)


def choosable_rows(site: admin.AdminSite, request: HttpRequest, db_field: Any) -> QuerySet[Any]:
    """What the official may choose for a foreign key, with what its labels read."""
    model_admin = site.get_model_admin(db_field.remote_field.model)
    if not isinstance(model_admin, FactAdmin):
        return model_admin.get_queryset(request)
    rows = permissions.choosable(request.user, model_admin.rows(), field=db_field.name)
    owner = site.get_model_admin(db_field.model)
    return owner.narrowed(request, db_field, rows) if isinstance(owner, FactAdmin) else rows


class ByChoice:
    """Foreign keys by search, with labels that say which stage and season."""

    model: type[Model]
    admin_site: admin.AdminSite
    plain: Sequence[str] = ()
    """Foreign keys that the form fills or narrows itself."""

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [
            field.name
            for field in self.model._meta.fields  # noqa: SLF001 - documented by Django
            if isinstance(field, ForeignKey)
            and field.name not in self.plain
            and field.remote_field.model not in _SHORT_LISTS
        ]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        kwargs["queryset"] = choosable_rows(self.admin_site, request, db_field)
        kwargs.setdefault("form_class", RowChoiceField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and hasattr(field.widget, "can_add_related"):
            widget = field.widget
            widget.can_add_related &= db_field.remote_field.model in _MADE_ON_THE_WAY
            widget.can_change_related = False
            widget.can_delete_related = False
            widget.can_view_related = False
        return field


LONGEST_SEARCH = 8
"""Words of a search that are looked at: each one asks all tables anew, and databases have ends."""


MOST_NAMED = 5_000
"""Rows that are named by their keys in a search; more are left to the database to find again."""

_Rows = Callable[[type[Model], str, tuple[str, ...]], Any]


def _any_has(model: type[Model], paths: Iterable[str], texts: Sequence[str], further: _Rows) -> Q:
    """That one of the fields has one of the texts in it, or a row that this one leads to.

    What leads on is asked of `further`, by the model, its field that leads back and its fields:
    joined to each of 300,000 matches those rows would be compared as often.
    """
    found = Q(pk__in=[])
    leading: dict[str, list[str]] = {}
    for name, _sep, rest in (path.partition("__") for path in paths):
        if rest:
            leading.setdefault(name, []).append(rest)
        else:
            found |= reduce(or_, (Q(**{f"{name}__icontains": text}) for text in texts))
    for name, rests in leading.items():
        field = model._meta.get_field(name)  # noqa: SLF001 - documented by Django
        mine, theirs = ("pk", field.field.name) if field.one_to_many else (name, "pk")
        found |= Q(**{f"{mine}__in": further(field.related_model, theirs, tuple(rests))})
    return found


def _named(model: type[Model], paths: Iterable[str], texts: Sequence[str]) -> Q:
    """`_any_has`, with the rows that this one leads to found first, a query a kind: a database that
    knows which entries are meant looks into their matches only."""

    def rows(model: type[Model], key: str, paths: tuple[str, ...]) -> QuerySet[Any]:
        found = model._base_manager.filter(_any_has(model, paths, texts, rows))  # noqa: SLF001 - documented
        return found.order_by().values_list(key, flat=True)

    @cache
    def keys(model: type[Model], key: str, paths: tuple[str, ...]) -> Any:
        found = rows(model, key, paths)
        named = list(found[: MOST_NAMED + 1])
        return named if len(named) <= MOST_NAMED else found

    return _any_has(model, paths, texts, keys)


MANY = 1_000
"""Rows that are still put in the order of their list, which reads every one of them."""


class FactList(ChangeList):
    """Counts its rows once, before it puts them in order: those recorded last come first where they
    are too many for the order of their list."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: Sequence[str] | None = None
    ) -> QuerySet[Any]:
        rows = super().get_queryset(request, exclude_parameters)
        if exclude_parameters is not None:
            return rows
        request.counted = rows.order_by().count()  # type: ignore[attr-defined]
        is_few = request.counted <= MANY  # type: ignore[attr-defined]
        is_ordered = is_few or self.model_admin.keeps_order or ORDER_VAR in self.params
        return rows if is_ordered else rows.order_by("-pk")


class CountedPaginator(Paginator):
    """Pages of rows that were counted already. Where many were asked for by something those of the
    page are chosen first, and read with what their labels need by another query: databases join
    before they put in order."""

    def __init__(
        self, rows: QuerySet[Any], *args: Any, counted: int, is_narrowed: bool, **kwargs: Any
    ) -> None:
        super().__init__(rows, *args, **kwargs)
        self.count = counted
        self.chooses_first = is_narrowed and counted > MANY

    def _get_page(self, *args: Any, **kwargs: Any) -> Page:
        rows, *others = args
        if self.chooses_first:
            rows = self.object_list.filter(pk__in=list(rows.values_list("pk", flat=True)))
        return super()._get_page(rows, *others, **kwargs)


class FactAdmin(
    ByPermission, ByChoice, AsksBeforeDeleting, WithFiles, WithDeleted, SimpleHistoryAdmin
):
    """A thin shell over `services.writing`: what that refuses stays on the form as it was typed."""

    form = FactForm
    select: Sequence[str] = ()
    """Relations that a row's label and its line in the list read."""
    keeps_order = False
    """Whether the list is put in order however many rows it has: an index has them so, or a whole
    country has few of them."""
    list_per_page = 50
    actions = ("delete_selected",)
    show_full_result_count = False
    save_on_top = False
    object_history_template = "admin/competitions/history.html"
    object_history_list_template = "admin/competitions/history_list.html"
    change_form_template = "admin/competitions/change_form.html"
    delete_confirmation_template = "admin/competitions/delete.html"
    delete_selected_confirmation_template = "admin/competitions/delete_selected.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related(*self.select)
        return permissions.visible(request.user, rows)

    def rows(self) -> QuerySet[Any]:
        """All rows with what their labels read, whoever asks."""
        rows = self.model._default_manager.select_related(*self.select)  # noqa: SLF001
        return rows.order_by(*self.ordering) if self.ordering else rows

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return FactList

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> Paginator:
        counted = getattr(request, "counted", None)
        if counted is None:
            return super().get_paginator(request, queryset, *args, **kwargs)
        is_narrowed = bool(request.GET.keys() - {PAGE_VAR})
        return CountedPaginator(queryset, *args, counted=counted, is_narrowed=is_narrowed, **kwargs)

    def narrowed(self, request: HttpRequest, db_field: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of the rows that the official may name, those that make sense for this foreign key."""
        return rows

    # Searching: every word has to be found, with or without its accents.

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        fields = self.get_search_fields(request)
        for word in search_term.split()[:LONGEST_SEARCH]:
            spellings = list(dict.fromkeys(filter(None, (word, fold(word)))))
            queryset = queryset.filter(_named(self.model, fields, spellings))
        return queryset, False

    # Writing: all rows of a form by one call of the service, once everything is valid.

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        answer = getattr(request, "answer", None)
        return type(form.__name__, (form,), {"answer": answer}) if answer else form

    def get_fieldsets(
        self, request: HttpRequest, obj: Model | None = None
    ) -> list[tuple[Any, dict[str, Any]]]:
        fieldsets = [
            (name, {**options, "fields": _without_reason(options["fields"])})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if obj is not None and self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": ("change_reason",)}))
        return fieldsets

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            # Everything is rolled back. The same form again, and this time it knows.
            below = getattr(request, "below", {})
            request.answer = Answer(refusal, below=below)  # type: ignore[attr-defined]
            request.renewed = {  # type: ignore[attr-defined]
                token_name(change.row): change.token for change in refusal.meanwhile if change.token
            }
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """What was typed of a row that was deleted meanwhile stands in a form for a new one."""
        answer = self._deleted_meanwhile(request, object_id)
        if answer is None or not self.has_add_permission(request):
            # Django sends to the index and says that it does not exist; a row of another branch
            # and one that never was have to look the same, and like any page that is not there.
            raise Http404
        request.answer = answer  # type: ignore[attr-defined]
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_add")
        return self._changeform_view(request, None, address, None)

    def _deleted_meanwhile(self, request: HttpRequest, object_id: str) -> Answer | None:
        if request.method != "POST":
            return None
        try:
            row = self.model(pk=self.opts.pk.to_python(object_id))
        except ValidationError:
            return None
        [fault] = deleted_meanwhile(row, request.user).faults
        if fault.code != "deleted_meanwhile":
            return None
        return Answer(Refused.for_fault(row, fault))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Model | None = None,
    ) -> HttpResponse:
        if request.method == "POST":
            renewed = getattr(request, "renewed", {})
            context["seen"] = {} if add else posted_tokens(request) | renewed
        elif obj is not None:
            below = [
                form.instance
                for inline in context["inline_admin_formsets"]
                for form in inline.formset.initial_forms
            ]
            context["seen"] = {token_name(row): token_of(row) for row in (obj, *below)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(
        self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool
    ) -> None:
        """Written in `save_related`, together with the rows below it."""

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formsets: Sequence[forms.BaseModelFormSet],
        change: bool,
    ) -> None:
        saved, removed = [form.instance], []
        for formset in formsets:
            saved += formset.save(commit=False)
            removed += formset.deleted_objects
        request.below = {  # type: ignore[attr-defined]
            row_form.prefix: row_form.instance for formset in formsets for row_form in formset
        }
        write(
            [*saved, *self.besides(form, saved[1:])],
            removed=removed,
            actor=request.user,
            reason=form.cleaned_data.get("change_reason", ""),
            seen=tokens_in(request, [*saved, *removed]),
        )

    def besides(self, form: forms.ModelForm, below: Sequence[Model]) -> list[Model]:
        """Rows that are to be written with that of the form and those below it."""
        return []

    # What was done is said without the gender of its noun, which Django does not know.

    def response_add(
        self, request: HttpRequest, obj: Model, post_url_continue: str | None = None
    ) -> HttpResponse:
        request.said = gettext("Saved: %(name)s.") % {"name": obj}  # type: ignore[attr-defined]
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        request.said = gettext("Saved: %(name)s.") % {"name": obj}  # type: ignore[attr-defined]
        return super().response_change(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        said = gettext("Deleted: %(name)s.") % {"name": obj_display}
        request.said = said  # type: ignore[attr-defined]
        return super().response_delete(request, obj_display, obj_id)

    def message_user(
        self,
        request: HttpRequest,
        message: Any,
        level: int | str = messages.INFO,
        extra_tags: str = "",
        fail_silently: bool = False,
    ) -> None:
        if level == messages.SUCCESS:
            message = getattr(request, "said", message)
        super().message_user(request, message, level, extra_tags, fail_silently)

    # Deleting: what the service refuses is said where the official came from.

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        row = context["object"]
        context["seen"] = {token_name(row): token_of(row)}
        context["may_archive"] = "archive_selected" in self.actions and not row.is_archived
        return super().render_delete_form(request, context)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        write(removed=[obj], actor=request.user, seen=tokens_in(request, [obj]))

    @admin.action(permissions=["delete"], description=_("Delete what is chosen"))
    def delete_selected(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> TemplateResponse | None:
        response = delete_selected(self, request, queryset)
        if response is not None:
            seen = {token_name(row): token_of(row) for row in queryset}
            response.context_data["seen"] = seen
        return response

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        rows = list(queryset)
        write(removed=rows, actor=request.user, seen=tokens_in(request, rows))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refusal:
            # Who saw another row than the one that stands there is asked again.
            return self._say_refused(request, refusal, to=request.path if refusal.meanwhile else "")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        try:
            # The log of an action is written before the action.
            with transaction.atomic():
                return super().changelist_view(request, extra_context)
        except Refused as refusal:
            return self._say_refused(request, refusal)

    def _say_refused(self, request: HttpRequest, refusal: Refused, *, to: str = "") -> HttpResponse:
        for message in refusal.messages:
            self.message_user(request, message, messages.ERROR)
        options = self.opts
        return HttpResponseRedirect(
            to
            or reverse(
                f"admin:{options.app_label}_{options.model_name}_changelist",
                current_app=self.admin_site.name,
            )
        )

    # History: shown, not edited, and taken back on a page of its own.

    def revert_disabled(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def history_view_title(self, request: HttpRequest, obj: Model) -> str:
        return gettext("History of %(name)s") % {"name": name_as_it_was(obj)}

    def get_history_queryset(
        self, request: HttpRequest, history_manager: Any, pk_name: str, object_id: Any
    ) -> QuerySet[Any]:
        try:
            pk = self.opts.pk.to_python(object_id)
        except ValidationError as error:
            raise Http404 from error
        lines = history_manager.filter(**{pk_name: pk}).select_related("history_user")
        return permissions.visible_history(request.user, lines)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "GET":
            raise PermissionDenied
        if not permissions.visible_history(
            request.user, lines_of(self.model).filter(history_id=version_id)
        ).exists():
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)

    def set_history_delta_changes(
        self,
        request: HttpRequest,
        historical_records: Sequence[Any],
        foreign_keys_are_objs: bool = True,
    ) -> None:
        records = list(historical_records)
        for record, change in zip(records, tell(request.user, records), strict=True):
            record.told = change


def _without_reason(fields: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(name for name in fields if name != "change_reason")


class RowInline(ByPermission, ByChoice):
    """Rows below the form of another one; who may change that may change them."""

    form = RowForm
    formset = RowFormSet
    extra = 0

    def _may(self, request: HttpRequest, action: Action, row: Model | None = None) -> bool:
        if row is None:
            return permissions.may(request.user, action, self.model)
        on_parent: Action = "view" if action == "view" else "change"
        return permissions.may(request.user, action, self.model) and permissions.may(
            request.user, on_parent, type(row), row=row
        )

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "add", obj)

    def get_formset(
        self, request: HttpRequest, obj: Model | None = None, **kwargs: Any
    ) -> type[forms.BaseInlineFormSet]:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        formset.actor = request.user
        answer = getattr(request, "answer", None)
        if answer:
            formset.form = type(formset.form.__name__, (formset.form,), {"answer": answer})
        return formset

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)  # type: ignore[misc]
        select = self.admin_site.get_model_admin(self.model).select
        return permissions.visible(request.user, rows.select_related(*select))


class TableInline(RowInline, admin.TabularInline):
    """On a phone its rows wrap and have no heads: each field says in itself what it is."""

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            label = capfirst(field.label or "")
            field.widget.attrs.setdefault("aria-label", label)
            if isinstance(field.widget, forms.TextInput):
                field.widget.attrs.setdefault("placeholder", label)
        return field


class StackInline(RowInline, admin.StackedInline):
    pass


SOURCE = (_("Source"), {"fields": (("evidence", "source"), "note"), "classes": ("collapse",)})
"""How a fact is known; the same at the end of every form."""
