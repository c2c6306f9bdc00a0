import { get, Refused, setToken, Unreachable, whenTokenRefused } from './api.js';
import { byId } from './dom.js';

/** The login form for the token, and the button that forgets it. */

const REFUSALS = {
  no_token: 'Give the token of this worker.',
  wrong_token: 'This is not the token of this worker.',
  not_configured: 'This worker has no ADMIN_TOKEN and no ADMIN_TOKENS_FILE, so it serves nothing to operators. Set one and restart it.',
  too_many_tries: 'This is not the token of this worker, and too many wrong ones came from this address.',
};

export class Door {
  #opened;
  #closed;

  /** @param callbacks `opened` once a token was accepted, `closed` when one is needed */
  constructor({ opened, closed }) {
    this.#opened = opened;
    this.#closed = closed;
    whenTokenRefused((refusal) => {
      setToken('');
      this.show(REFUSALS[refusal.code] ?? refusal.message);
    });
    byId('door-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#enter(byId('token').value.trim());
    });
    byId('leave').addEventListener('click', () => {
      setToken('');
      // Reloading discards all data that the page has shown.
      location.reload();
    });
  }

  show(problem = '') {
    this.#closed();
    byId('room').hidden = true;
    byId('banner').hidden = true;
    byId('silent-pods').hidden = true;
    byId('leave').hidden = true;
    byId('door').hidden = false;
    byId('door-problem').textContent = problem;
    byId('door-problem').hidden = problem === '';
    byId('enter').disabled = false;
    byId('token').value = '';
    byId('token').focus();
  }

  open() {
    byId('token').value = '';
    byId('door').hidden = true;
    byId('room').hidden = false;
    byId('leave').hidden = false;
    this.#opened();
  }

  async #enter(token) {
    if (!/^[\x21-\x7e]+$/.test(token)) {
      this.show('A token has visible ASCII characters alone.');
      return;
    }
    byId('enter').disabled = true;
    setToken(token);
    try {
      await get('status');
      this.open();
    } catch (failure) {
      if (failure instanceof Unreachable) {
        setToken('');
        this.show('The worker does not answer.');
      } else if (!(failure instanceof Refused)) {
        throw failure;
      } else if (!failure.isOfToken) {
        setToken('');
        this.show(`The worker refused: ${failure.message}.`);
      }
    }
  }
}
