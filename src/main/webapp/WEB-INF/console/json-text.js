import { el } from './dom.js';

/** JSON laid out and coloured, as nodes of text; what is no JSON stays as it is. */

/** Beyond it a body is only laid out: a span for each word would be slow. */
const COLOURED = 50_000;

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

export function jsonText(body) {
  let text;
  try {
    text = JSON.stringify(JSON.parse(body, keepNumber), null, 2);
  } catch {
    return [body];
  }
  if (text.length > COLOURED) {
    return [text];
  }
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    nodes.push(text.slice(end, match.index));
    nodes.push(el('span', { class: string === undefined ? 'json-word' : colon === undefined ? 'json-text' : 'json-name' }, string ?? whole));
    end = match.index + (string ?? whole).length;
  }
  nodes.push(text.slice(end));
  return nodes;
}

/** Numbers as they were written: a double has not the digits of a 64-bit amount. */
function keepNumber(name, value, context) {
  return typeof value === 'number' && context?.source !== undefined && JSON.rawJSON ? JSON.rawJSON(context.source) : value;
}
