// The chair hears that something was raised: a soft tone when a point of order, or a request to
// move procedure, joins those that wait; and the count of them in the title of the page.
//   data-points="2" data-sound    a fragment with so many that wait; heard when the number rises
//   data-sound-switch             a button that turns the sound on and off, remembered here
// Off until it has been pressed: a browser plays no sound unasked, and nor do we.
"use strict";
(() => {
  const KEY = "tellers.rostrum.sound";
  const title = document.title;
  const button = document.querySelector("[data-sound-switch]");
  const NOTES = [[660, 0], [880, 0.18]]; // hertz, seconds from now
  let audio;

  const remembered = () => {
    try {
      return localStorage.getItem(KEY) === "on";
    } catch {
      return false; // a browser that keeps nothing
    }
  };
  let isOn = remembered();

  const waiting = () =>
    [...document.querySelectorAll("[data-points]")].reduce((sum, each) => sum + Number(each.dataset.points), 0);
  let before = waiting();

  function play() {
    try {
      audio ??= new AudioContext();
      audio.resume();
      for (const [hertz, at] of NOTES) {
        const from = audio.currentTime + at;
        const tone = audio.createOscillator();
        const volume = audio.createGain();
        tone.frequency.value = hertz;
        volume.gain.setValueAtTime(0.2, from);
        volume.gain.exponentialRampToValueAtTime(0.001, from + 0.16);
        tone.connect(volume).connect(audio.destination);
        tone.start(from);
        tone.stop(from + 0.17);
      }
      document.documentElement.dataset.sounded = String(Number(document.documentElement.dataset.sounded ?? 0) + 1);
    } catch {
      // no sound in this browser: the count is shown all the same
    }
  }

  function say() {
    if (!button) return;
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isOn));
  }

  function count() {
    const now = waiting();
    document.title = now ? `(${now}) ${title}` : title;
    if (now > before && isOn) play();
    before = now;
  }

  button?.addEventListener("click", () => {
    isOn = !isOn;
    try {
      localStorage.setItem(KEY, isOn ? "on" : "off");
    } catch {
      // it holds for this page
    }
    say();
    if (isOn) play(); // it is heard what will be heard
  });
  document.addEventListener("live:swapped", count);
  say();
  count();
})();
