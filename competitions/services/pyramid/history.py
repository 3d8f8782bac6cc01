"""The history of what was written in bulk: that every row was added, by one statement a model."""

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import CharField, DateTimeField, Exists, OuterRef, QuerySet, Value
from django.utils import timezone
from simple_history.utils import get_history_manager_for_model

from competitions.models import Club, League, Season
from competitions.services.below import BELOW, path_to_season

REASON = "simulate_season"


def record_history(season: Season) -> None:
    """As `bulk_create_with_history` would have done it, of everything that a season brought; of
    leagues and clubs for those that have no history yet."""
    now = timezone.now()
    for model in BELOW:
        mine = model._base_manager.filter(**{path_to_season(model): season})  # noqa: SLF001
        _copy_to_history(mine, now)
    for shared in (League, Club):
        history = get_history_manager_for_model(shared).model
        known = history.objects.filter(id=OuterRef("pk"))
        made = shared._base_manager.filter(~Exists(known), is_simulated=True)  # noqa: SLF001
        _copy_to_history(made, now)
    _copy_to_history(Season.objects.filter(pk=season.pk), now)


def _copy_to_history(rows: QuerySet[Any], now: dt.datetime) -> None:
    history = get_history_manager_for_model(rows.model).model
    names = [field.attname for field in history.tracked_fields]
    said = {
        "history_date": Value(now, output_field=DateTimeField()),
        "history_type": Value("+", output_field=CharField()),
        "history_change_reason": Value(REASON, output_field=CharField()),
    }
    chosen = rows.order_by().values_list(*names, *said.values())
    sql, params = chosen.query.sql_with_params()
    quote = connection.ops.quote_name
    columns = [history._meta.get_field(name).column for name in (*names, *said)]  # noqa: SLF001
    into = ", ".join(quote(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(history._meta.db_table)} ({into}) {sql}",  # noqa: SLF001
            params,
        )
