// What is pasted from a word processor into [data-paste], as plain lines: the server makes them, so
// that points, bullets and tables survive and nothing else does. If it cannot, the plain text goes in.
"use strict";
(() => {
  const put = (field, words) => {
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const clean = async (field, html) => {
    const form = new FormData();
    form.set("pasted", html);
    form.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(field.dataset.paste, { method: "POST", body: form });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    return answer.text();
  };

  document.addEventListener("paste", async (event) => {
    const field = event.target.closest?.("textarea[data-paste]");
    const html = event.clipboardData?.getData("text/html");
    if (!field?.form || !html) return;
    const plain = event.clipboardData.getData("text/plain");
    event.preventDefault();
    const words = await clean(field, html).catch(() => plain);
    put(field, words);
  });
})();
