// One message as it looks: a bubble with its buttons, or a service line.
import { el, icon, iconButton } from './dom.js';
import { t, hour } from './words.js';
import { render, gist, serviceWords } from './text.js';
import { pollCard } from './poll.js';

// messageNode draws a message for one reader. on has the things that can be
// done: link, command, press, menu, jump, photo, vote.
export function messageNode(message, view, on) {
  if (message.service) {
    const line = el('p', { class: 'service', 'data-message': message.id }, serviceWords(message.service));
    return line;
  }
  const own = message.from?.id === view.person;
  const node = el('article', {
    class: `msg${own ? ' own' : ''}${view.follow ? ' follow' : ''}`, 'data-message': message.id, tabindex: '-1',
    'data-own': String(own), 'data-from': message.from?.id, 'data-edited': message.edited ? true : null,
    'aria-label': `${own ? t('you') : message.from?.name || view.title}, ${hour(message.date)}`,
  });
  node.append(el('div', { class: 'said' }, bubble(message, own, view, on),
    iconButton('more', t('messageMenu'), () => on.menu(message), { class: 'more', 'data-action': 'message-menu' })));
  if (message.buttons?.length) node.append(buttons(message, on));
  node.addEventListener('dblclick', (event) => {
    if (!event.target.closest('button, a, input, label')) on.reply(message);
  });
  return node;
}

function bubble(message, own, view, on) {
  const box = el('div', { class: 'bubble' });
  if (!own && view.group && !view.follow) box.append(el('div', { class: 'from' }, message.from?.name || view.title));
  if (message.only) box.append(el('div', { class: 'only' }, t('onlyYou')));
  if (message.forward) box.append(el('div', { class: 'forwarded' }, t('forwardedFrom', message.forward)));
  if (message.reply) box.append(quote(message.reply, on));
  if (message.photo) box.append(photo(message, on));
  if (message.document) box.append(fileCard(message.document));
  if (message.place) box.append(placeCard(message.place));
  if (message.contact) box.append(contactCard(message.contact));
  if (message.poll) box.append(pollCard(message, view.person, on));
  if (message.text) box.append(render(message.text, message.entities, on));
  box.append(meta(message, own));
  return box;
}

function meta(message, own) {
  const parts = [];
  if (message.edited) parts.push(el('span', { 'data-edited-mark': true }, t('edited')));
  parts.push(el('time', { datetime: new Date(message.date * 1000).toISOString() }, hour(message.date)));
  if (own) parts.push(el('span', { class: 'ticks', role: 'img', 'aria-label': t('sent') }, '✓'));
  return el('div', { class: 'meta' }, parts);
}

function quote(reply, on) {
  return el('button', { type: 'button', class: 'quote', 'data-reply-to': reply.id, onclick: () => on.jump(reply.id) },
    el('b', {}, reply.from?.name || ''), el('span', {}, gist(reply) || t('deletedMessage')));
}

function photo(message, on) {
  const { url, width, height } = message.photo;
  return el('button', { type: 'button', class: 'photo', 'aria-label': t('openPhoto'), 'data-photo': true, onclick: () => on.photo(message) },
    el('img', { src: url, width, height, alt: message.text ? '' : t('photo') }));
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function fileCard(document) {
  return el('a', { class: 'filecard', href: document.url, download: document.name || 'file', 'data-file': document.name },
    icon('file'), el('span', {}, el('b', {}, document.name || t('file')), el('small', {}, size(document.size))));
}

function placeCard(place) {
  const where = `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`;
  return el('div', { class: 'placecard', 'data-place': where },
    icon('place'), el('span', {}, el('b', {}, place.title || t('place')), el('small', {}, place.address ? `${place.address} · ${where}` : where)));
}

function contactCard(contact) {
  return el('div', { class: 'placecard', 'data-contact': contact.phone },
    icon('people'), el('span', {}, el('b', {}, contact.name), el('small', {}, contact.phone)));
}

function buttons(message, on) {
  const box = el('div', { class: 'inline', role: 'group' });
  message.buttons.forEach((row, r) => {
    box.append(el('div', { class: 'inrow' }, row.map((b, c) => inlineButton(message, b, r, c, on))));
  });
  return box;
}

function inlineButton(message, b, row, column, on) {
  const node = el('button', {
    type: 'button', class: 'btn', 'data-button': b.text, 'data-style': b.style || null, disabled: b.kind === 'disabled',
    onclick: () => on.press(message, b, row, column, node),
  }, el('span', {}, b.text));
  if (b.kind === 'url') node.append(icon('link'));
  if (b.kind === 'copy') node.append(icon('copy'));
  return node;
}
