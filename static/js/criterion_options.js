"use strict";
// Shows only the options that the chosen criterion knows. Without this file all of them are shown,
// and the form says which one does not fit.
{
  const refresh = (row) => {
    const criterion = row.querySelector("select[name$='criterion']");
    if (!criterion) return;
    for (const select of row.querySelectorAll("select[data-criteria]")) {
      const fits = select.dataset.criteria.split(" ").includes(criterion.value);
      select.closest("label").hidden = !fits;
      if (!fits) select.value = "";
    }
  };
  const rowOf = (select) => select.closest("tr, .inline-related, form");
  const refreshAll = () => {
    for (const select of document.querySelectorAll("select[name$='criterion']")) {
      refresh(rowOf(select));
    }
  };
  document.addEventListener("DOMContentLoaded", refreshAll);
  document.addEventListener("formset:added", refreshAll);
  document.addEventListener("change", (event) => {
    if (event.target.matches("select[name$='criterion']")) refresh(rowOf(event.target));
  });
}
