// The practice clock: what time it is, and buttons that move it.
import { el, icon } from './dom.js';
import { t, label, moment, hour, shortDay } from './words.js';
import { act, get } from './api.js';
import { show } from './dialogs.js';

export function clockBar(app) {
  const { store } = app;
  const long = el('span', { class: 'wideonly' });
  const short = el('span', { class: 'phoneonly' });
  const open = el('button', { type: 'button', class: 'tool', 'data-action': 'clock', onclick: choose }, icon('clock'), long, short);
  const hourStep = step('plusHour', 3600);
  const dayStep = step('plusDay', 86400);
  const status = el('span', { class: 'unseen', role: 'status' });
  const bar = el('div', { class: 'clock', role: 'group', 'aria-label': t('clock'), 'data-clock': true, 'aria-busy': 'false' }, open, hourStep, dayStep, status);

  function step(word, seconds) {
    return el('button', { type: 'button', class: 'tool step wideonly', 'data-action': word === 'plusHour' ? 'plus-hour' : 'plus-day', onclick: () => move(store.now + seconds) }, t(word));
  }

  function draw() {
    const busy = bar.getAttribute('aria-busy') === 'true';
    long.textContent = busy ? t('moving') : moment(store.now);
    short.textContent = busy ? '…' : `${shortDay(store.now)} ${hour(store.now)}`;
    bar.dataset.now = store.now;
    open.setAttribute('aria-label', `${t('moveClock')}. ${t('clock')}: ${moment(store.now)}`);
    open.title = t('moveClock');
  }

  async function move(to) {
    if (bar.getAttribute('aria-busy') === 'true') return;
    busy(true);
    try {
      const { now } = await act('clock', { to });
      store.now = now;
    } catch (failure) {
      app.columns[0].toast(t('failed', failure.message), true);
    }
    busy(false);
    status.textContent = `${t('clock')}: ${moment(store.now)}`;
    store.tell({ kind: 'reload' });
  }

  function busy(on) {
    bar.setAttribute('aria-busy', String(on));
    for (const node of [open, hourStep, dayStep]) node.disabled = on;
    if (on) {
      status.textContent = t('moving');
      open.prepend(el('span', { class: 'spin' }));
    } else open.querySelector('.spin')?.remove();
    draw();
  }

  async function choose() {
    let stops;
    try { ({ stops } = await get('stops')); } catch (failure) {
      return app.columns[0].toast(t('failed', failure.message), true);
    }
    const to = await show(t('moveClock'), (inside, done) => {
      inside.append(el('p', { class: 'note' }, `${t('clock')}: ${moment(store.now)}`), el('p', { class: 'note' }, t('moveHelp')));
      inside.append(el('div', { class: 'acts' },
        stops.map((s, i) => el('button', { type: 'button', class: 'btn quiet choice wide', 'data-clock-stop': i, onclick: () => done(s.at) },
          icon('clock'), el('span', {}, label(s.label), el('small', {}, moment(s.at))))),
        el('div', { class: 'pair' },
          el('button', { type: 'button', class: 'btn', 'data-action': 'dialog-plus-hour', onclick: () => done(store.now + 3600) }, t('plusHour')),
          el('button', { type: 'button', class: 'btn', 'data-action': 'dialog-plus-day', onclick: () => done(store.now + 86400) }, t('plusDay')))));
    }, { 'data-clock-dialog': true });
    if (to) move(to);
  }

  draw();
  store.on((event) => { if (event.kind === 'tick' || event.kind === 'reload') draw(); });
  return bar;
}
