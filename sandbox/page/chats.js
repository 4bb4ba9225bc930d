// The second screen of a phone: the chats of one person.
import { el, avatar, iconButton } from './dom.js';
import { t, label, when } from './words.js';
import { gist } from './text.js';
import { linkButton } from './people.js';

export function chatsScreen(column) {
  const { store } = column.app;
  const person = store.person(column.person);
  const heading = el('h2', { tabindex: '-1' }, person.name);
  const list = el('ul', { 'aria-label': t('chatsOf', person.name) });
  const rows = new Map(); // chat id → the row drawn for it

  function fill() {
    const chats = [...(store.lists.get(column.person)?.values() || [])].sort(order);
    list.replaceChildren(...chats.map((chat) => el('li', {}, row(chat))));
    if (!chats.length) list.append(el('li', { class: 'empty' }, t('noChats')));
  }

  function row(chat) {
    const node = el('button', {
      type: 'button', class: `row${chat.unread ? ' unread' : ''}`, 'data-chat': chat.id, 'data-kind': chat.kind,
      onclick: () => column.go(column.person, chat.id),
    },
    avatar(chat.title, chat.id),
    el('span', { class: 'mid' }, el('span', { class: 'name' }, chat.title), el('span', { class: 'line' }, lastLine(chat))),
    el('span', { class: 'end' },
      chat.last ? el('time', { datetime: new Date(chat.last.date * 1000).toISOString() }, when(chat.last.date, store.now)) : null,
      chat.unread ? el('span', { class: 'badge', 'data-unread': chat.unread }, chat.unread > 99 ? '99+' : chat.unread,
        el('span', { class: 'unseen' }, ` ${t('newMessages', chat.unread)}`)) : null));
    rows.set(chat.id, node);
    return node;
  }

  function lastLine(chat) {
    if (!chat.last) return chat.kind === 'private' && !chat.started ? t('neverTalked') : t(chat.kind === 'private' ? 'bot' : 'group');
    const from = chat.last.from;
    if (chat.last.service || chat.kind === 'private' && from?.id !== column.person) return gist(chat.last);
    const name = from?.id === column.person ? t('you') : from?.name;
    return name ? `${name}: ${gist(chat.last)}` : gist(chat.last);
  }

  // One frame draws however many messages came: a busy hour of the clock
  // brings hundreds at once.
  let due = false;
  const later = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      const focused = list.contains(document.activeElement) ? document.activeElement.dataset.chat : null;
      fill();
      if (focused) rows.get(Number(focused))?.focus();
    });
  };

  const node = el('div', { class: 'screen', 'data-screen': 'chats' },
    el('div', { class: 'head' },
      iconButton('back', t('backToPeople'), () => column.go(null, null), { 'data-action': 'back' }),
      avatar(person.name, person.id, true),
      el('div', { class: 'who' }, heading, el('p', { class: 'sub' }, label(person.about) || t('chats')))),
    el('div', { class: 'scroll' }, list),
    el('div', { class: 'foot' }, linkButton(column)));
  fill();
  const off = store.on((event) => {
    if (['message', 'gone', 'chats', 'reload', 'read'].includes(event.kind)) later();
  });
  return { node, focus: column.cameFrom ? rows.get(column.cameFrom) || heading : heading, close: off };
}

function order(a, b) {
  return (b.last?.date || 0) - (a.last?.date || 0) || (b.last?.id || 0) - (a.last?.id || 0) || Math.abs(a.id) - Math.abs(b.id);
}
