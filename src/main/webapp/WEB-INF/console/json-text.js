import { el } from './dom.js';

/** Formats and colours JSON as text nodes; other text stays as it is. */

/** Longer bodies are formatted but not coloured: a span for each token would be slow. */
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

/** Keeps numbers as they are written: a double cannot represent every 64-bit amount. */
function keepNumber(name, value, context) {
  return typeof value === 'number' && context?.source !== undefined && JSON.rawJSON ? JSON.rawJSON(context.source) : value;
}
