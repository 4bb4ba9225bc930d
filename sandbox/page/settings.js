// Language, colours and letter size, each a row of large choices that act at
// once.
import { el, icon } from './dom.js';
import { t, languages, language, setLanguage, keep, kept } from './words.js';
import { show } from './dialogs.js';

export function settingsButton(app) {
  return el('button', { type: 'button', class: 'tool', 'aria-label': t('settings'), title: t('settings'), 'data-action': 'settings', onclick: () => open(app) },
    icon('gear'), el('span', { class: 'wideonly' }, t('settings')));
}

// languageButton offers the other language in that language's own words, so
// that it is found by somebody who cannot read this one.
export function languageButton(app) {
  const next = languages.find((l) => l.code !== language());
  return el('button', {
    type: 'button', class: 'tool', lang: next.code, 'aria-label': next.name, 'data-action': 'language', 'data-language': next.code,
    onclick: () => { setLanguage(next.code); app.redraw('[data-action="language"]'); },
  }, el('span', { class: 'wideonly' }, next.name), el('span', { class: 'phoneonly' }, next.short));
}

function open(app) {
  const look = (key) => (value) => { keep(key, value); window.sandboxLook(); };
  return show(t('settings'), (inside, done) => {
    inside.append(
      row(t('language'), 'language', languages.map((l) => [l.code, l.name]), language(), (code) => {
        setLanguage(code);
        done();
        app.redraw('[data-action="settings"]');
      }),
      row(t('colours'), 'theme', [['auto', t('auto')], ['light', t('light')], ['dark', t('dark')]], kept('theme') || 'auto', look('theme')),
      row(t('letters'), 'size', [['normal', t('normal')], ['large', t('large')], ['huge', t('huge')]], kept('size') || 'normal', look('size')));
  }, { 'data-settings': true });
}

function row(title, name, choices, now, take) {
  return el('fieldset', {}, el('legend', {}, title), el('div', { class: 'pick' }, choices.map(([value, text]) => el('label', {},
    el('input', { type: 'radio', name, value, checked: value === now, onchange: () => take(value) }), el('span', {}, text)))));
}
