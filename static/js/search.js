// Suggestions while somebody types: a list below the search field, for a finger or for the keys.
// Without this script the form asks the same of a page.
"use strict";

(() => {
  const form = document.querySelector("form.search");
  const field = form?.querySelector("input");
  if (!field) return;
  const list = Object.assign(document.createElement("div"), { id: "sugerencias", hidden: true });
  const status = Object.assign(document.createElement("p"), { className: "spoken" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.list);
  status.setAttribute("role", "status");
  form.append(list, status);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);

  let asked = "", timer = 0, request = null;

  const choose = (option) => {
    for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };

  const show = (open) => {
    list.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (!open) choose(null);
  };

  const forget = () => {
    clearTimeout(timer);
    request?.abort();
    asked = "";
    status.textContent = "";
    list.replaceChildren();
    show(false);
  };

  const option = (found, index) => {
    const link = Object.assign(document.createElement("a"), { id: `sugerencia-${index}`, href: found.address, tabIndex: -1 });
    const note = Object.assign(document.createElement("small"), { textContent: ` ${found.note}` });
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.append(found.name, note);
    return link;
  };

  const ask = async (words) => {
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(words)}`, { signal: request.signal });
      const { found, said } = await answer.json();
      list.replaceChildren(...found.map(option));
      status.textContent = said;
      show(found.length > 0 && document.activeElement === field);
    } catch { /* The line is gone, or more was typed: the form still works. */ }
  };

  field.addEventListener("input", () => {
    const words = field.value.trim();
    if (words.length < 3) return forget();
    if (words === asked) return;
    asked = words;
    clearTimeout(timer);
    timer = setTimeout(ask, 180, words);
  });

  field.addEventListener("keydown", (event) => {
    const options = [...list.children];
    const at = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      show(true);
      const next = at < 0 && step < 0 ? options.length - 1 : at + step;
      choose(options[next] ?? null);
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      location.assign(options[at].href);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    }
  });

  field.addEventListener("focus", () => show(list.children.length > 0));
  // A tap on a suggestion takes the focus only after it was followed.
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) show(false); });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  addEventListener("pageshow", forget);
})();
