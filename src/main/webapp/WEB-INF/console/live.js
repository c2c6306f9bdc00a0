import { get, Unreachable } from './api.js';

/**
 * Requests the status once a second, less often while the page is hidden, and never twice at a time. The worker keeps
 * no counters for this page, so that a closed page costs nothing.
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

  /** Events: `status` with each response; `gone` with the time since which the worker has not answered. */
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

  /** Refreshes at once when the page becomes visible again. */
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
        // A bug of this page, reported in the browser's console.
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
