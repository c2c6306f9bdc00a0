import { get, Unreachable } from './api.js';

/**
 * Asks for the figures once a second, seldom while nobody looks, and never twice at a time. The worker counts nothing for
 * this page, so that one that is closed costs nothing.
 */

const PERIOD = 1_000;
const HIDDEN_PERIOD = 10_000;
const GONE_PERIOD = 2_000;

export class Live {
  #listeners = { status: [], gone: [] };
  #timer = 0;
  #running = false;
  #asking = false;
  #goneSince = null;

  /** `status` with each answer; `gone` with the time since which nobody answers. */
  on(event, listener) {
    this.#listeners[event].push(listener);
  }

  start() {
    if (!this.#running) {
      this.#running = true;
      document.addEventListener('visibilitychange', this.#look);
      this.#ask();
    }
  }

  stop() {
    this.#running = false;
    document.removeEventListener('visibilitychange', this.#look);
    clearTimeout(this.#timer);
  }

  /** Whoever comes back to this page does not wait. */
  #look = () => {
    if (!document.hidden && !this.#asking) {
      this.#ask();
    }
  };

  async #ask() {
    clearTimeout(this.#timer);
    this.#asking = true;
    const begun = performance.now();
    try {
      const status = await get('status');
      this.#goneSince = null;
      if (this.#running) {
        this.#tell('status', status);
      }
    } catch (failure) {
      if (this.#running && (failure instanceof Unreachable || failure.status >= 404)) {
        this.#goneSince ??= Date.now();
        this.#tell('gone', this.#goneSince);
      }
      if (!(failure instanceof Unreachable) && failure.status === undefined) {
        // A fault of this page: the console of the browser is where it belongs.
        console.error(failure);
      }
    } finally {
      this.#asking = false;
    }
    if (this.#running) {
      const period = this.#goneSince !== null ? GONE_PERIOD : document.hidden ? HIDDEN_PERIOD : PERIOD;
      this.#timer = setTimeout(() => this.#ask(), Math.max(100, period - (performance.now() - begun)));
    }
  }

  #tell(event, value) {
    this.#listeners[event].forEach((listener) => listener(value));
  }
}
