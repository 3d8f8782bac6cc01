// The first time that a row of a table opens, the page of its results is read into the row itself.
document.addEventListener("toggle", async ({ target }) => {
  const row = target.name === "fila" && target.open && target.closest("tr").nextElementSibling;
  const link = row && row.querySelector("a.rest");
  if (!link || row.ariaBusy === "true") return;
  row.ariaBusy = "true";
  try {
    const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
    link.parentElement.replaceWith(document.adoptNode(page.querySelector(".opened")));
  } catch {
    // On a broken line the link stays: it leads to the same.
  }
  row.ariaBusy = "false";
}, true);
