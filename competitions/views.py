"""The one page of this app outside the admin: the form behind a signed link.

Whoever has the address may report, and nobody else knows it: the signature in it is the right, so
there is no login and no session. The form keeps Django's protection against forged requests all the
same; its cookie is the page's own, and so works in the browsers inside of messengers. Browsers that
are told to send no referrer send no origin with a form either, and it would be taken for forged:
pages with a form tell nobody more than the name of this site, the others nothing.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from competitions.forms import ReportForm
from competitions.models import ResultLink, ResultReport
from competitions.selectors import recorded_result
from competitions.services.links import Closed, open_link, reporting_entry
from competitions.services.reports import LinkClosed, send_report
from competitions.services.throttling import WINDOW, address_of, is_too_often
from competitions.services.writing import Refused

OF_A_LINK, OF_AN_ADDRESS = 60, 600
"""Requests answered in ten minutes. A whole town can share the address of its telephones."""

_STATUS: dict[Closed, int] = {"tampered": 404, "used": 200}
_GONE = 410


@method_decorator(never_cache, name="dispatch")
class ReportPage(View):
    """Asks for the result, shows what was typed, takes it, and shows the receipt."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        opened = open_link(token)
        if _is_too_often(request, opened.link):
            return self._wait(request)
        if opened.link is None or opened.closed:
            return self._closed(request, opened.link, opened.closed)
        form = ReportForm(fixture=opened.link.fixture)
        return self._with_form(request, opened.link, form, "form")

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        opened = open_link(token)
        if _is_too_often(request, opened.link):
            return self._wait(request)
        link = opened.link
        if link is None or opened.closed not in ("", "used"):
            return self._closed(request, link, opened.closed)
        form = ReportForm(request.POST, fixture=link.fixture)
        if opened.closed == "used":
            return self._receipt_of(request, form, link.report)
        if not form.is_valid() or "edit" in request.POST:
            return self._with_form(request, link, form, "form")
        if "send" not in request.POST:
            return self._with_form(request, link, form, "check")
        try:
            report = send_report(link, said=form.said)
        except LinkClosed as closed:
            return self._closed(request, link, closed.why)
        except Refused as refusal:
            form.refuse(refusal)
            return self._with_form(request, link, form, "form")
        return self._receipt_of(request, form, report)

    def _receipt_of(
        self, request: HttpRequest, form: ReportForm, report: ResultReport
    ) -> HttpResponse:
        """To the receipt by a new request: to load it again sends nothing."""
        differs = form.is_valid() and form.said != report.said
        return HttpResponseRedirect(f"{request.path}?otro" if differs else request.path)

    def _with_form(
        self, request: HttpRequest, link: ResultLink, form: ReportForm, name: str
    ) -> HttpResponse:
        context = {**_about(link), "form": form, "said": form.said if name == "check" else None}
        response = render(request, f"competitions/report/{name}.html", context)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    def _closed(self, request: HttpRequest, link: ResultLink | None, why: Closed) -> HttpResponse:
        about = _about(link) if link is not None and why != "not_playing" else {}
        context = {**about, "why": why}
        if link is not None and why == "used":
            context |= {
                "report": link.report,
                "said": link.report.said,
                "is_recorded": _is_recorded(link.report),
                "differs": "otro" in request.GET,
            }
        name = "receipt" if why == "used" else "closed"
        status = _STATUS.get(why, _GONE)
        return render(request, f"competitions/report/{name}.html", context, status=status)

    def _wait(self, request: HttpRequest) -> HttpResponse:
        context = {"why": "too_often"}
        response = render(request, "competitions/report/closed.html", context, status=429)
        response.headers["Retry-After"] = str(WINDOW)
        return response


def _about(link: ResultLink) -> dict[str, Any]:
    sender = reporting_entry(link.fixture, link.reporter)
    return {"link": link, "fixture": link.fixture, "sender": sender.name if sender else ""}


def _is_recorded(report: ResultReport) -> bool:
    recorded = recorded_result(report.fixture)
    return recorded is not None and recorded.agrees(report.said)


def _is_too_often(request: HttpRequest, link: ResultLink | None) -> bool:
    """Whether this link, or whoever asks, has had its share of answers for now."""
    limits = {f"address {address_of(request)}": OF_AN_ADDRESS}
    if link is not None:
        limits[f"link {link.pk}"] = OF_A_LINK
    return is_too_often("reports", limits)
