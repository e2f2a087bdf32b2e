// The order of business by dragging. Every drop sends the form that ticks and buttons send: whoever
// drags does nothing that cannot be done with the keyboard (WCAG 2.5.7).
"use strict";
(() => {
  const form = document.getElementById("order-of-business");
  if (!form) return;
  let dragged = null;

  const rows = (item) => [...item.querySelectorAll("[data-motion]")].filter((row) => row !== dragged);

  function placeAt(item, y) {
    const before = rows(item).findIndex((row) => {
      const box = row.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    return before < 0 ? "" : String(before + 1);
  }

  form.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-motion]") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.motion);
    form.classList.add("order--dragging");
  });
  form.addEventListener("dragend", () => {
    dragged = null;
    form.classList.remove("order--dragging");
    for (const item of form.querySelectorAll(".order__item--over")) item.classList.remove("order__item--over");
  });
  form.addEventListener("dragover", (event) => {
    const item = dragged && event.target.closest("[data-item], .order__waiting");
    for (const each of form.querySelectorAll(".order__item--over")) if (each !== item) each.classList.remove("order__item--over");
    if (!item) return;
    event.preventDefault();
    item.classList.add("order__item--over");
  });
  form.addEventListener("drop", (event) => {
    const item = dragged && event.target.closest("[data-item], .order__waiting");
    if (!item) return;
    event.preventDefault();
    for (const box of form.querySelectorAll('[name="motions"]')) box.checked = box.value === dragged.dataset.motion;
    form.elements.item.value = item.dataset.item ?? "";
    form.elements.place.value = item.dataset.item ? placeAt(item, event.clientY) : "";
    form.querySelector(`[name="act"][value="${item.dataset.item ? "place" : "unplace"}"]`).click();
  });
})();
