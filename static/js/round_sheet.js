// Typing results: after the first digit in a field that was empty, the next empty one is at hand.
// Who needs a second digit goes back with Shift+Tab, or one tap, and types on.
"use strict";

(() => {
  const sheet = document.querySelector("form.sheet");
  if (!sheet) return;

  const isShown = (field) => field.checkVisibility ? field.checkVisibility() : field.offsetParent;

  const next = (field) => {
    const fields = [...sheet.querySelectorAll("input.goals")].filter(isShown);
    const rest = fields.slice(fields.indexOf(field) + 1);
    return rest.find((other) => other.value === "") || sheet.querySelector("button.default");
  };

  sheet.addEventListener("beforeinput", (event) => {
    if (event.target.matches("input.goals")) event.target.dataset.before = event.target.value;
  });

  sheet.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches("input.goals") || event.inputType !== "insertText") return;
    if (field.dataset.before === "" && /^\d$/.test(field.value)) next(field).focus();
  });
})();
