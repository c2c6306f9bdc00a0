import { byId, el } from './dom.js';

/** Times with their zone, in UTC or in the zone of the browser, and ages that move. */

const KEY = 'console.zone';
const PERIOD = 1_000;

const listeners = [];
let isUtc = remembered() === 'utc';
let formats = build();

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function build() {
  const timeZone = isUtc ? 'UTC' : undefined;
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone };
  return {
    full: new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'medium', timeZone }),
    second: new Intl.DateTimeFormat('en', { ...time, second: '2-digit' }),
    minute: new Intl.DateTimeFormat('en', time),
    zone: new Intl.DateTimeFormat('en', { timeZoneName: 'short', timeZone }),
  };
}

const zone = (millis) => formats.zone.formatToParts(millis).find(({ type }) => type === 'timeZoneName').value;

/** A time of day without its zone, for an axis. */
export const clock = (millis) => formats.second.format(millis);
export const minute = (millis) => formats.minute.format(millis);

/** The same with its zone, for a sentence. */
export const clockInZone = (millis) => `${clock(millis)} ${zone(millis)}`;

/** Date, time and zone. */
export const instant = (text) => `${formats.full.format(Date.parse(text))} ${zone(Date.parse(text))}`;

/** How long ago, in one unit. */
export function ago(text, now = Date.now()) {
  const s = Math.max(0, Math.round((now - Date.parse(text)) / 1000));
  if (s < 60) {
    return `${s} s`;
  }
  if (s < 3600) {
    return `${Math.floor(s / 60)} min`;
  }
  return s < 172_800 ? `${Math.floor(s / 3600)} h` : `${Math.floor(s / 86400)} d`;
}

/** How long until then, in one unit; for a time that has passed, nothing. */
export const left = (text, now = Date.now()) => ago(new Date(now).toISOString(), Date.parse(text));

const DAY = 86_400_000;

/** Whether a time comes within a day. */
export const isNear = (text) => text !== undefined && Date.parse(text) - Date.now() < DAY;

const write = (element, text) => element.textContent === text || (element.textContent = text);

function show(element) {
  const at = element.dateTime;
  if (element.dataset.as === 'since') {
    write(element, ago(at));
    element.title = instant(at);
  } else {
    write(element, instant(at));
  }
  return element;
}

/** An element with date, time and zone. */
export const timeAt = (text) => show(el('time', { datetime: text, data: { as: 'at' } }));

/** An element with the age, which moves. */
export const timeSince = (text) => show(el('time', { datetime: text, data: { as: 'since' } }));

export function whenZoneChanges(listener) {
  listeners.push(listener);
}

function showSwitch() {
  const button = byId('zone');
  button.textContent = isUtc ? 'UTC' : 'local';
  button.title = `Times in ${isUtc ? 'UTC' : `the zone of this browser, ${zone(Date.now())}`} (z)`;
  button.setAttribute('aria-label', `${button.textContent}: ${isUtc ? 'times in UTC' : `times in ${zone(Date.now())}`}`);
}

/** Switches between UTC and the zone of the browser. */
export function nextZone() {
  isUtc = !isUtc;
  formats = build();
  try {
    localStorage.setItem(KEY, isUtc ? 'utc' : 'local');
  } catch {
    // The choice then lasts as long as the page.
  }
  showSwitch();
  document.querySelectorAll('time[data-as]').forEach(show);
  listeners.forEach((listener) => listener());
}

export function startTimes() {
  byId('zone').addEventListener('click', nextZone);
  showSwitch();
  setInterval(() => {
    if (!document.hidden) {
      document.querySelectorAll('time[data-as=since]').forEach((element) => write(element, ago(element.dateTime)));
    }
  }, PERIOD);
}
