from datetime import date, datetime

import pytest
from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import override


def test_spanish_writes_numbers_as_peru_does() -> None:
    with override("es-pe"):
        assert (localize(1234.5), intcomma(1234567), intcomma(1234.5)) == (
            "1234.5",
            "1,234,567",
            "1,234.5",
        )


def test_spanish_writes_dates_in_words_and_day_first() -> None:
    final = date(2013, 11, 24)
    with override("es-pe"):
        assert date_format(final) == "24 de noviembre de 2013"
        assert date_format(final, "SHORT_DATE_FORMAT") == "24/11/2013"
        assert date_format(final, "MONTH_DAY_FORMAT") == "24 de noviembre"


def test_spanish_writes_the_hour_of_lima() -> None:
    kick_off = datetime(2013, 11, 24, 20, 30, tzinfo=timezone.get_fixed_timezone(0))
    with override("es-pe"):
        assert (
            date_format(timezone.localtime(kick_off), "DATETIME_FORMAT")
            == "24 de noviembre de 2013, 15:30"
        )


@pytest.mark.parametrize("text", ["24/11/2013", "24/11/13", "24-11-2013", "2013-11-24"])
def test_spanish_reads_dates_as_officials_write_them(text: str) -> None:
    with override("es-pe"):
        assert forms.DateField().clean(text) == date(2013, 11, 24)


def test_english_writes_the_day_before_the_month_too() -> None:
    with override("en"):
        assert date_format(date(2013, 11, 24)) == "24 November 2013"
