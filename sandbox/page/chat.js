// The third screen of a phone: a talk, with its head, pin, log and compose.
import { el, avatar, icon, iconButton } from './dom.js';
import { t } from './words.js';
import { act, get } from './api.js';
import { gist, startOf } from './text.js';
import { Log } from './log.js';
import { compose } from './compose.js';
import { choose, confirmOpen, picture, show, alertFor } from './dialogs.js';

// talkScreen draws the talk of column.person in column.chat. The talk must be
// loaded.
export function talkScreen(column, talk) {
  const { store } = column.app;
  const chat = store.chat(column.person, column.chat);
  const view = { person: column.person, chat: chat.id, title: chat.title, group: chat.kind !== 'private', now: () => store.now };
  const writing = compose(column, talk, chat);
  const log = new Log(talk, view, actions(column, talk, writing, () => log));
  const typing = el('div', { class: 'typing', role: 'status' });
  const pin = el('div', {});
  const heading = el('h2', { tabindex: '-1' }, chat.title);

  function drawPin() {
    pin.replaceChildren();
    if (!talk.pinned) return;
    const shown = talk.pinned;
    pin.append(el('button', { type: 'button', class: 'pinned', 'data-pinned': shown.id, 'aria-label': `${t('showPinned')}: ${gist(shown)}`, onclick: () => log.jump(shown.id) },
      icon('pin'), el('span', { class: 'mid' }, el('b', {}, t('pinnedMessage')), el('span', {}, gist(shown)))));
  }

  function read() {
    if (document.visibilityState === 'visible' && store.chat(column.person, column.chat)?.unread) store.read(column.person, column.chat);
  }

  const node = el('div', { class: 'screen', 'data-screen': 'chat', 'data-conversation': chat.id },
    head(column, chat, heading), pin, el('div', { class: 'talk' }, log.node, log.bottom), typing, writing.node);
  drawPin();
  read();
  const off = store.on((event) => {
    if (event.kind === 'reload' || event.kind === 'chats' && event.person === column.person || event.kind === 'talk' && event.talk === talk) {
      if (!store.chat(column.person, column.chat)) { column.chat = null; column.show(); return; } // thrown out
      if (event.kind !== 'chats') log.draw();
      writing.refresh();
      drawPin();
    }
    if (event.chat !== column.chat) return;
    if (event.kind === 'message') {
      typing.textContent = '';
      log.put(event.message);
      drawPin();
      writing.heard(event.message);
      read();
    }
    if (event.kind === 'gone') { log.remove(event.id); drawPin(); }
    if (event.kind === 'action') typing.textContent = t('typing', store.setup.bot.name);
  });
  document.addEventListener('visibilitychange', read);
  const close = () => {
    off();
    log.close();
    writing.close();
    document.removeEventListener('visibilitychange', read);
    store.drop(talk);
  };
  return { node, focus: writing.first() || heading, close, shown: () => log.toBottom() };
}

function head(column, chat, heading) {
  const { store } = column.app;
  const me = el('b', {}, t('youAre', store.person(column.person).name));
  const rest = chat.kind === 'private' ? '' : ` · ${t('members', chat.members)}`;
  return el('div', { class: 'head' },
    iconButton('back', t('backToChats'), () => column.go(column.person, null), { 'data-action': 'back' }),
    avatar(chat.title, chat.id, true),
    el('div', { class: 'who' }, heading, el('p', { class: 'sub' }, me, rest)),
    iconButton('more', t('chatMenu'), () => chatMenu(column, chat), { 'data-action': 'chat-menu' }));
}

async function chatMenu(column, chat) {
  const now = column.app.store.chat(column.person, chat.id) || chat;
  const choices = chat.kind === 'private'
    ? [now.blocked ? { key: 'unblock', icon: 'send', text: t('unblock') } : { key: 'block', icon: 'stop', text: t('block') }]
    : [{ key: 'members', icon: 'people', text: t('membersTitle') }, { key: 'leave', icon: 'leave', text: t('leave') }];
  const key = await choose(chat.title, choices);
  if (key === 'members') return members(chat);
  if (!key) return;
  await column.try(() => act(key, { person: column.person, chat: chat.id }));
  if (key === 'leave') return column.go(column.person, null);
  await column.app.store.loadChats(column.person);
}

async function members(chat) {
  const { members: all } = await get('members', { chat: chat.id });
  return show(t('membersTitle'), (inside) => inside.append(el('ul', {}, all.map((m) => el('li', { class: 'row' },
    avatar(m.name, m.id, true),
    el('span', { class: 'mid' }, el('span', { class: 'name' }, m.name),
      el('span', { class: 'line' }, [m.bot ? t('bot') : '', m.admin ? t('administrator') : ''].filter(Boolean).join(' · '))))))));
}

// actions is what a message's parts can do.
function actions(column, talk, writing, log) {
  const { store } = column.app;
  const { person, chat } = talk;
  return {
    reply: (message) => writing.aim('reply', message),
    command: (word) => column.try(() => act('say', { person, chat, text: word })),
    jump: (id) => log().jump(id),
    photo: (message) => picture(message.photo.url, gist(message)),
    vote: (message, options) => column.try(() => act('vote', { person, chat, message: message.id, options })),
    link: (url, shown) => openLink(column, url, shown),
    menu: (message) => messageMenu(column, message, writing),
    press: (message, button, row, at, node) => {
      if (button.kind === 'url') return openLink(column, button.url);
      if (button.kind === 'copy') return copy(column, button.url);
      if (button.kind !== 'callback') return column.toast(t('notPossible'));
      return press(column, store, talk, message, button, row, at, node);
    },
  };
}

async function press(column, store, talk, message, button, row, at, node) {
  if (node.getAttribute('aria-busy')) return;
  node.setAttribute('aria-busy', 'true');
  const spinner = el('span', { class: 'spin' });
  node.append(spinner);
  const answer = await column.try(() => store.press(talk.person, talk.chat, message.id, row, at, button.text), false);
  node.removeAttribute('aria-busy');
  spinner.remove();
  if (answer === false) return;
  if (!answer) return column.toast(t('notAnswered'));
  if (answer.url) return openLink(column, answer.url);
  if (answer.text && answer.alert) {
    await alertFor(store.person(talk.person).name, answer.text);
    // The browser gives the focus back, unless the bot has changed the message
    // meanwhile and the button is gone.
    if (document.activeElement === document.body) column.node.querySelector(`[data-message="${message.id}"]`)?.focus();
  } else if (answer.text) column.toast(answer.text);
}

function openLink(column, url, shown) {
  const start = startOf(url, column.app.store.setup.bot.username);
  if (start) return column.follow(start);
  const mine = new URL(url).origin === location.origin;
  if (mine && (!shown || url.includes(shown))) return window.open(url, '_blank', 'noopener');
  return confirmOpen(url);
}

async function copy(column, text) {
  const done = await column.try(() => navigator.clipboard.writeText(text).then(() => true), false);
  if (done) column.toast(t('copied'));
}

async function messageMenu(column, message, writing) {
  const own = message.from?.id === column.person;
  const choices = [];
  if (writing.can()) choices.push({ key: 'reply', icon: 'reply', text: t('reply') });
  if (own && message.text && writing.can()) choices.push({ key: 'edit', icon: 'edit', text: t('edit') });
  if (message.text) choices.push({ key: 'copy', icon: 'copy', text: t('copy') });
  if (!choices.length) return;
  const key = await choose(gist(message).slice(0, 60), choices);
  if (key === 'copy') return copy(column, message.text);
  if (key) writing.aim(key, message);
}
