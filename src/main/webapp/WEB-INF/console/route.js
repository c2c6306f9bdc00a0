/**
 * The fragment of the address: a view, a dead letter, a filter. `#dead-letters/ID?reason=invalid_field&type=expired`
 * opens the dead letter beside the list that the filter selects, `#reservation/ID` what is known of a reservation. The
 * fragment is never sent to a server.
 */

export const VIEWS = ['live', 'dead-letters', 'reservation'];

export const RESERVATION = /^(?!\.+$)[A-Za-z0-9._:-]{1,128}$/;

/** What an address of a view may name. */
const IDS = { 'dead-letters': /^[A-Za-z0-9-]{1,100}$/, reservation: RESERVATION };

/** @returns `{view, id, filter}`; the id null if the address has none or a wrong one, the filter as parameters of the list, null if the address has none */
export function readRoute(hash = location.hash) {
  const [, view, id, query] = /^#([a-z-]*)(?:\/([^?]*))?(?:\?(.*))?$/.exec(hash) ?? [];
  // Some programs encode the colon of an address that they pass on.
  const named = (id ?? '').replace(/%3a/gi, ':');
  const isKnown = VIEWS.includes(view);
  return {
    view: isKnown ? view : VIEWS[0],
    id: isKnown && IDS[view]?.test(named) ? named : null,
    filter: isKnown && query !== undefined ? [...new URLSearchParams(query)] : null,
  };
}

export function fragment({ view, id = null, filter = [] }) {
  const query = new URLSearchParams(filter).toString();
  return `#${view}${id ? `/${id}` : ''}${query ? `?${query}` : ''}`;
}

/** Writes the address without a new entry in the browser's history. */
export function writeRoute(route) {
  history.replaceState(null, '', fragment(route));
}

/** The address of a dead letter, a filter or a reservation, for somebody else with a token. */
export const link = (route) => new URL(fragment(route), location.href.split('#')[0]).href;
