"""The catalogue of translations, without GNU gettext: `python -m tools.messages COMMAND`.

update   brings locale/es up to date with the message ids of our code and templates
check    lists everything that is missing, left over or does not match; exit code 1 if there is any
compile  writes the .mo file that Django reads
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

BASE_DIR = Path(__file__).resolve().parent.parent
CATALOGUE = BASE_DIR / "locale" / "es" / "LC_MESSAGES" / "django.po"
PACKAGES = ("copaperu", "standings", "competitions")
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg"}
METADATA = {
    "Project-Id-Version": "copaperu",
    "Language": "es",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}

# Which argument is what, in the functions of django.utils.translation.
_SIGNATURES: dict[str, tuple[str, ...]] = {
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "ngettext_lazy": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "pgettext_lazy": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
    "npgettext_lazy": ("context", "msgid", "plural"),
}
_MODULE = "django.utils.translation"
_NAMED = re.compile(r"%\((\w+)\)s")
_TAG = re.compile(r"</?[a-z][^>]*>")
_ENDINGS = ".:?!…"
_ABBREVIATIONS = ("W.O.", "No.", "agg.")


@dataclass(frozen=True, slots=True, order=True)
class Message:
    msgid: str
    context: str = ""
    plural: str = ""
    where: str = field(default="", compare=False)


class MessageError(Exception):
    """A translation call that nobody could translate; says where and why."""


def messages_in_python(source: str, where: str) -> Iterator[Message]:
    """Yield the messages of a module; names are followed through its imports.

    A call whose text is a variable is passed over: its text is marked where it is written. Raises
    MessageError for a text that is put together inside the call.
    """
    tree = ast.parse(source)
    functions: dict[str, str] = {}
    modules: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        for name in node.names:
            if node.module == _MODULE and name.name in _SIGNATURES:
                functions[name.asname or name.name] = name.name
            elif node.module == "django.utils" and name.name == "translation":
                modules.add(name.asname or name.name)
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Call(func=func), attr="format") if _called(
                func, functions, modules
            ):
                raise MessageError(f"{where}:{node.lineno}: fill in values with %, not format().")
        if isinstance(node, ast.Call) and (function := _called(node.func, functions, modules)):
            message = _message(function, node, where)
            if message:
                yield message


def _called(func: ast.expr, functions: dict[str, str], modules: set[str]) -> str | None:
    match func:
        case ast.Name(id=name):
            return functions.get(name)
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in modules:
            return name if name in _SIGNATURES else None
    return None


def _message(function: str, call: ast.Call, where: str) -> Message | None:
    texts: dict[str, str] = {}
    for role, argument in zip(_SIGNATURES[function], call.args, strict=False):
        match argument:
            case ast.Constant(value=str(text)):
                texts[role] = text
            case ast.Name() | ast.Attribute() | ast.Subscript():
                return None
            case _:
                raise MessageError(
                    f"{where}:{call.lineno}: {function}() takes a text as it is; "
                    "put values in afterwards, with %(name)s."
                )
    if "msgid" not in texts:
        raise MessageError(f"{where}:{call.lineno}: {function}() without its text.")
    return Message(where=where, **texts)


_LITERAL = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_TEMPLATE_CALL = re.compile(
    rf"(?<!\w)(_|gettext|ngettext|pgettext|npgettext)\(({_LITERAL}(?:,\s*{_LITERAL})*)(?:,\s*count)?\)"
)

_ESCAPED_QUOTE = re.compile(r"""\{%\s*trans(?:late)?\s+(?:'[^']*\\'|"[^"]*\\")""")


def messages_in_template(source: str, where: str) -> Iterator[Message]:
    """Yield the messages of a template's tags, blocks and `_("...")` constants."""
    if escaped := _ESCAPED_QUOTE.search(source):
        # Django's own extraction would end the text there, and look for another one at run time.
        raise MessageError(f"{where}: {escaped[0]}: use the other quotes outside.")
    for function, arguments in _TEMPLATE_CALL.findall(templatize(source, origin=where)):
        texts = ast.literal_eval(f"({arguments},)")
        roles = _SIGNATURES["gettext" if function == "_" else function]
        yield Message(where=where, **dict(zip(roles, texts, strict=True)))


def extract(root: Path) -> tuple[list[Message], list[str]]:
    """Return each message of our packages and templates once, sorted, and the faults of all."""
    found: dict[tuple[str, str], Message] = {}
    faults: list[str] = []
    for path, read in _sources(root):
        where = path.relative_to(root).as_posix()
        try:
            for message in read(path.read_text(encoding="utf-8"), where):
                faults += _faults_of_id(message)
                key = (message.context, message.msgid)
                known = found.setdefault(key, message)
                if known.plural != message.plural:
                    if known.plural and message.plural:
                        faults.append(
                            f"{where}: {message.msgid!r} has another plural in {known.where}."
                        )
                    elif message.plural:
                        found[key] = message
        except MessageError as error:
            faults.append(str(error))
    return sorted(found.values()), faults


def _sources(root: Path):
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, messages_in_python
    folders = [root / "templates", *(root / package / "templates" for package in PACKAGES)]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in TEMPLATE_SUFFIXES:
                yield path, messages_in_template


def _faults_of_id(message: Message) -> Iterator[str]:
    for text in (message.msgid, message.plural):
        if not text.strip() and text == message.msgid:
            yield f"{message.where}: an empty message."
        if re.search(r"%[sd]", text.replace("%%", "")):
            yield f"{message.where}: {text!r} names its values in %(name)s only."
        if text != text.strip():
            yield f"{message.where}: {text!r} begins or ends with a space; trim it."


def merge(old: polib.POFile, messages: Iterable[Message]) -> polib.POFile:
    """Return a catalogue of just these messages, with what `old` knows of their translations."""
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=100)
    new.metadata = dict(METADATA)
    for message in sorted(messages):
        entry = polib.POEntry(
            msgid=message.msgid,
            msgctxt=message.context or None,
            msgid_plural=message.plural,
            occurrences=[(message.where, "")],
        )
        before = known.get((message.context, message.msgid))
        if message.plural:
            kept = before.msgstr_plural if before else {}
            entry.msgstr_plural = {0: kept.get(0, ""), 1: kept.get(1, "")}
        elif before:
            entry.msgstr = before.msgstr or before.msgstr_plural.get(0, "")
        if before:
            entry.tcomment = before.tcomment
            entry.flags = [flag for flag in before.flags if flag == "fuzzy"]
        new.append(entry)
    return new


def faults(catalogue: polib.POFile, messages: Iterable[Message]) -> list[str]:
    """Return a sentence for everything that keeps the catalogue from being complete."""
    entries = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue}
    result: list[str] = []
    for message in messages:
        entry = entries.pop((message.context, message.msgid), None)
        if entry is None or entry.obsolete or entry.msgid_plural != message.plural:
            result.append(f"{message.where}: {message.msgid!r} is not in the catalogue.")
        else:
            result += [f"{message.where}: {message.msgid!r} {why}" for why in _faults_of(entry)]
    result += [f"{msgid!r} is in the catalogue and nowhere else." for _, msgid in entries]
    return result


def _faults_of(entry: polib.POEntry) -> Iterator[str]:
    pairs = (
        [
            (entry.msgid, entry.msgstr_plural.get(0, "")),
            (entry.msgid_plural, entry.msgstr_plural.get(1, "")),
        ]
        if entry.msgid_plural
        else [(entry.msgid, entry.msgstr)]
    )
    if entry.fuzzy:
        yield "is marked as fuzzy."
    if not all(translation for _, translation in pairs):
        yield "is not translated."
        return
    values = set(_NAMED.findall(entry.msgid + entry.msgid_plural))
    for number, (source, translation) in enumerate(pairs):
        named = set(_NAMED.findall(translation))
        # "1 club" may leave out the number; the plural may not.
        expected = set(_NAMED.findall(source)) if number or not entry.msgid_plural else named
        if named != expected or not named <= values:
            yield f"is translated with other values: {translation!r}."
        if values and not _formats(translation, values):
            yield f"is translated with a loose %: {translation!r}."
        if sorted(_TAG.findall(source)) != sorted(_TAG.findall(translation)):
            yield f"is translated with other tags: {translation!r}."
        if _ending(source) != _ending(translation):
            yield f"is translated with another ending: {translation!r}."


def _formats(text: str, values: set[str]) -> bool:
    try:
        text % dict.fromkeys(values, "")
    except (TypeError, ValueError, KeyError):
        return False
    return True


def _ending(text: str) -> str:
    """The mark that closes the text; the dot of an abbreviation closes nothing."""
    if text.endswith(_ABBREVIATIONS):
        return ""
    return text[-1] if text[-1] in _ENDINGS else ""


def _read() -> polib.POFile:
    return polib.pofile(str(CATALOGUE), wrapwidth=100) if CATALOGUE.exists() else polib.POFile()


def update() -> int:
    old = _read()
    messages, faults_in_sources = extract(BASE_DIR)
    new = merge(old, messages)
    ids = {(entry.msgctxt, entry.msgid) for entry in new}
    for entry in old:
        if (entry.msgctxt, entry.msgid) not in ids:
            print(f"gone: {entry.msgid!r}, translated {entry.msgstr!r}")
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(CATALOGUE))
    print(f"{len(new)} messages, {len(new.untranslated_entries())} of them not translated.")
    print("\n".join(faults_in_sources))
    return 1 if faults_in_sources else 0


def check() -> int:
    messages, found = extract(BASE_DIR)
    found += faults(_read(), messages)
    print("\n".join(found) or f"All {len(messages)} messages are translated.")
    return 1 if found else 0


def compile_catalogue() -> int:
    """Write the .mo file if it would change; a reader never sees half of it."""
    target = CATALOGUE.with_suffix(".mo")
    content = _read().to_binary()
    if not target.exists() or target.read_bytes() != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_suffix(".mo.new")
        new.write_bytes(content)
        new.replace(target)
    return 0


COMMANDS = {"update": update, "check": check, "compile": compile_catalogue}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    sys.exit(COMMANDS[sys.argv[1]]())
