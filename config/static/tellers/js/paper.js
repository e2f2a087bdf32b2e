// The paper of an election on a phone. Everything works without this: boxes for numbers, ticks, and
// a page between marking and casting. With it, numbers are given by tapping candidates in order, the
// review is moved up and down at once, and a paper that could not be sent stays as it is; which
// live.js says, so that without it this leaves the page alone.
"use strict";
(() => {
  const paper = document.getElementById("paper");
  if (!paper || !document.documentElement.dataset.liveState) return;
  const PATIENCE = 20_000;

  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  document.body.append(said);
  const announce = (words) => {
    said.textContent = "";
    setTimeout(() => { said.textContent = words; }, 100); // a change is what is read out
  };

  const ordinal = (n) => {
    const teens = n % 100 >= 11 && n % 100 <= 13;
    return `${n}${teens ? "th" : { 1: "st", 2: "nd", 3: "rd" }[n % 10] ?? "th"}`;
  };

  // --- a draft: a phone short of memory throws pages away, and with them what was marked ---------
  const drafts = {
    key: (form) => `paper:${form.dataset.draft}`,
    keep(form, marks) {
      try { sessionStorage.setItem(this.key(form), JSON.stringify(marks)); } catch { /* private mode */ }
    },
    take(form) {
      try { return JSON.parse(sessionStorage.getItem(this.key(form)) ?? "null"); } catch { return null; }
    },
    drop(form) {
      try { sessionStorage.removeItem(this.key(form)); } catch { /* as above */ }
    },
  };
  // Whoever signs out here leaves nothing of their paper behind on a phone that others use.
  document.querySelector(".masthead__who form")?.addEventListener("submit", () => {
    try { sessionStorage.clear(); } catch { /* as above */ }
  });

  // --- tapping candidates in order ----------------------------------------------------------------
  function rank(form) {
    const rows = [...form.querySelectorAll("[data-candidate]")].map((row) => {
      const box = row.querySelector(".slate__box");
      const words = row.querySelector(".slate__words");
      return { row, box, words, name: words.querySelector(".slate__name").textContent.trim() };
    });
    const most = Number(form.dataset.most);
    const typed = rows.filter(({ box }) => box.value.trim());
    const tidy = typed.map(({ box }) => Number(box.value)).sort((a, b) => a - b)
      .every((number, index) => number === index + 1);
    if (!tidy) return; // numbers that say something else are put right where they stand
    const draft = typed.length ? null : drafts.take(form);
    const order = draft
      ? draft.map((name) => rows.find(({ box }) => box.name === name)).filter(Boolean)
      : typed.sort((a, b) => a.box.value - b.box.value);

    for (const each of rows) {
      const tap = document.createElement("button");
      tap.type = "button";
      tap.className = "slate__tap";
      tap.id = `tap-${each.box.id}`;
      each.place = Object.assign(document.createElement("span"), { className: "slate__place" });
      each.place.setAttribute("aria-hidden", "true");
      each.said = Object.assign(document.createElement("span"), { className: "visually-hidden" });
      const words = document.createElement("span");
      words.className = "slate__words";
      words.append(...each.words.childNodes);
      tap.append(each.place, words, each.said);
      each.words.replaceWith(tap);
      each.box.type = "hidden";
      each.tap = tap;
      tap.addEventListener("click", () => press(each));
    }
    const clear = form.querySelector("[data-clear]");
    clear.addEventListener("click", () => {
      order.length = 0;
      show();
      announce("Nobody is ranked now.");
      rows[0]?.tap.focus();
    });

    function press(each) {
      const at = order.indexOf(each);
      if (at >= 0) {
        order.splice(at, 1);
        announce(`${each.name} is taken out. ${order.length} ranked.`);
      } else if (order.length >= most) {
        announce(`You have used all ${most}. Tap one to take it out first.`);
        return full(form, most);
      } else {
        order.push(each);
        announce(`${each.name} is your ${ordinal(order.length)} preference.`);
      }
      show();
    }

    function show() {
      for (const each of rows) {
        const place = order.indexOf(each) + 1;
        each.box.value = place || "";
        each.place.textContent = place || "";
        each.said.textContent = place ? `: your ${ordinal(place)} preference` : "";
        each.tap.setAttribute("aria-pressed", String(place > 0));
      }
      clear.hidden = !order.length;
      const count = form.querySelector("[data-count]");
      count.removeAttribute("role"); // each tap is announced by name
      count.textContent = order.length ? `${order.length} of ${most} ranked` : "Tap your first choice";
      drafts.keep(form, order.map(({ box }) => box.name));
    }
    show();
  }

  function full(form, most) {
    form.querySelector("[data-count]").textContent = `All ${most} used: take one out first`;
  }

  // --- crosses --------------------------------------------------------------------------------------
  function cross(form) {
    const boxes = [...form.querySelectorAll("[name=x]")];
    const most = Number(form.dataset.most);
    const count = form.querySelector("[data-count]");
    const used = () => boxes.filter((box) => box.checked);
    const show = () => {
      count.textContent = form.dataset.marking === "crosses" ? `${used().length} of ${most} used` : "";
      drafts.keep(form, used().map((box) => box.value));
    };
    if (!used().length) for (const value of drafts.take(form) ?? []) {
      const box = boxes.find((each) => each.value === value);
      if (box) box.checked = true;
    }
    for (const box of boxes) {
      box.addEventListener("change", () => {
        if (used().length > most) {
          box.checked = false;
          show();
          return full(form, most);
        }
        show();
      });
    }
    show();
  }

  // --- the review: moved up and down at once ---------------------------------------------------------
  function reorder(button) {
    const line = button.closest("li");
    const up = button.name === "up";
    const other = up ? line.previousElementSibling : line.nextElementSibling;
    const name = line.querySelector(".ranking__name").textContent.trim();
    if (!other) return announce(`${name} is ${up ? "first" : "last"} already.`);
    if (up) other.before(line); else other.after(line);
    const lines = [...line.parentElement.children];
    lines.forEach((each, index) => {
      each.querySelector("input").value = index + 1;
      each.querySelector(".ranking__place").textContent = index + 1;
      const [higher, lower] = each.querySelectorAll(".ranking__move");
      higher.toggleAttribute("aria-disabled", false);
      lower.toggleAttribute("aria-disabled", false);
      if (!index) higher.setAttribute("aria-disabled", "true");
      if (index === lines.length - 1) lower.setAttribute("aria-disabled", "true");
    });
    drafts.keep(line.closest("form"), lines.map((each) => each.querySelector("input").name));
    button.focus();
    announce(`${name} is your ${ordinal(lines.indexOf(line) + 1)} preference.`);
  }

  // --- sending ------------------------------------------------------------------------------------------
  // The page that answers is the page that a browser without scripts would show; its paper is taken
  // from it. Where no answer comes, live.js says so and nothing here has changed.
  function send(form, button) {
    if (form.getAttribute("aria-busy")) return;
    const body = new FormData(form);
    if (button?.name) body.append(button.name, button.value);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.timeout = PATIENCE;
    form.setAttribute("aria-busy", "true");
    // Said first, so that what live.js says of this request stands before we look for it.
    form.dispatchEvent(new CustomEvent("live:sending", { bubbles: true, detail: { xhr: request, button } }));
    request.addEventListener("loadend", () => {
      form.removeAttribute("aria-busy");
      const notice = paper.querySelector("[data-not-sent]");
      notice?.scrollIntoView({ block: "end" });
    });
    request.addEventListener("load", () => {
      if (request.status >= 500) return;
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const fresh = page.getElementById("paper");
      if (!fresh) return location.assign(request.responseURL); // signed out, or elsewhere
      if (button?.value === "cast" && !fresh.querySelector("form")) drafts.drop(form);
      paper.replaceChildren(...document.importNode(fresh, true).childNodes);
      if (!fresh.querySelector("form")) document.getElementById("unable")?.remove();
      if (fresh.querySelector("[data-review]") && !history.state?.review) history.pushState({ review: true }, "");
      begin();
      const head = paper.querySelector("[data-faults], .notice--refused, h2[tabindex]");
      head?.setAttribute("tabindex", "-1");
      head?.focus({ preventScroll: true });
      paper.scrollIntoView({ block: "start" });
    });
    request.send(new URLSearchParams(body));
  }

  paper.addEventListener("submit", (event) => {
    if (!event.target.matches(".marking")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  paper.addEventListener("click", (event) => {
    const button = event.target.closest(".ranking__move");
    if (!button) return;
    event.preventDefault();
    reorder(button);
  });
  // The way back from the review is the browser's own, too.
  addEventListener("popstate", () => paper.querySelector("[data-review] [value=change]")?.click());

  function begin() {
    const form = paper.querySelector("[data-marking]");
    if (form) (form.dataset.marking === "ranked" ? rank : cross)(form);
  }
  begin();
})();
