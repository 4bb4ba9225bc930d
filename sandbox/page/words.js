// The page's words, dates and settings. Chinese and English; the browser's
// language decides until somebody chooses.
import en from './words_en.js';
import zh from './words_zh.js';

const BOOKS = { zh, en };
export const languages = Object.keys(BOOKS).map((code) => ({ code, name: BOOKS[code].name, short: BOOKS[code].short }));

// keep and kept remember a setting of this browser; without storage (private
// windows of some browsers) settings last as long as the page.
export function keep(key, value) {
  try { localStorage.setItem(`sandbox.${key}`, value); } catch { /* no storage: the page still works */ }
}
export function kept(key) {
  try { return localStorage.getItem(`sandbox.${key}`); } catch { return null; }
}

function firstLanguage() {
  const chosen = kept('language');
  if (BOOKS[chosen]) return chosen;
  for (const tag of navigator.languages || [navigator.language || '']) {
    const code = tag.toLowerCase().split('-')[0];
    if (BOOKS[code]) return code;
  }
  return 'en';
}

let current = firstLanguage();
document.documentElement.lang = current === 'zh' ? 'zh-CN' : current;

export const language = () => current;

export function setLanguage(code) {
  if (!BOOKS[code]) return;
  current = code;
  keep('language', code);
  document.documentElement.lang = code === 'zh' ? 'zh-CN' : code;
}

// t gives the words for a key; a key with dots goes into a group of words.
export function t(key, ...args) {
  let word = BOOKS[current];
  for (const part of key.split('.')) word = word?.[part];
  if (typeof word === 'function') return word(...args);
  return typeof word === 'string' ? word : key;
}

// label picks the words for this reader out of a map by language.
export function label(map) {
  if (!map) return '';
  return map[current] || map.en || map.zh || Object.values(map)[0] || '';
}

let zone = undefined;

// setZone makes all times of the page those of the practice clock.
export function setZone(name) {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    zone = name;
  } catch { zone = undefined; }
}

function format(seconds, options) {
  const tag = current === 'zh' ? 'zh-CN' : 'en-GB';
  return new Intl.DateTimeFormat(tag, { timeZone: zone, ...options }).format(new Date(seconds * 1000));
}

export const hour = (s) => format(s, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
export const dayKey = (s) => format(s, { year: 'numeric', month: '2-digit', day: '2-digit' });
export const fullDay = (s) => format(s, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
export const shortDay = (s) => format(s, { month: 'short', day: 'numeric' });
export const moment = (s) => `${format(s, { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' })} ${hour(s)}`;

// dayName says today and yesterday by the practice clock, other days in full.
export function dayName(s, now) {
  if (dayKey(s) === dayKey(now)) return t('today');
  if (dayKey(s) === dayKey(now - 86400)) return t('yesterday');
  return fullDay(s);
}
// when is the short time for lists: the hour today, the day before that.
export const when = (s, now) => (dayKey(s) === dayKey(now) ? hour(s) : shortDay(s));
