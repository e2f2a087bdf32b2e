// The chair's console: a sound and a count in the title for each point of order that waits.
// The page works without it; nothing here presses a button.
"use strict";
(() => {
  const title = document.title;
  let before = waiting();

  function waiting() {
    return document.querySelectorAll("[data-point-waits]").length;
  }

  // Two short notes, made here: no file to fetch at the moment that it is needed.
  function ring() {
    try {
      const sound = new AudioContext();
      for (const [note, at] of [[660, 0], [880, 0.18]]) {
        const tone = sound.createOscillator();
        const volume = sound.createGain();
        tone.frequency.value = note;
        volume.gain.setValueAtTime(0.2, sound.currentTime + at);
        volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + at + 0.16);
        tone.connect(volume).connect(sound.destination);
        tone.start(sound.currentTime + at);
        tone.stop(sound.currentTime + at + 0.17);
      }
      setTimeout(() => sound.close(), 600);
    } catch { /* a browser that has no sound shows the count all the same */ }
  }

  function count() {
    const now = waiting();
    document.title = now ? `(${now}) ${title}` : title;
    if (now > before) ring();
    before = now;
  }

  document.addEventListener("live:swapped", count);
  count();
})();
