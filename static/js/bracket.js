// The rows of a club light up together in the whole bracket, under the pointer and under the focus.
"use strict";

(() => {
  const bracket = document.querySelector(".whole");
  const light = (event) => {
    const club = event.target.closest("[data-club]")?.dataset.club;
    for (const row of bracket.querySelectorAll("[data-club]")) {
      row.classList.toggle("lit", row.dataset.club === club);
    }
  };
  for (const kind of ["pointerover", "focusin"]) bracket?.addEventListener(kind, light);
  bracket?.addEventListener("pointerleave", light);
})();
