import { get, hasToken, post, Refused, setToken, Unreachable, whenTokenRefused } from './api.js';
import { byId, toast } from './dom.js';
import { nextColours, startColours } from './colours.js';
import { count } from './format.js';
import { isSameProcess } from './figures.js';
import { History } from './history.js';
import { Live } from './live.js';
import { Tiles } from './tiles.js';
import { Plots } from './plots.js';
import { InWork } from './in-work.js';
import { Letters } from './letters.js';
import { Drawer } from './drawer.js';
import { Orders } from './orders.js';
import { Jobs } from './jobs.js';
import { Keys } from './keys.js';
import { showGone, showNobody, showSince, showStanding } from './standing.js';

/** Connects the parts: the login form for the token, and behind it two views that share one status. */

const VIEWS = ['live', 'dead-letters'];

const history = new History();
const live = new Live();
const tiles = new Tiles();
const plots = new Plots(history);
const inWork = new InWork();
const keys = new Keys();

const jobs = new Jobs(() => {
  drawer.close();
  if (letters.loaded) {
    letters.load(false);
  }
  listJobs();
});
const orders = new Orders((job, expected) => jobs.follow(job, expected));
const drawer = new Drawer({
  redrive: (selection, text) => orders.redrive(selection, text),
  discard: (heads) => orders.discard(heads),
  step: (step) => stepLetter(step),
});
const acts = {
  open: (head) => drawer.show(head),
  redrive: (selection, text) => orders.redrive(selection, text),
  discard: (heads) => orders.discard(heads),
};
const letters = new Letters(acts);

let last = null;

live.on('status', (status) => {
  if (last && !isSameProcess(last, status)) {
    toast('The worker has been started anew: its counters begin at zero', 'warn');
  }
  last = status;
  const point = history.add(status);
  showStanding(status);
  showSince(status);
  tiles.show(status, point);
  plots.draw(Object.keys(status.dependencies));
  inWork.show(status);
  jobs.notice(status.job);
  showCount(status);
});
live.on('gone', showGone);

function showCount({ dead_letters: depth }) {
  const number = depth ? depth.visible + depth.in_flight + depth.delayed : 0;
  byId('tab-count').textContent = number > 0 ? count(number) : '';
  document.title = number > 0 ? `(${count(number)}) Reservation Worker` : 'Reservation Worker';
}

function showView() {
  const view = VIEWS.includes(location.hash.slice(1)) ? location.hash.slice(1) : VIEWS[0];
  for (const name of VIEWS) {
    byId(`view-${name}`).hidden = name !== view;
    byId(`tab-${name}`).toggleAttribute('aria-current', name === view);
  }
  document.body.dataset.view = view;
  byId('spans').hidden = view !== 'live';
  if (byId('room').hidden) {
    return;
  }
  if (view === 'dead-letters' && !letters.loaded) {
    letters.load(false);
    listJobs();
  } else if (view === 'live') {
    plots.draw();
  }
}

async function listJobs() {
  try {
    await jobs.list();
  } catch (failure) {
    if (!(failure instanceof Refused || failure instanceof Unreachable)) {
      throw failure;
    }
    // The status and the list of dead letters report the failure more visibly.
  }
}

function stepLetter(step) {
  letters.step(step);
  if (drawer.isOpen) {
    letters.openCurrent();
  }
}

async function setPaused(paused) {
  try {
    await post(paused ? 'polling/pause' : 'polling/resume');
    toast(paused ? 'Paused: no further messages are taken' : 'Resumed', paused ? 'warn' : 'good');
  } catch (failure) {
    if (!(failure instanceof Refused || failure instanceof Unreachable)) {
      throw failure;
    }
    toast(`That did not work: ${failure.message}`, 'bad');
  }
}

function pauseOrResume() {
  if (last?.polling.paused) {
    setPaused(false);
  } else if (last && !byId('pause').hidden) {
    orders.pause(last.pod.name, () => setPaused(true));
  }
}

// --- Login.

const REFUSALS = {
  no_token: 'Give the token of this worker.',
  wrong_token: 'This is not the token of this worker.',
  not_configured: 'This worker has no ADMIN_TOKEN, so it serves nothing to operators. Set one and start it anew.',
  too_many_tries: 'This is not the token of this worker, and too many wrong ones came from here.',
};

function showDoor(problem = '') {
  live.stop();
  showNobody();
  byId('room').hidden = true;
  byId('banner').hidden = true;
  byId('leave').hidden = true;
  byId('door').hidden = false;
  byId('door-problem').textContent = problem;
  byId('door-problem').hidden = problem === '';
  byId('enter').disabled = false;
  byId('token').value = '';
  byId('token').focus();
}

function showRoom() {
  byId('door').hidden = true;
  byId('room').hidden = false;
  byId('leave').hidden = false;
  showView();
  live.start();
}

whenTokenRefused((refusal) => {
  setToken('');
  showDoor(REFUSALS[refusal.code] ?? refusal.message);
});

byId('door-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const token = byId('token').value.trim();
  if (!/^[\x21-\x7e]+$/.test(token)) {
    showDoor('A token has visible ASCII characters alone.');
    return;
  }
  byId('enter').disabled = true;
  setToken(token);
  try {
    await get('status');
    byId('token').value = '';
    showRoom();
  } catch (failure) {
    if (failure instanceof Unreachable) {
      setToken('');
      showDoor('The worker does not answer.');
    } else if (!(failure instanceof Refused)) {
      throw failure;
    } else if (!failure.isOfToken) {
      setToken('');
      showDoor(`The worker refused: ${failure.message}.`);
    }
  }
});

byId('leave').addEventListener('click', () => {
  setToken('');
  // Reloading discards all data that the page has shown.
  location.reload();
});

// --- Keys and buttons.

const isOpen = () => !byId('room').hidden;
const inLetters = () => isOpen() && !byId('view-dead-letters').hidden;

byId('help').addEventListener('click', () => keys.help());
byId('pause').addEventListener('click', pauseOrResume);
addEventListener('hashchange', showView);

keys.on(['1'], 'figures and plots', () => (location.hash = 'live'), isOpen);
keys.on(['2'], 'dead letters', () => (location.hash = 'dead-letters'), isOpen);
keys.on(['p'], 'pause (asks first), resume', pauseOrResume, isOpen);
keys.on(['j', 'ArrowDown'], 'next letter', () => stepLetter(1), inLetters);
keys.on(['k', 'ArrowUp'], 'previous letter', () => stepLetter(-1), inLetters);
keys.on(['Enter', 'o'], 'show the letter', () => letters.openCurrent(), inLetters);
keys.on(['x', ' '], 'select the letter', () => letters.toggleCurrent(), inLetters);
keys.on(['a'], 'select all that are shown, or none', () => letters.toggleAll(), inLetters);
keys.on(['d'], 'dry run, then redrive', () => letters.redrive(acts), inLetters);
keys.on(['D'], 'discard what is selected (asks first)', () => letters.discard(acts), inLetters);
keys.on(['/'], 'filter by reservation', () => letters.focusFilter(), inLetters);
keys.on(['r'], 'look into the queue again', () => letters.load(true), inLetters);
keys.on(['Escape'], 'close, then clear the selection', () => (drawer.isOpen ? drawer.close() : letters.clear()), inLetters);
keys.on(['t'], 'colours: system, light, dark', nextColours);
keys.on(['?'], 'this list', () => keys.help());

startColours();
showView();
if (hasToken()) {
  showRoom();
} else {
  showDoor();
}
