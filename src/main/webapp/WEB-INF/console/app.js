import { get, hasToken, post, Refused, setToken, Unreachable, whenTokenRefused } from './api.js';
import { byId, toast } from './dom.js';
import { nextColours, startColours } from './colours.js';
import { count } from './format.js';
import { isSameProcess } from './figures.js';
import { History } from './history.js';
import { Live } from './live.js';
import { Tiles } from './tiles.js';
import { Plots } from './plots.js';
import { InFlight } from './in-flight.js';
import { DeadLetters } from './dead-letters.js';
import { Drawer } from './drawer.js';
import { DeadLetterActions } from './dead-letter-actions.js';
import { Jobs } from './jobs.js';
import { Keys } from './keys.js';
import { startStory } from './story.js';
import { showGone, showDisconnected, showSince, showStatus } from './worker-status.js';

/** Connects the parts: the login form for the token, and behind it two views that share one status. */

const VIEWS = ['live', 'dead-letters'];

const history = new History();
const live = new Live();
const tiles = new Tiles();
const plots = new Plots(history);
const inFlight = new InFlight();
const keys = new Keys();

const jobs = new Jobs(() => {
  drawer.close();
  if (deadLetters.loaded) {
    deadLetters.load(false);
  }
  listJobs();
});
const actions = new DeadLetterActions((job, expected) => jobs.follow(job, expected));
const drawer = new Drawer({
  redrive: (selection, text) => actions.redrive(selection, text),
  discard: (heads) => actions.discard(heads),
  step: (step) => stepDeadLetter(step),
});
const acts = {
  open: (head) => drawer.show(head),
  redrive: (selection, text) => actions.redrive(selection, text),
  discard: (heads) => actions.discard(heads),
};
const deadLetters = new DeadLetters(acts);

let last = null;

live.on('status', (status) => {
  if (last && !isSameProcess(last, status)) {
    toast('The worker has been restarted: its counters begin at zero', 'warn');
  }
  last = status;
  const point = history.add(status);
  showStatus(status);
  showSince(status);
  tiles.show(status, point);
  plots.draw(Object.keys(status.dependencies));
  inFlight.show(status);
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
  if (view === 'dead-letters' && !deadLetters.loaded) {
    deadLetters.load(false);
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

function stepDeadLetter(step) {
  deadLetters.step(step);
  if (drawer.isOpen) {
    deadLetters.openCurrent();
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
    actions.pause(last.pod.name, () => setPaused(true));
  }
}

// --- Login.

const REFUSALS = {
  no_token: 'Give the token of this worker.',
  wrong_token: 'This is not the token of this worker.',
  not_configured: 'This worker has no ADMIN_TOKEN, so it serves nothing to operators. Set one and restart it.',
  too_many_tries: 'This is not the token of this worker, and too many wrong ones came from this address.',
};

function showDoor(problem = '') {
  live.stop();
  showDisconnected();
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
const inDeadLetters = () => isOpen() && !byId('view-dead-letters').hidden;

byId('help').addEventListener('click', () => keys.help());
byId('pause').addEventListener('click', pauseOrResume);
addEventListener('hashchange', showView);

keys.on(['1'], 'figures and plots', () => (location.hash = 'live'), isOpen);
keys.on(['2'], 'dead letters', () => (location.hash = 'dead-letters'), isOpen);
keys.on(['p'], 'pause (asks first), resume', pauseOrResume, isOpen);
keys.on(['j', 'ArrowDown'], 'next dead letter', () => stepDeadLetter(1), inDeadLetters);
keys.on(['k', 'ArrowUp'], 'previous dead letter', () => stepDeadLetter(-1), inDeadLetters);
keys.on(['Enter', 'o'], 'show the dead letter', () => deadLetters.openCurrent(), inDeadLetters);
keys.on(['x', ' '], 'select the dead letter', () => deadLetters.toggleCurrent(), inDeadLetters);
keys.on(['a'], 'select all that are shown, or none', () => deadLetters.toggleAll(), inDeadLetters);
keys.on(['d'], 'dry run, then redrive', () => deadLetters.redrive(acts), inDeadLetters);
keys.on(['D'], 'discard what is selected (asks first)', () => deadLetters.discard(acts), inDeadLetters);
keys.on(['/'], 'filter by reservation', () => deadLetters.focusFilter(), inDeadLetters);
keys.on(['r'], 'look into the queue again', () => deadLetters.load(true), inDeadLetters);
keys.on(['Escape'], 'close, then clear the selection', () => (drawer.isOpen ? drawer.close() : deadLetters.clear()), inDeadLetters);
keys.on(['t'], 'colours: system, light, dark', nextColours);
startStory(keys, isOpen);
keys.on(['?'], 'this list', () => keys.help());

startColours();
showView();
if (hasToken()) {
  showRoom();
} else {
  showDoor();
}
