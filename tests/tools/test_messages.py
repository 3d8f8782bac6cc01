import gettext
from pathlib import Path

import polib
import pytest

from tools.messages import (
    Message,
    MessageError,
    extract,
    faults,
    merge,
    messages_in_python,
    messages_in_template,
)


def in_python(source: str) -> list[Message]:
    return sorted(messages_in_python(source, "a.py"))


def in_template(source: str) -> list[Message]:
    return list(messages_in_template(source, "a.html"))


def catalogue(text: str) -> polib.POFile:
    return polib.pofile(text)


def test_messages_in_python_follow_the_names_of_imports() -> None:
    source = """
from django.utils import translation
from django.utils.translation import gettext_lazy as _, ngettext, npgettext as np, pgettext_lazy
a = _("One " "text.")
b = ngettext("%(n)s club", "%(n)s clubs", n) % {"n": n}
c = pgettext_lazy("football", "round")
d = np("football", "leg", "legs", 2)
e = translation.gettext("Plain")
"""
    assert in_python(source) == [
        Message("%(n)s club", plural="%(n)s clubs"),
        Message("One text."),
        Message("Plain"),
        Message("leg", context="football", plural="legs"),
        Message("round", context="football"),
    ]


def test_messages_in_python_pass_over_other_functions_and_variables() -> None:
    source = """
from django.utils.translation import gettext as _
from elsewhere import gettext
gettext("not ours")
_(label)
_(labels["a"])
"""
    assert in_python(source) == []


@pytest.mark.parametrize(
    "call",
    ['_(f"{n} clubs")', '_("%s" % n)', '_("a" if n else "b")', '_("{n} clubs").format(n=n)', "_()"],
)
def test_messages_in_python_refuse_a_text_put_together_in_the_call(call: str) -> None:
    with pytest.raises(MessageError, match=r"^a\.py:2: "):
        in_python(f"from django.utils.translation import gettext_lazy as _\nx = {call}")


def test_messages_in_template_sees_every_way_to_translate() -> None:
    source = """{% load i18n %}<h1>{% trans "Table" %}</h1>
    {% translate "It's" %}
    {% translate "round" context "football" as word %}
    {% blocktranslate trimmed with name=club.name %}
      The club
      {{ name }}, 100%.
    {% endblocktranslate %}
    {% blocktranslate count n=rows|length trimmed context "table" %}
      {{ n }} row{% plural %}{{ n }} rows
    {% endblocktranslate %}
    {{ _("Home") }} {{ club|default:_("Nobody") }} {% include "x.html" with title=_("Away") %}
    gettext('in the text')"""
    assert in_template(source) == [
        Message("Table"),
        Message("It's"),
        Message("round", context="football"),
        Message("The club %(name)s, 100%%."),
        Message("%(n)s row", context="table", plural="%(n)s rows"),
        Message("Home"),
        Message("Nobody"),
        Message("Away"),
    ]


@pytest.mark.parametrize("tag", [r"""{% translate 'It\'s' %}""", r'{% trans "A \"B\"" as x %}'])
def test_messages_in_template_refuse_escaped_quotes(tag: str) -> None:
    with pytest.raises(MessageError, match="use the other quotes"):
        in_template(tag)


def test_extract_merges_what_is_said_twice(tmp_path: Path) -> None:
    (tmp_path / "standings").mkdir()
    (tmp_path / "standings" / "a.py").write_text(
        "from django.utils.translation import gettext as _, ngettext\n"
        '_("club")\nngettext("club", "clubs", 2)\n'
    )
    (tmp_path / "standings" / "migrations").mkdir()
    (tmp_path / "standings" / "migrations" / "0001_initial.py").write_text(
        'from django.utils.translation import gettext as _\n_("old name")\n'
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text('{% translate "club" %}{% translate "Away" %}')
    assert extract(tmp_path) == ([Message("Away"), Message("club", plural="clubs")], [])


def test_extract_tells_every_fault_at_once(tmp_path: Path) -> None:
    (tmp_path / "standings").mkdir()
    (tmp_path / "standings" / "a.py").write_text(
        "from django.utils.translation import gettext as _, ngettext\n"
        '_("%s clubs")\n_(" padded")\nngettext("club", "clubs", 2)\nngettext("club", "teams", 2)\n'
    )
    _, faults_in_sources = extract(tmp_path)
    assert faults_in_sources == [
        "standings/a.py: '%s clubs' names its values in %(name)s only.",
        "standings/a.py: ' padded' begins or ends with a space; trim it.",
        "standings/a.py: 'club' has another plural in standings/a.py.",
    ]


def test_merge_keeps_translations_and_drops_what_is_gone() -> None:
    old = catalogue('msgid "Away"\nmsgstr "Visita"\n\nmsgid "Gone"\nmsgstr "Ido"\n')
    new = merge(old, [Message("Home"), Message("Away", where="a.py")])
    assert [(entry.msgid, entry.msgstr) for entry in new] == [("Away", "Visita"), ("Home", "")]


def test_merge_keeps_the_same_word_apart_by_context() -> None:
    old = catalogue(
        'msgctxt "football"\nmsgid "round"\nmsgstr "fecha"\n\nmsgid "round"\nmsgstr "redondo"\n'
    )
    new = merge(old, [Message("round"), Message("round", context="football")])
    assert [(entry.msgctxt, entry.msgstr) for entry in new] == [
        (None, "redondo"),
        ("football", "fecha"),
    ]


def test_faults_of_a_complete_catalogue_are_none() -> None:
    complete = catalogue(
        'msgid "%(n)s club."\nmsgid_plural "%(n)s clubs."\n'
        'msgstr[0] "Un club."\nmsgstr[1] "%(n)s clubes."\n\n'
        'msgid "Why?"\nmsgstr "¿Por qué?"\n'
    )
    messages = [Message("%(n)s club.", plural="%(n)s clubs."), Message("Why?")]
    assert faults(complete, messages) == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "Away"\nmsgstr "Visita"', "a.py: '%(n)s clubs.' is not in the catalogue."),
        ('msgid "%(n)s clubs."\nmsgstr ""', "a.py: '%(n)s clubs.' is not translated."),
        (
            '#, fuzzy\nmsgid "%(n)s clubs."\nmsgstr "%(n)s clubes."',
            "a.py: '%(n)s clubs.' is marked as fuzzy.",
        ),
        (
            'msgid "%(n)s clubs."\nmsgstr "%(m)s clubes."',
            "a.py: '%(n)s clubs.' is translated with other values: '%(m)s clubes.'.",
        ),
        (
            'msgid "%(n)s clubs."\nmsgstr "100% de %(n)s clubes."',
            "a.py: '%(n)s clubs.' is translated with a loose %: '100% de %(n)s clubes.'.",
        ),
        (
            'msgid "%(n)s clubs."\nmsgstr "<b>%(n)s</b> clubes."',
            "a.py: '%(n)s clubs.' is translated with other tags: '<b>%(n)s</b> clubes.'.",
        ),
        (
            'msgid "%(n)s clubs."\nmsgstr "%(n)s clubes"',
            "a.py: '%(n)s clubs.' is translated with another ending: '%(n)s clubes'.",
        ),
    ],
)
def test_faults_names_what_is_wrong(entry: str, fault: str) -> None:
    assert fault in faults(catalogue(entry + "\n"), [Message("%(n)s clubs.", where="a.py")])


def test_faults_of_a_plural_without_its_number() -> None:
    entry = (
        'msgid "%(n)s club"\nmsgid_plural "%(n)s clubs"\nmsgstr[0] "un club"\nmsgstr[1] "clubes"\n'
    )
    assert faults(catalogue(entry), [Message("%(n)s club", plural="%(n)s clubs")]) == [
        ": '%(n)s club' is translated with other values: 'clubes'."
    ]


def test_faults_of_a_message_that_nobody_uses() -> None:
    assert faults(catalogue('msgid "Gone"\nmsgstr "Ido"\n'), []) == [
        "'Gone' is in the catalogue and nowhere else."
    ]


def test_merged_catalogue_compiles_to_spanish_plurals(tmp_path: Path) -> None:
    old = catalogue(
        'msgid "%(n)s club"\nmsgid_plural "%(n)s clubs"\n'
        'msgstr[0] "%(n)s club"\nmsgstr[1] "%(n)s clubes"\n'
    )
    target = tmp_path / "django.mo"
    merge(old, [Message("%(n)s club", plural="%(n)s clubs")]).save_as_mofile(str(target))
    with target.open("rb") as file:
        spanish = gettext.GNUTranslations(file)
    assert [spanish.ngettext("%(n)s club", "%(n)s clubs", n) for n in (0, 1, 2)] == [
        "%(n)s clubes",
        "%(n)s club",
        "%(n)s clubes",
    ]
