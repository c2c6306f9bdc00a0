import { el, button, toast } from './dom.js';

/**
 * Commands for a shell that do what the page shows. The token is the shell's own variable, as in docs/operations.md.
 * Words from events are untrusted, so every argument is quoted.
 */

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * @param parameters pairs, for the query
 * @param body what is posted; without one, the call is a GET
 */
export function curl(path, parameters = [], body = undefined) {
  const url = new URL(`../admin/${path}`, document.baseURI);
  parameters.forEach(([name, value]) => url.searchParams.append(name, value));
  const posted = body === undefined ? '' : ` -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`;
  return `curl -sS -H "Authorization: Bearer $TOKEN"${posted} ${quoted(url.href)}`;
}

/** @param request the message as JSON */
export function grpcurl(method, request, service = 'DeadLetterService') {
  return `grpcurl -plaintext -H "authorization: Bearer $TOKEN" -d ${quoted(JSON.stringify(request))} localhost:8041 traffictacos.worker.v1.${service}/${method}`;
}

export async function copy(text, name) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${name} copied`);
  } catch {
    // Browsers refuse the clipboard on plain HTTP, except on localhost.
    toast('The browser does not let this page copy', 'warn');
  }
}

/** @param choices pairs of a name and what gives the text, which is made when it is asked for */
export function copyButtons(choices) {
  return choices.map(([name, text]) => button(name, () => copy(text(), name), { class: 'button small quiet', title: `Copy as ${name}` }));
}

/** A closed list of actions that few need. */
export function folded(title, id, ...content) {
  return el('details', { class: 'folded', id }, el('summary', {}, title), el('div', { class: 'folded-body' }, ...content));
}
