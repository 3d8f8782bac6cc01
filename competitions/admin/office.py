from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from competitions.admin.base import FactAdmin
from competitions.forms import AppointmentForm
from competitions.models import Appointment
from competitions.permissions import permissions
from competitions.services.offices import appoint, may_hand_over, password_token

admin.site.unregister([Group, User])


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts, for administrators alone. What someone may do hangs on his offices and not on the
    rights and groups of Django, so nobody is asked for those either.
    """

    list_display = ["username", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["username"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Account"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Important dates"), {"fields": ["last_login", "date_joined"]}),
    ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_administrator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_administrator(request)


def _is_administrator(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_superuser


@admin.register(Appointment)
class AppointmentAdmin(FactAdmin):
    form = AppointmentForm
    select = ["user", "league__parent", "club__department", "club__league"]
    list_display = ["user", "role", "league", "club"]
    list_filter = ["league__level"]
    search_fields = ["user__username", "league__name", "club__key"]
    change_form_template = "admin/competitions/appointment.html"

    @admin.display(description=_("role"), ordering="league__level")
    def role(self, appointment: Appointment) -> str:
        return appointment.role

    def narrowed(self, request: HttpRequest, db_field: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Leagues below one's own: an office is given by someone above it."""
        if db_field.name != "league":
            return rows
        return permissions.changeable(request.user, rows)

    def get_fields(self, request: HttpRequest, obj: Appointment | None = None) -> list[str]:
        return ["user" if obj else "username", "league", "club"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Appointment | None = None
    ) -> list[str]:
        return ["user"] if obj else []

    def get_form(
        self,
        request: HttpRequest,
        obj: Appointment | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"username": None}) if obj else form

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm,
        formsets: list[BaseModelFormSet],
        change: bool,
    ) -> None:
        if change:
            super().save_related(request, form, formsets, change)
            return
        made = appoint(
            username=form.cleaned_data["username"],
            league=form.cleaned_data["league"],
            club=form.cleaned_data["club"],
            actor=request.user,
        )
        form.instance.user, form.instance.pk = made.user, made.pk

    def get_urls(self) -> list[URLPattern]:
        link = self.admin_site.admin_view(require_POST(self.link_view))
        name = "competitions_appointment_link"
        return [path("<int:pk>/link/", link, name=name), *super().get_urls()]

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the link by which someone sets his password; it is shown once, to be handed on."""
        appointment = self.get_object(request, str(pk))
        if appointment is None:
            raise Http404
        if not may_hand_over(request.user, appointment.user):
            raise PermissionDenied
        address = reverse("password", args=password_token(appointment.user))
        self.message_user(
            request,
            gettext("For %(name)s alone, good for three days: %(address)s")
            % {"name": appointment.user, "address": request.build_absolute_uri(address)},
            messages.WARNING,
        )
        return HttpResponseRedirect(
            reverse("admin:competitions_appointment_change", args=[appointment.pk])
        )
