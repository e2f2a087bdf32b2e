// Keeps what a person types into a form: in this tab at once, at the server a moment later. A
// session that has run out loses nothing: what the tab holds is put back once its writer is here
// again. Words that were sent, or thrown away, are older than what the server says, and let go.
"use strict";
(() => {
  const PAUSE = 1_200; // after the last key
  const came = performance.timeOrigin + (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);
  const offset = Date.parse(document.documentElement.dataset.serverNow) - came || 0;
  const now = () => Date.now() + offset;
  const isTyped = (field) =>
    field.name && !field.disabled && !/^(file|password|submit|button)$/.test(field.type) &&
    (field.type !== "hidden" || field.hasAttribute("data-jotted"));

  const store = {
    get(name) { try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; } },
    set(name, value) { try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* full, or private */ } },
    drop(name) { try { sessionStorage.removeItem(name); } catch { /* as above */ } },
  };

  // Whoever signs out leaves nothing behind for whoever sits down next.
  document.querySelector(".masthead__who form")?.addEventListener("submit", () => {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith("jotting:")) store.drop(name);
  });

  function keep(place) {
    const form = place.closest("form");
    const { jotting: key, jottingOf, jottingAt, jottingTo } = place.dataset;
    const name = `jotting:${jottingOf}:${key}`;
    const said = place.querySelector("[data-jotting-said]");
    const aloud = place.querySelector("[data-jotting-aloud]");
    const fields = () => [...form.elements].filter(isTyped);
    let timer, unsaved = false, sending = false;

    const values = () => {
      const read = {};
      for (const field of fields()) {
        read[field.name] ??= [];
        if (/^(radio|checkbox)$/.test(field.type)) { if (field.checked) read[field.name].push(field.value); }
        else if (field.type === "select-multiple") for (const { value } of field.selectedOptions) read[field.name].push(value);
        else read[field.name].push(field.value);
      }
      return read;
    };

    function restore(kept) {
      let changed = false;
      const left = structuredClone(kept);
      for (const field of fields()) {
        const told = left[field.name];
        if (!told) continue;
        if (/^(radio|checkbox)$/.test(field.type)) {
          const checked = told.includes(field.value);
          changed ||= field.checked !== checked;
          field.checked = checked;
        } else if (field.type === "select-multiple") {
          for (const option of field.options) option.selected = told.includes(option.value);
        } else if (told.length) {
          const value = told.shift();
          changed ||= field.value !== value;
          field.value = value;
        }
        if (changed) field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      return changed;
    }

    const say = (words, isNews) => {
      said.textContent = words;
      if (isNews && aloud.textContent !== words) aloud.textContent = words;
    };

    async function send() {
      clearTimeout(timer);
      if (!unsaved || sending) return;
      unsaved = false;
      sending = true;
      const body = new URLSearchParams();
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.set("jotting", key);
      for (const [field, told] of Object.entries(values())) for (const value of told) body.append(field, value);
      try {
        const answer = await fetch(jottingTo, { method: "POST", body, headers: { "X-Jotting": "1" }, redirect: "error", keepalive: String(body).length < 50_000 });
        if (answer.ok) say(place.dataset.kept, false);
        else if ([401, 403].includes(answer.status)) say(place.dataset.signedOut, true);
        else say((await answer.json()).words, true);
      } catch {
        say(place.dataset.hereOnly, true);
      }
      sending = false;
      if (unsaved) timer = setTimeout(send, PAUSE);
    }

    const held = store.get(name);
    if (held && held.at > (Date.parse(jottingAt) || 0)) {
      if (restore(held.fields)) {
        say(place.dataset.back, true);
        unsaved = true;
        timer = setTimeout(send, PAUSE);
      }
    } else if (held) store.drop(name);

    form.addEventListener("input", ({ target }) => {
      if (!isTyped(target)) return;
      store.set(name, { at: now(), fields: values() });
      unsaved = true;
      clearTimeout(timer);
      timer = setTimeout(send, PAUSE);
    });
    document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
    form.addEventListener("submit", ({ submitter }) => {
      clearTimeout(timer); // what is sent needs no keeping; if it comes back, the tab has it
      unsaved = false;
      if (submitter?.hasAttribute("data-jotting-forget")) store.drop(name);
      else store.set(name, { at: now(), fields: values() });
    });
  }

  for (const place of document.querySelectorAll("[data-jotting]")) keep(place);
})();
