/**
 * The fragment of the address: a view, a dead letter, a filter. `#dead-letters/ID?reason=invalid_field&type=expired`
 * opens the dead letter beside the list that the filter selects. The fragment is never sent to a server.
 */

export const VIEWS = ['live', 'dead-letters'];

const ID = /^[A-Za-z0-9-]{1,100}$/;

/** @returns `{view, id, filter}`; the filter as parameters of the list, null if the address has none */
export function readRoute(hash = location.hash) {
  const [, view, id, query] = /^#([a-z-]*)(?:\/([^?]*))?(?:\?(.*))?$/.exec(hash) ?? [];
  const isKnown = VIEWS.includes(view);
  return {
    view: isKnown ? view : VIEWS[0],
    id: isKnown && ID.test(id ?? '') ? id : null,
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

/** The address of a dead letter or a filter, for somebody else with a token. */
export const link = (route) => new URL(fragment(route), location.href.split('#')[0]).href;
