"use strict";
// The rules editor by hand: rows are dragged, or moved with buttons, and their numbers follow. Zones
// show the fields of their kind. Without this file the numbers are typed, and every field is shown.
{
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  const make = (tag, attributes, text) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text) element.textContent = text;
    return element;
  };

  const order = (box) => {
    const words = box.dataset;
    const used = box.querySelector("[data-used]");
    const unused = box.querySelector("[data-unused]");
    const said = box.querySelector("[data-said]");
    const rowsOf = (list) => [...list.children];
    const numberOf = (row) => row.querySelector("input[type=number]");
    const nameOf = (row) => row.dataset.name;
    const isUsed = (row) => row.parentElement === used;

    const number = () => {
      rowsOf(used).forEach((row, index) => { numberOf(row).value = index + 1; });
      rowsOf(unused).forEach((row) => { numberOf(row).value = ""; });
      for (const row of box.querySelectorAll("[data-row]")) dress(row);
    };

    const tell = (row) => {
      said.textContent = isUsed(row)
        ? fill(words.moved, {
          name: nameOf(row), place: rowsOf(used).indexOf(row) + 1, count: used.children.length,
        })
        : fill(words.out, { name: nameOf(row) });
    };

    const settle = (row) => {
      number();
      tell(row);
    };

    const dress = (row) => {
      const [grip, up, down, toggle] = row.querySelectorAll("button");
      const at = rowsOf(row.parentElement).indexOf(row);
      grip.hidden = up.hidden = down.hidden = !isUsed(row);
      up.disabled = at === 0;
      down.disabled = at === row.parentElement.children.length - 1;
      toggle.textContent = isUsed(row) ? "×" : "+";
      toggle.setAttribute("aria-label", `${isUsed(row) ? words.drop : words.use}: ${nameOf(row)}`);
      toggle.title = isUsed(row) ? words.drop : words.use;
      row.classList.remove("errors");
    };

    const step = (row, by) => {
      const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      if (by < 0) other.before(row); else other.after(row);
      settle(row);
      const [, up, down] = row.querySelectorAll("button");
      // The button that was pressed may have come to the end of its way.
      const pressed = by < 0 ? up : down;
      (pressed.disabled ? (by < 0 ? down : up) : pressed).focus();
    };

    const toggle = (row) => {
      (isUsed(row) ? unused : used).append(row);
      box.querySelector("details").open = true;
      settle(row);
      row.querySelectorAll("button")[3].focus();
    };

    // What is typed is where it goes: the row that stood there and those behind it make room.
    const typed = (row) => {
      const wanted = Number.parseInt(numberOf(row).value, 10);
      if (!wanted || wanted < 1) {
        unused.append(row);
      } else {
        row.remove();
        used.insertBefore(row, used.children[wanted - 1] ?? null);
      }
      settle(row);
      numberOf(row).focus();
    };

    const drag = (row, grip) => {
      let from = null;
      const over = (event) => {
        if (from === null) return;
        const rows = rowsOf(used).filter((other) => other !== row);
        const below = rows.find((other) => {
          const area = other.getBoundingClientRect();
          return event.clientY < area.top + area.height / 2;
        });
        if (below !== row.nextElementSibling) used.insertBefore(row, below ?? null);
      };
      const end = (event) => {
        if (from === null) return;
        if (event.type === "pointercancel") used.insertBefore(row, from.next);
        from = null;
        row.classList.remove("dragged");
        settle(row);
      };
      grip.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        from = { next: row.nextElementSibling };
        // Moving the row in the document would end the capture of one of its own parts.
        used.setPointerCapture(event.pointerId);
        row.classList.add("dragged");
      });
      used.addEventListener("pointermove", over);
      used.addEventListener("pointerup", end);
      used.addEventListener("pointercancel", end);
    };

    for (const row of box.querySelectorAll("[data-row]")) {
      const tools = make("span", { class: "order-tools" });
      const grip = make("button", {
        type: "button", class: "grip", tabindex: "-1", "aria-hidden": "true",
        title: fill(words.drag, { name: nameOf(row) }),
      }, "⋮⋮");
      const up = make("button", { type: "button", "aria-label": fill(words.up, { name: nameOf(row) }) }, "↑");
      const down = make("button", { type: "button", "aria-label": fill(words.down, { name: nameOf(row) }) }, "↓");
      const put = make("button", { type: "button" });
      up.addEventListener("click", () => step(row, -1));
      down.addEventListener("click", () => step(row, 1));
      put.addEventListener("click", () => toggle(row));
      numberOf(row).addEventListener("change", () => typed(row));
      drag(row, grip);
      tools.append(grip, up, down, put);
      row.querySelector(".order-line").append(tools);
      const failed = row.classList.contains("errors");
      dress(row);
      if (failed) row.classList.add("errors");
    }
  };

  const zone = (item) => {
    const kind = item.querySelector("select[name$='-kind']");
    const refresh = () => {
      for (const field of item.querySelectorAll("[data-kinds]")) {
        const kinds = field.dataset.kinds.split(" ");
        field.hidden = !kinds.includes(kind.value) && !field.classList.contains("errors");
      }
    };
    kind.addEventListener("change", refresh);
    refresh();
  };

  const zones = (list) => {
    const template = document.querySelector("[data-zone-template]");
    const add = document.querySelector("[data-add-zone]");
    const total = document.querySelector("[name='zones-TOTAL_FORMS']");
    for (const item of list.children) zone(item);
    add.hidden = false;
    add.addEventListener("click", () => {
      const number = Number(total.value);
      const box = document.createElement("ol");
      box.append(template.content.cloneNode(true));
      for (const element of box.querySelectorAll("[name], [id], [for]")) {
        for (const name of ["name", "id", "for"]) {
          const value = element.getAttribute(name);
          if (value) element.setAttribute(name, value.replaceAll("__prefix__", number));
        }
      }
      const item = box.firstElementChild;
      list.append(item);
      total.value = number + 1;
      zone(item);
      item.querySelector("input[name$='-letter']").focus();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const box of document.querySelectorAll("[data-order]")) order(box);
    for (const list of document.querySelectorAll("[data-zones]")) zones(list);
    const trial = document.getElementById("prueba");
    if (trial) trial.focus({ preventScroll: location.hash !== "#prueba" });
  });
}
