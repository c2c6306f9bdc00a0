import { hasToken, post, Refused, Unreachable } from './api.js';
import { byId, toast } from './dom.js';
import { nextColours, startColours } from './colours.js';
import { count } from './format.js';
import { Door } from './door.js';
import { isSameProcess } from './figures.js';
import { History } from './history.js';
import { Live } from './live.js';
import { Tiles } from './tiles.js';
import { Plots } from './plots.js';
import { InFlight } from './in-flight.js';
import { Fleet } from './fleet.js';
import { Changes } from './changes.js';
import { Services } from './services.js';
import { DeadLetters } from './dead-letters.js';
import { Drawer } from './drawer.js';
import { DeadLetterActions } from './dead-letter-actions.js';
import { Jobs } from './jobs.js';
import { Keys } from './keys.js';
import { ReservationView } from './reservation.js';
import { readRoute, VIEWS, writeRoute } from './route.js';
import { nextZone, startTimes } from './times.js';
import { showGone, showDisconnected, showSince, showStatus } from './worker-status.js';

/** Connects the parts: the login form for the token, and behind it three views that share one status. */

const history = new History();
const live = new Live();
const tiles = new Tiles();
const plots = new Plots(history);
const inFlight = new InFlight();
const fleet = new Fleet();
const changes = new Changes();
const reservation = new ReservationView();
const services = new Services();
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
  sent: (job) => jobs.follow(job, 1),
  step: (step) => stepDeadLetter(step),
  shown: (id) => {
    opened = id;
    showAddress();
  },
  closed: (hadFocus) => {
    opened = null;
    showAddress();
    if (hadFocus) {
      deadLetters.focusCurrent();
    }
  },
});
const deadLetters = new DeadLetters({
  open: (head) => drawer.show(head),
  step: (step) => stepDeadLetter(step),
  redrive: (selection, text) => actions.redrive(selection, text),
  discard: (heads) => actions.discard(heads),
  discardAll: (selection, text) => actions.discardAll(selection, text),
  filtered: () => showAddress(),
});
const door = new Door({
  opened: () => {
    showView();
    changes.begin();
    live.start();
  },
  closed: () => {
    live.stop();
    showDisconnected();
  },
});

/** The id of the dead letter in the drawer. */
let opened = null;

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
  fleet.show(status);
  changes.show();
  services.show(status);
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
  const route = readRoute();
  for (const name of VIEWS) {
    byId(`view-${name}`).hidden = name !== route.view;
    byId(`tab-${name}`).toggleAttribute('aria-current', name === route.view);
  }
  document.body.dataset.view = route.view;
  byId('spans').hidden = route.view !== 'live';
  reservation.leave();
  if (byId('room').hidden) {
    return;
  }
  if (route.view === 'reservation') {
    reservation.show(route.id);
  } else if (route.view === 'dead-letters') {
    showDeadLetters(route);
  } else {
    plots.draw();
  }
}

async function showDeadLetters({ id, filter }) {
  const isOther = filter !== null && String(filter) !== String(deadLetters.filter);
  if (isOther) {
    deadLetters.filter = filter;
  }
  if (id && id !== opened) {
    drawer.show({ id });
  } else {
    showAddress();
  }
  if (isOther || !deadLetters.loaded) {
    listJobs();
    await deadLetters.load(false);
    if (id && id === opened) {
      deadLetters.mark(id);
    }
  }
}

/** Keeps the address of what is shown, so that it can be given to somebody else. */
function showAddress() {
  if (inDeadLetters()) {
    writeRoute({ view: 'dead-letters', id: opened, filter: deadLetters.filter });
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

function lookUp() {
  if (readRoute().view !== 'reservation') {
    location.hash = 'reservation';
    // The event of the new address comes later, and the field cannot have the focus before it is shown.
    showView();
  }
  reservation.focus();
}

function pauseOrResume() {
  if (last?.polling.paused) {
    setPaused(false);
  } else if (last && !byId('pause').hidden) {
    actions.pause(last.pod.name, () => setPaused(true));
  }
}

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
keys.on(['d'], 'dry run, then redrive', () => deadLetters.redrive(), inDeadLetters);
keys.on(['D'], 'discard what is selected, or fits the filter (asks first)', () => deadLetters.discard(), inDeadLetters);
keys.on(['/'], 'filter by reservation', () => deadLetters.focusFilter(), inDeadLetters);
keys.on(['r'], 'look into the queue again', () => deadLetters.load(true), inDeadLetters);
keys.on(['Escape'], 'close, then clear the selection', () => (drawer.isOpen ? drawer.close() : deadLetters.clear()), inDeadLetters);
keys.on(['t'], 'colours: system, light, dark', nextColours);
keys.on(['z'], 'times: UTC, local', nextZone);
keys.on(['s'], 'look up a reservation', lookUp, isOpen);
keys.on(['?'], 'this list', () => keys.help());

startColours();
startTimes();
showView();
if (hasToken()) {
  door.open();
} else {
  door.show();
}
