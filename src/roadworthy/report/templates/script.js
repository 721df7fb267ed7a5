"use strict";
(() => {
  const every = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  // A link to a gap or a verdict opens the fold it stands in.
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = every("details:not([open])");
    folded.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((fold) => { fold.open = false; }));

  for (const shown of every("[data-copy]")) {
    const text = shown.textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy the command");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(shown);
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 1600);
    });
    shown.after(button);
  }

  const gaps = document.getElementById("gap-filter");
  if (gaps) {
    const folds = every("details.gap");
    const texts = folds.map((fold) => fold.textContent.toLowerCase());
    const { words, state, dimension, open } = gaps.elements;
    const apply = () => {
      const wanted = words.value.trim().toLowerCase();
      let shown = 0;
      folds.forEach((fold, at) => {
        fold.hidden = (state.value && fold.dataset.state !== state.value) ||
          (dimension.value && fold.dataset.dimension !== dimension.value) || !texts[at].includes(wanted);
        if (!fold.hidden) shown += 1;
      });
      gaps.querySelector("output").textContent = shown === folds.length ? "" : `${shown} of ${folds.length}`;
    };
    gaps.hidden = false;
    gaps.addEventListener("input", apply);
    gaps.addEventListener("submit", (event) => event.preventDefault());
    open.addEventListener("click", () => {
      const opening = open.textContent === "Open all";
      folds.forEach((fold) => { fold.open = opening; });
      open.textContent = opening ? "Close all" : "Open all";
    });
  }

  const filter = document.getElementById("matrix-filter");
  if (filter) {
    const table = document.querySelector(".matrix table");
    const rows = every("tbody tr", table);
    const cells = every("[data-d]", table);
    const { words, dimension, open } = filter.elements;
    const apply = () => {
      const wanted = words.value.trim().toLowerCase();
      for (const cell of cells) cell.hidden = dimension.value !== "" && cell.dataset.d !== dimension.value;
      let shown = 0;
      for (const row of rows) {
        const inside = dimension.value === "" ? "a" : `[data-d="${dimension.value}"] a`;
        const standing = row.querySelector(`${inside}:is(.proven, .suspected, .unknown)`);
        row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted) || (open.checked && !standing);
        if (!row.hidden) shown += 1;
      }
      filter.querySelector("output").textContent = shown === rows.length ? "" : `${shown} of ${rows.length}`;
    };
    filter.hidden = false;
    filter.addEventListener("input", apply);
    filter.addEventListener("submit", (event) => event.preventDefault());
  }
})();
