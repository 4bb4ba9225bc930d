// The log of refused calls: a red count in the bar and a drawer with each.
import { el, icon } from './dom.js';
import { t, moment } from './words.js';
import { get } from './api.js';
import { show } from './dialogs.js';

export function refusedButton(app) {
  const { store } = app;
  const count = el('span', { class: 'badge red', 'data-log-count': true });
  const words = el('span', { class: 'wideonly' }, t('log'));
  const button = el('button', { type: 'button', class: 'tool', 'data-action': 'log', onclick: drawer }, icon('log'), words, count);

  function draw() {
    count.hidden = !store.refused;
    words.hidden = !store.refused;
    button.classList.toggle('wideonly', !store.refused);
    count.textContent = store.refused;
    button.setAttribute('aria-label', t('logCount', store.refused));
    button.title = t('log');
  }

  async function drawer() {
    let entries;
    try { ({ entries } = await get('log')); } catch (failure) {
      return app.columns[0].toast(t('failed', failure.message), true);
    }
    return show(t('log'), (inside) => {
      inside.append(el('p', { class: 'note' }, entries.length ? t('logHelp') : t('logEmpty')));
      for (const e of entries) inside.append(entry(e));
    }, { class: 'drawer', 'data-log-drawer': true });
  }

  draw();
  store.on((event) => { if (event.kind === 'tick' || event.kind === 'reload') draw(); });
  return button;
}

function entry(e) {
  const sent = Object.entries(e.params || {}).map(([name, value]) => `${name}: ${value}`).join('\n');
  return el('article', { class: 'entry', 'data-violation': e.method },
    el('div', { class: 'method' }, e.method), el('time', { datetime: new Date(e.at * 1000).toISOString() }, moment(e.at)),
    el('p', { class: 'error' }, `${e.code ? `${e.code} ` : ''}${e.error}`),
    sent ? el('details', {}, el('summary', {}, t('details')), el('pre', {}, sent)) : null);
}
