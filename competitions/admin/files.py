"""Lists as files: every list can be taken out, and some can be brought in again."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import update_wrapper
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import number_format
from django.utils.html import strip_tags
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.core.files import LIMITS, XLSX, read_file, write_csv, write_xlsx
from competitions.core.sheet import Grid
from competitions.permissions import permissions
from competitions.services.imports import LISTINGS, STATES, Listing, Plan, bring_in, preview
from competitions.services.imports.listing import title_of

_SHOWN = 500
"""Lines of a kind that a preview spells out."""
_DAY = 24 * 60 * 60


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Its first line names the columns."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMITS.size:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s. Split it, or take out what is not read.")
                % {"limit": f"{LIMITS.size // 1_000_000} MB"}
            )
        return file


class ConfirmForm(forms.Form):
    """What was read of a file, signed: it need not lie anywhere until it is confirmed."""

    carried = forms.CharField(widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=100,
        help_text=_("Why results change that were official."),
    )


class WithFiles:
    """The files of a list: a page to take it out and bring it in, and what that page leads to."""

    model: type[Model]
    admin_site: Any
    opts: Any

    @property
    def listings(self) -> list[Listing]:
        return [listing for listing in LISTINGS.values() if listing.model is self.model]

    def get_urls(self) -> list[URLPattern]:
        def address(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            def wrapper(*args: Any, **kwargs: Any) -> HttpResponse:
                return self.admin_site.admin_view(view)(*args, **kwargs)

            full = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
            return path(route, update_wrapper(wrapper, view), name=full)

        return [
            address("files/", self.files_view, "files"),
            address("files/table.<str:kind>", self.table_view, "table"),
            address("files/<slug:code>.<str:kind>", self.export_view, "export"),
            address("files/<slug:code>/template.<str:kind>", self.template_view, "template"),
            address("files/<slug:code>/", self.import_view, "import"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    # Taking out ---------------------------------------------------------------------------------

    def files_view(self, request: HttpRequest) -> HttpResponse:
        self._require_view(request)
        rows = self._rows(request)
        if isinstance(rows, HttpResponse):
            return rows
        forms_ = [(listing, UploadForm()) for listing in self._bringable(request)]
        return self._files_page(request, forms_, number=rows.count())

    def export_view(self, request: HttpRequest, code: str, kind: str) -> HttpResponse:
        """The rows on screen under the columns by which they can be brought in again."""
        self._require_view(request)
        listing = self._listing(code)
        rows = self._rows(request)
        if isinstance(rows, HttpResponse):
            return rows
        rows = rows.select_related(*listing.related).prefetch_related(*listing.prefetched)
        lines = (listing.written(listing.cells(row)) for row in rows)
        return _download(str(listing.label), kind, [listing.header(), *lines])

    def table_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The rows on screen as they stand there."""
        self._require_view(request)
        rows = self._rows(request)
        if isinstance(rows, HttpResponse):
            return rows
        return _download(str(self.opts.verbose_name_plural), kind, list(self._table(request, rows)))

    def template_view(self, request: HttpRequest, code: str, kind: str) -> HttpResponse:
        """The first line of a file, and a row that shows how it is filled in. It is not read."""
        listing = self._listing(code)
        self._require_import(request)
        name = gettext("template of %(list)s") % {"list": listing.label}
        return _download(name, kind, [listing.header(), listing.written(listing.example)])

    def _rows(self, request: HttpRequest) -> QuerySet[Any] | HttpResponse:
        """What the list shows under its filters, on all its pages; or the way back to it."""
        try:
            return self.get_changelist_instance(request).queryset  # type: ignore[attr-defined]
        except IncorrectLookupParameters:
            return HttpResponseRedirect(self._address("changelist"))

    def _table(self, request: HttpRequest, rows: QuerySet[Any]) -> Iterator[list[Any]]:
        names = self.get_list_display(request)  # type: ignore[attr-defined]
        yield [str(label_for_field(name, self.model, self)) for name in names]
        for row in rows:
            yield [self._cell(name, row) for name in names]

    def _cell(self, name: Any, row: Model) -> Any:
        field, _attribute, value = lookup_field(name, row, self)
        if field is not None and getattr(field, "flatchoices", None):
            value = dict(field.flatchoices).get(value, value)
        if value is None:
            return None
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        if isinstance(value, dt.datetime):
            return value.isoformat(" ", "minutes")
        if isinstance(value, (int, dt.date, dt.time)):
            return value
        return strip_tags(str(value))

    # Bringing in --------------------------------------------------------------------------------

    def import_view(self, request: HttpRequest, code: str) -> HttpResponse:
        """A file to look at, or what was looked at to be written."""
        listing = self._listing(code)
        self._require_import(request)
        if request.method != "POST":
            return HttpResponseRedirect(self._address("files"))
        if "carried" in request.POST:
            return self._confirm(request, listing)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._files_page(request, [(listing, form)])
        upload = form.cleaned_data["file"]
        grid = read_file(upload.name, upload.read())
        plan = preview(listing, grid, actor=request.user)
        return self._preview_page(request, listing, grid, plan)

    def _confirm(self, request: HttpRequest, listing: Listing) -> HttpResponse:
        form = ConfirmForm(request.POST)
        grid = _unpacked(request.POST["carried"], self._salt(request, listing))
        if grid is None:
            said = gettext("This page is too old. Choose the file again.")
            messages.error(request, said)
            return HttpResponseRedirect(self._address("files"))
        if not form.is_valid():
            plan = preview(listing, grid, actor=request.user)
            return self._preview_page(request, listing, grid, plan, form=form)
        digest, reason = form.cleaned_data["digest"], form.cleaned_data["reason"].strip()
        plan, done = bring_in(listing, grid, actor=request.user, digest=digest, reason=reason)
        if done:
            said = gettext("From %(name)s: new rows, %(new)s; changed, %(changed)s.") % {
                "name": grid.name,
                "new": plan.count("new"),
                "changed": plan.count("changed"),
            }
            messages.success(request, said)
            return HttpResponseRedirect(self._address("changelist"))
        if plan.digest == digest and plan.needs_reason:
            form.add_error("reason", _("Some of these results are official. Say why they change."))
        else:
            said = gettext(
                "Meanwhile someone has recorded something. Nothing was written: look again."
            )
            messages.warning(request, said)
        return self._preview_page(request, listing, grid, plan, form=form)

    def _preview_page(
        self,
        request: HttpRequest,
        listing: Listing,
        grid: Grid,
        plan: Plan,
        *,
        form: ConfirmForm | None = None,
    ) -> HttpResponse:
        carried = _packed(grid, self._salt(request, listing)) if plan.is_good else ""
        given = {"carried": carried, "digest": plan.digest}
        if form is None or not form.errors:
            confirm = ConfirmForm(initial=given)
        else:
            confirm = form
            confirm.data = {**request.POST.dict(), **given}
        parts = [
            (state, plan.count(state), plan.of(state)[:_SHOWN], max(plan.count(state) - _SHOWN, 0))
            for state in STATES
        ]
        return self._page(
            request,
            "preview",
            title=gettext("%(list)s: what would change") % {"list": capfirst(str(listing.label))},
            listing=listing,
            plan=plan,
            name=grid.name,
            parts=parts,
            upload=UploadForm(),
            confirm=confirm,
            rows=plan.count("new") + plan.count("changed"),
            action=self._address("import", listing.code),
            back=self._address("files"),
        )

    def _files_page(
        self,
        request: HttpRequest,
        forms_: Sequence[tuple[Listing, UploadForm]],
        *,
        number: int | None = None,
    ) -> HttpResponse:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        exports = [
            (listing.label, [(k, self._address("export", listing.code, k) + query) for k in _KINDS])
            for listing in self.listings
        ] or [
            (
                self.opts.verbose_name_plural,
                [(k, self._address("table", k) + query) for k in _KINDS],
            )
        ]
        imports = [
            {
                "listing": listing,
                "form": form,
                "action": self._address("import", listing.code),
                "templates": [(k, self._address("template", listing.code, k)) for k in _KINDS],
                "columns": [(title_of(c), c.required) for c in listing.columns],
            }
            for listing, form in forms_
        ]
        title = gettext("%(list)s: files") % {"list": capfirst(str(self.opts.verbose_name_plural))}
        return self._page(
            request,
            "files",
            title=title,
            number=number,
            exports=exports if number is not None else [],
            imports=imports,
            rows=number_format(LIMITS.rows, force_grouping=True),
            megabytes=LIMITS.size // 1_000_000,
        )

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        frame = self.admin_site.each_context(request)
        return TemplateResponse(
            request,
            f"admin/competitions/{template}.html",
            {**frame, "opts": self.opts, "cl_address": self._address("changelist"), **context},
        )

    def _listing(self, code: str) -> Listing:
        for listing in self.listings:
            if listing.code == code:
                return listing
        raise Http404

    def _bringable(self, request: HttpRequest) -> list[Listing]:
        return self.listings if self._may_import(request) else []

    def _may_import(self, request: HttpRequest) -> bool:
        return any(
            permissions.may(request.user, action, self.model) for action in ("add", "change")
        )

    def _require_import(self, request: HttpRequest) -> None:
        if not self._may_import(request):
            raise PermissionDenied

    def _require_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied

    def _salt(self, request: HttpRequest, listing: Listing) -> str:
        """What is signed for one person and list is good for no other."""
        return f"files:{listing.code}:{request.user.pk}"

    def _address(self, name: str, *args: str) -> str:
        full = f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}"
        return reverse(full, args=args, current_app=self.admin_site.name)


_KINDS = ("csv", "xlsx")


def _packed(grid: Grid, salt: str) -> str:
    return signing.dumps([grid.name, grid.lines], salt=salt, compress=True)


def _unpacked(text: str, salt: str) -> Grid | None:
    try:
        name, lines = signing.loads(text, salt=salt, max_age=_DAY)
    except signing.BadSignature:
        return None
    return Grid(name, tuple((line, tuple(cells)) for line, cells in lines))


def _download(name: str, kind: str, rows: Sequence[Sequence[Any]]) -> HttpResponse:
    if kind == "csv":
        response = HttpResponse(write_csv(rows), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        response = HttpResponse(write_xlsx(name, rows), content_type=XLSX)
    else:
        raise Http404
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    return response
