import { Refused, Unreachable } from './api.js';
import { button, toast } from './dom.js';
import { copyButtons, curl, folded, grpcurl } from './commands.js';
import { allOf, save } from './export.js';
import { plural } from './format.js';
import { link } from './route.js';

/** What the list offers for others and for a shell: its address, its calls, its rows as a file. */

/** @param list has `filter` (parameters), `selection` (of /admin) and `selectedHeads`, which may be empty */
export function sharing(list) {
  return folded(
    'Copy or export',
    'sharing',
    button('Save as JSON lines', () => exportRows(list), { class: 'button small quiet', id: 'export' }),
    ...copyButtons([
      ['link', () => link({ view: 'dead-letters', filter: list.filter })],
      ['curl', () => (list.selectedHeads.length > 0 ? curl('dead-letters/dry-run', [], { selection: list.selection }) : curl('dead-letters', list.filter))],
      ['grpcurl', () => grpcurl('List', { selection: list.selection })],
    ]),
  );
}

async function exportRows(list) {
  try {
    const chosen = list.selectedHeads;
    const heads = chosen.length > 0 ? chosen : await allOf(list.filter);
    save(heads, 'dead-letters.jsonl');
    toast(`${plural(heads.length, 'dead letter', 'dead letters')} saved, without their bodies`);
  } catch (failure) {
    if (!(failure instanceof Refused || failure instanceof Unreachable)) {
      throw failure;
    }
    toast(`Not saved: ${failure.message}`, 'bad');
  }
}
