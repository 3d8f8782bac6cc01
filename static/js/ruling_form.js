"use strict";
// Shows only the fields that the chosen effect needs. Without this file all of them are shown, and
// what stands in one that is not needed is not read.
{
  const refresh = () => {
    const chosen = document.querySelector("input[name='effect']:checked");
    for (const row of document.querySelectorAll("[data-effects]")) {
      row.hidden = Boolean(chosen) && !row.dataset.effects.split(" ").includes(chosen.value);
    }
    const walkover = document.querySelector("input[name='is_walkover']");
    const deduction = document.querySelector(".asked-takes_deduction");
    if (walkover && deduction) deduction.hidden ||= !walkover.checked;
  };
  document.addEventListener("DOMContentLoaded", refresh);
  document.addEventListener("change", refresh);
}
