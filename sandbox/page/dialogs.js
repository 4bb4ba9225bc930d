// Windows above the page. Each is a <dialog>, so the browser keeps the focus
// inside and gives it back; Escape closes.
import { el, icon, iconButton } from './dom.js';
import { t } from './words.js';

let count = 0;

// show opens a dialog and resolves with what done was called with, or null.
export function show(title, fill, attrs = {}) {
  const { class: look = '', ...rest } = attrs;
  return new Promise((resolve) => {
    let result = null;
    const id = `dialog-${++count}`;
    const dialog = el('dialog', { class: look, 'aria-labelledby': id, ...rest });
    const done = (value = null) => { result = value; dialog.close(); };
    const head = el('h2', { id }, title);
    dialog.append(el('div', { class: 'top' }, head, iconButton('close', t('close'), () => done(), { 'data-close': true })));
    const inside = el('div', { class: 'inside' });
    fill(inside, done, dialog);
    dialog.append(inside);
    dialog.addEventListener('click', (event) => { if (event.target === dialog) done(); });
    dialog.addEventListener('close', () => { dialog.remove(); resolve(result); });
    document.body.append(dialog);
    dialog.showModal();
    (inside.querySelector('[autofocus]') || inside.querySelector('button, input, a[href], textarea') || dialog).focus();
  });
}

// alertFor shows what the bot answered to one person, until it is closed.
export function alertFor(name, text) {
  return new Promise((resolve) => {
    const id = `dialog-${++count}`;
    const dialog = el('dialog', { class: 'alert', role: 'alertdialog', 'aria-labelledby': id, 'data-alert': true });
    const ok = el('button', { type: 'button', class: 'btn main wide', 'data-action': 'ok', onclick: () => dialog.close() }, t('ok'));
    dialog.append(el('div', { class: 'inside' }, el('p', { class: 'forwhom' }, name), el('p', { class: 'said', id, dir: 'auto' }, text), ok));
    dialog.addEventListener('close', () => { dialog.remove(); resolve(); });
    document.body.append(dialog);
    dialog.showModal();
    ok.focus();
  });
}

// choose shows big buttons, one a choice, and resolves with the chosen key.
export function choose(title, choices, attrs = {}) {
  return show(title, (inside, done) => {
    inside.append(el('div', { class: 'acts' }, choices.map((c) => el('button', {
      type: 'button', class: `btn quiet choice wide`, 'data-action': c.key, onclick: () => done(c.key),
    }, c.icon ? icon(c.icon) : null, el('span', {}, c.text, c.help ? el('small', {}, c.help) : null)))));
  }, attrs);
}

// confirmOpen asks before a page outside the practice is opened.
export async function confirmOpen(url) {
  const yes = await choose(t('leaving'), [{ key: 'open', icon: 'link', text: t('open'), help: url }, { key: 'cancel', icon: 'close', text: t('cancel') }]);
  if (yes === 'open') window.open(url, '_blank', 'noopener,noreferrer');
}

// askLink asks for an invitation link and resolves with what was written.
export function askLink(check) {
  return show(t('openLink'), (inside, done) => {
    const input = el('input', { type: 'text', inputmode: 'url', autocomplete: 'off', 'data-field': 'link', autofocus: true });
    const wrong = el('p', { class: 'wrong', role: 'alert' });
    const go = (event) => {
      event.preventDefault();
      const found = check(input.value.trim());
      if (found) done(found);
      else wrong.textContent = t('badLink');
    };
    inside.append(el('form', { class: 'acts', onsubmit: go },
      el('label', { class: 'field' }, t('linkField'), input), wrong,
      el('button', { class: 'btn main wide', 'data-action': 'open' }, t('open'))));
  });
}

// picture shows a photo as large as the window allows.
export function picture(url, words) {
  return show(words || t('photo'), (inside) => inside.append(el('img', { src: url, alt: words || t('photo') })), { class: 'picture' });
}
