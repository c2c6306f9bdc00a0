import { get } from './api.js';

/** Saves dead letters as JSON lines: the same objects as in lists, without bodies. */

const PAGE = 500;

/** All that fit a filter, page by page. */
export async function allOf(filter) {
  const heads = [];
  let next;
  do {
    const page = await get('dead-letters', [...filter, ['page_size', PAGE], ...(next ? [['page_token', next]] : [])]);
    heads.push(...page.letters);
    next = page.next_page_token;
  } while (next);
  return heads;
}

export function save(heads, name) {
  const lines = heads.map((head) => `${JSON.stringify(head)}\n`);
  const address = URL.createObjectURL(new Blob(lines, { type: 'application/x-ndjson' }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(address);
}
