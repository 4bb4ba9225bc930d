// Where one writes: the input line, its reply or edit, the command list, the
// reply keyboard, and START where a talk has not begun.
import { el, icon, iconButton } from './dom.js';
import { t } from './words.js';
import { act } from './api.js';
import { gist } from './text.js';
import { attach, sendPlace } from './attach.js';

const coarse = matchMedia('(pointer: coarse)');

export function compose(column, talk, first) {
  const { store } = column.app;
  const { person, chat } = talk;
  const draft = `${person}:${chat}`;
  const node = el('div', { class: 'compose', 'data-compose-area': true });
  const text = el('textarea', {
    rows: 1, 'aria-label': t('write'), placeholder: t('write'), 'data-compose': true, dir: 'auto', autocomplete: 'off',
    'aria-autocomplete': 'list', enterkeyhint: 'send',
  });
  let aimed = null; // {how: reply|edit, message}
  let hints = []; // commands offered now
  let pick = -1;
  let keysShown = true;
  let keysOf = null; // the message whose keyboard keysShown speaks of

  text.value = column.app.drafts.get(draft) || '';
  text.addEventListener('input', () => { pick = -1; keepDraft(); drawHints(); fit(); });
  text.addEventListener('keydown', keydown);

  const aimBox = el('div', {});
  const hintBox = el('div', { class: 'hints', role: 'listbox', 'aria-label': t('commands'), hidden: true, 'data-hints': true });
  const keyBox = el('div', { class: 'keys', role: 'group', 'aria-label': t('showKeys'), 'data-keys': true });
  const keyButton = iconButton('keys', t('hideKeys'), toggleKeys, { 'data-action': 'keys', hidden: true });
  const slash = el('button', { type: 'button', class: 'iconbtn slash', 'aria-label': t('commands'), title: t('commands'), 'data-action': 'commands', onclick: showCommands }, '/');
  const line = el('form', { class: 'line', onsubmit: (event) => { event.preventDefault(); send(); } },
    iconButton('attach', t('attach'), () => attach(column, talk), { 'data-action': 'attach' }),
    slash, keyButton, text,
    el('button', { class: 'iconbtn send', 'aria-label': t('send'), title: t('send'), 'data-send': true }, icon('send')));

  const keepDraft = () => column.app.drafts.set(draft, text.value);
  function fit() {
    if (CSS.supports('field-sizing', 'content')) return;
    text.style.height = 'auto';
    text.style.height = `${text.scrollHeight + 2}px`;
  }

  function refresh() {
    const now = store.chat(person, chat) || first;
    const mode = now.blocked ? 'blocked' : now.kind === 'private' && !now.started ? 'start' : now.canWrite ? 'write' : 'read';
    if (node.dataset.mode !== mode) {
      node.dataset.mode = mode;
      node.replaceChildren(...({ write: writeParts, start: startParts, blocked: blockedParts, read: readParts })[mode]());
    }
    drawKeys();
  }

  const writeParts = () => [hintBox, aimBox, line, keyBox];
  const readParts = () => [el('p', { class: 'note' }, t('readOnly'))];
  const startParts = () => [el('div', { class: 'startbar' }, el('p', { class: 'note' }, t('startHelp')),
    el('button', { type: 'button', class: 'btn main wide', 'data-action': 'start', onclick: () => begin('start') }, t('start')))];
  const blockedParts = () => [el('div', { class: 'startbar' }, el('p', { class: 'note' }, t('blockedHelp')),
    el('button', { type: 'button', class: 'btn main wide', 'data-action': 'unblock', onclick: () => begin('unblock') }, t('unblock')))];

  async function begin(how) {
    await column.try(() => act(how, { person, chat, payload: '' }));
    await store.loadChats(person);
    refresh();
    api.first()?.focus();
  }

  async function send() {
    const words = text.value;
    if (!words.trim()) return;
    const aim = aimed;
    text.value = '';
    keepDraft();
    fit();
    setAim(null);
    drawHints();
    const sent = await column.try(() => (aim?.how === 'edit'
      ? act('edit', { person, chat, message: aim.message.id, text: words })
      : act('say', { person, chat, text: words, reply: aim?.message.id || 0 })), false);
    if (sent !== false) return;
    text.value = words; // nothing a person wrote is lost
    keepDraft();
    fit();
    setAim(aim);
  }

  function setAim(aim) {
    if (aimed?.how === 'edit' && aim?.how !== 'edit') { text.value = ''; keepDraft(); }
    aimed = aim;
    aimBox.replaceChildren();
    if (!aim) return;
    const title = aim.how === 'edit' ? t('editing') : t('replyingTo', aim.message.from?.name || first.title);
    aimBox.append(el('div', { class: 'aimed', 'data-aim': aim.how, 'data-aim-message': aim.message.id }, icon(aim.how),
      el('div', { class: 'mid' }, el('b', {}, title), el('span', {}, gist(aim.message))),
      iconButton('close', t('cancel'), () => { setAim(null); text.focus(); }, { 'data-action': 'cancel-aim' })));
    if (aim.how === 'edit') { text.value = aim.message.text; fit(); }
    text.focus();
  }

  function keydown(event) {
    if (event.isComposing) return; // an input method is choosing characters
    if (hints.length && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      pick = (pick + (event.key === 'ArrowDown' ? 1 : -1) + hints.length) % hints.length;
      return markHint();
    }
    if (event.key === 'Escape') {
      if (hints.length) { hints = []; hintBox.hidden = true; event.preventDefault(); } else if (aimed) { setAim(null); event.preventDefault(); }
      return;
    }
    if (event.key === 'ArrowUp' && !text.value) {
      const mine = talk.lastOwn();
      if (mine) { event.preventDefault(); setAim({ how: 'edit', message: mine }); }
      return;
    }
    if (event.key !== 'Enter' || event.shiftKey || coarse.matches) return;
    event.preventDefault();
    if (hints.length && pick >= 0) return take(hints[pick]);
    send();
  }

  function drawHints() {
    const found = /^\/([a-z0-9_]*)$/i.exec(text.value);
    hints = found && !aimed ? talk.commands.filter((c) => c.command.startsWith(found[1].toLowerCase())) : [];
    hintBox.hidden = !hints.length;
    hintBox.replaceChildren(...hints.map((c) => el('button', {
      type: 'button', role: 'option', 'aria-selected': 'false', 'data-command': c.command, onclick: () => take(c),
    }, el('b', {}, `/${c.command}`), el('span', {}, c.description))));
    markHint();
  }

  function markHint() {
    [...hintBox.children].forEach((option, i) => {
      option.setAttribute('aria-selected', String(i === pick));
      if (i === pick) option.scrollIntoView({ block: 'nearest' });
    });
  }

  function take(command) {
    text.value = `/${command.command}${first.kind === 'private' ? '' : `@${store.setup.bot.username}`}`;
    drawHints();
    send();
    text.focus();
  }

  function showCommands() {
    if (!talk.commands.length) return column.toast(t('noCommands'));
    text.value = text.value === '/' ? '' : '/';
    drawHints();
    text.focus();
  }

  function drawKeys() {
    const keys = talk.keys;
    if (keys && keysOf !== keys.message) { keysOf = keys.message; keysShown = true; }
    keyButton.hidden = !keys;
    const shown = Boolean(keys) && keysShown;
    keyButton.setAttribute('aria-expanded', String(shown));
    keyButton.setAttribute('aria-label', shown ? t('hideKeys') : t('showKeys'));
    text.placeholder = keys?.placeholder || t('write');
    keyBox.replaceChildren(...(shown ? keys.rows.map((row) => el('div', { class: 'keyrow' }, row.map((b) => el('button', {
      type: 'button', class: 'btn', 'data-key': b.text, onclick: () => key(b, keys),
    }, b.text)))) : []));
    keyBox.hidden = !shown;
  }

  function toggleKeys() {
    keysShown = !keysShown;
    drawKeys();
  }

  async function key(button, keys) {
    if (button.kind === 'location') return sendPlace(column, talk);
    if (button.kind === 'other') return column.toast(t('notPossible'));
    const shared = button.kind === 'chat' || button.kind === 'person' ? await column.pickFor(button) : 0;
    if (shared === null) return;
    if (keys.once) toggleKeys();
    await column.try(() => act('key', { person, chat, text: button.text, shared }));
  }

  const api = {
    node, refresh,
    close: () => {},
    can: () => node.dataset.mode === 'write',
    aim: (how, message) => { if (api.can()) setAim({ how, message }); },
    first: () => (node.dataset.mode === 'write' ? (coarse.matches ? null : text) : node.querySelector('button')),
    heard: (message) => {
      if (node.dataset.mode !== 'write') refresh();
      if (message.from?.id !== person && message.forceReply && !text.value) setAim({ how: 'reply', message });
      drawKeys();
    },
  };
  refresh();
  fit();
  return api;
}
