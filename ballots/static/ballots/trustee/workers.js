// As many workers as the device has cores for, each of them the one program that the page pins: it
// is fetched against its hash, for no browser pins the file of a worker by itself.

import { Fault } from "./sealing.js";

const MOST = 16;

class Worked {
  constructor(source) {
    this.waiting = new Map();
    this.worker = new Worker(source);
    this.worker.addEventListener("message", ({ data: { id, answer, fault, isFault } }) => {
      const { keep, fail } = this.waiting.get(id);
      this.waiting.delete(id);
      if (fault === undefined) keep(answer);
      else fail(isFault ? new Fault(fault) : new Error(fault));
    });
    this.worker.addEventListener("error", ({ message }) =>
      this.waiting.forEach(({ fail }) => fail(new Error(message))));
  }

  ask(act, given) {
    return new Promise((keep, fail) => {
      const id = crypto.randomUUID();
      this.waiting.set(id, { keep, fail });
      this.worker.postMessage({ id, act, ...given });
    });
  }
}

export class Workers {
  /** Hire workers that run one program, for one election. */
  static async hire({ url, integrity }, raw) {
    const answer = await fetch(url, { integrity });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const source = URL.createObjectURL(new Blob([await answer.text()], { type: "text/javascript" }));
    const count = Math.min(navigator.hardwareConcurrency || 2, MOST);
    const hired = new Workers(Array.from({ length: count }, () => new Worked(source)));
    try {
      await Promise.all(hired.all.map((each) => each.ask("prepare", { raw })));
    } catch (fault) {
      hired.dismiss();
      throw fault;
    }
    return hired;
  }

  constructor(all) {
    this.all = all;
  }

  /** Have pieces done by whoever is free; `heard` is given each answer, with the piece it is of. */
  async each(act, pieces, heard) {
    const left = pieces[Symbol.iterator]();
    await Promise.all(this.all.map(async (worker) => {
      for (let { value, done } = left.next(); !done; { value, done } = left.next())
        heard(await worker.ask(act, value), value);
    }));
  }

  dismiss() {
    this.all.forEach(({ worker }) => worker.terminate());
  }
}

/** Cut a list into pieces, for as many workers as there are, of no more than `most`. */
export function* slices(count, most) {
  for (let from = 0; from < count; from += most) yield [from, Math.min(from + most, count)];
}
