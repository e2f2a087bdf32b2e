// Paragraphs of a draft put in order by dragging. The buttons Up and Down do the same without it;
// what is dragged is kept, as everything else on the page, by Save.

const list = document.querySelector(".drafted");
let lifted = null;

function renumber() {
  list.querySelectorAll("[data-paragraph]").forEach((row, index) => {
    const order = row.querySelector("[data-order] input");
    if (order) order.value = index + 1;
  });
}

for (const row of list?.querySelectorAll("[data-paragraph]:has([data-grip])") ?? []) {
  const grip = row.querySelector("[data-grip]");
  row.draggable = true;
  let gripped = false; // so that words in a field can still be marked with the mouse
  row.addEventListener("pointerdown", (event) => {
    gripped = grip.contains(event.target);
  });
  row.addEventListener("dragstart", (event) => {
    if (!gripped) {
      event.preventDefault();
      return;
    }
    lifted = row;
    row.classList.add("is-lifted");
    event.dataTransfer.effectAllowed = "move";
  });
  row.addEventListener("dragover", (event) => {
    if (!lifted || lifted === row) return;
    event.preventDefault();
    row.classList.add("is-over");
  });
  row.addEventListener("dragleave", () => row.classList.remove("is-over"));
  row.addEventListener("drop", (event) => {
    event.preventDefault();
    row.classList.remove("is-over");
    if (!lifted) return;
    const rows = [...list.children];
    const after = rows.indexOf(lifted) < rows.indexOf(row);
    row[after ? "after" : "before"](lifted);
    renumber();
  });
  row.addEventListener("dragend", () => {
    row.classList.remove("is-lifted");
    lifted = null;
  });
}
