/** Calls the worker's /admin with the token of this tab. */

const ROOT = new URL('../admin/', document.baseURI);
const KEY = 'console.token';
const CROWD_TRIES = 4;
const CROWD_PAUSE = 500;
const TIMEOUTS = { status: 8_000, deadLetters: 70_000 };

/** The worker refused the call; `code` is for programs, the message is for people. */
export class Refused extends Error {
  constructor(status, code, message, field = undefined) {
    super(message);
    /** The field of a message's body that is at fault. */
    this.field = field;
    this.status = status;
    this.code = code;
  }

  /** Whether the token was refused, and not the call. */
  get isOfToken() {
    return this.status === 401 || this.code === 'not_configured' || this.code === 'too_many_tries';
  }

  /**
   * Whether the call was refused because too many others were running: nothing was done, and the same call may be
   * repeated.
   */
  get isOfCrowd() {
    return this.code === 'too_many_calls';
  }
}

/** The worker did not answer; `isSilent` if it took the request and let it wait. */
export class Unreachable extends Error {
  constructor(isSilent) {
    super(isSilent ? 'the worker took too long' : 'the worker does not answer');
    this.isSilent = isSilent;
  }
}

let token = remembered();
let onTokenRefused = () => {};

function remembered() {
  try {
    return sessionStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export const hasToken = () => token !== '';

/** @param given blank: removes the token */
export function setToken(given) {
  token = given;
  try {
    if (given === '') {
      sessionStorage.removeItem(KEY);
    } else {
      sessionStorage.setItem(KEY, given);
    }
  } catch {
    // The token then lasts until the page is reloaded.
  }
}

/** Registers a listener that is called with the refusal whenever the worker rejects the token. */
export function whenTokenRefused(listener) {
  onTokenRefused = listener;
}

export const get = (path, parameters = []) => call('GET', path, parameters);
export const post = (path, body = {}) => call('POST', path, [], body);

async function call(method, path, parameters, body) {
  for (let tries = 1; ; tries++) {
    try {
      return await callOnce(method, path, parameters, body);
    } catch (failure) {
      if (!failure.isOfCrowd || tries === CROWD_TRIES) {
        throw failure;
      }
      await new Promise((resume) => setTimeout(resume, CROWD_PAUSE * tries));
    }
  }
}

async function callOnce(method, path, parameters, body) {
  const url = new URL(path, ROOT);
  parameters.forEach(([name, value]) => url.searchParams.append(name, value));
  const headers = { Authorization: `Bearer ${token}` };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let response;
  let json;
  try {
    response = await fetch(url, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(/^(dead-letters|reservations)/.test(path) ? TIMEOUTS.deadLetters : TIMEOUTS.status),
    });
    json = await response.json();
  } catch (failure) {
    throw new Unreachable(failure.name === 'TimeoutError');
  }
  if (response.ok) {
    return json;
  }
  const refused = new Refused(response.status, json.error?.code ?? 'failed', json.error?.message ?? `status ${response.status}`, json.error?.field);
  if (refused.isOfToken) {
    onTokenRefused(refused);
  }
  throw refused;
}
