import { get, Unreachable } from './api.js';

/**
 * Requests the status once a second, less often while the page is hidden, and never twice at a time. The worker keeps
 * no counters for this page, so that a closed page costs nothing.
 */

const PERIOD = 1_000;
const HIDDEN_PERIOD = 10_000;
const GONE_PERIOD = 2_000;

/** A request without an answer after this time counts as silence, though the answer may still come. */
const SILENT = 1_600;

export class Live {
  #listeners = { status: [], gone: [] };
  #timer = 0;
  #running = false;
  #asking = false;
  #answeredAt = Date.now();
  #isGone = false;

  /** Events: `status` with each response; `gone` with `{since, isSilent}` while there is none. */
  on(event, listener) {
    this.#listeners[event].push(listener);
  }

  start() {
    if (!this.#running) {
      this.#running = true;
      this.#answeredAt = Date.now();
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
    const silence = setTimeout(() => this.#gone(true), SILENT);
    try {
      const status = await get('status');
      this.#answeredAt = Date.now();
      this.#isGone = false;
      if (this.#running) {
        this.#tell('status', status);
      }
    } catch (failure) {
      if (this.#running && (failure instanceof Unreachable || failure.status >= 404)) {
        this.#gone(failure.isSilent === true);
      }
      if (!(failure instanceof Unreachable) && failure.status === undefined) {
        // A bug of this page, reported in the browser's console.
        console.error(failure);
      }
    } finally {
      clearTimeout(silence);
      this.#asking = false;
    }
    if (this.#running) {
      const period = this.#isGone ? GONE_PERIOD : document.hidden ? HIDDEN_PERIOD : PERIOD;
      this.#timer = setTimeout(() => this.#ask(), Math.max(100, period - (performance.now() - begun)));
    }
  }

  #gone(isSilent) {
    this.#isGone = true;
    if (this.#running) {
      this.#tell('gone', { since: this.#answeredAt, isSilent });
    }
  }

  #tell(event, value) {
    this.#listeners[event].forEach((listener) => listener(value));
  }
}
