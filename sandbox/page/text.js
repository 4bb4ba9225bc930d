// A message's text with its entities becomes nodes. Telegram counts entity
// offsets in UTF-16 units, as JavaScript strings do.
import { el } from './dom.js';
import { t } from './words.js';

const SIMPLE = { bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code' };

// render returns a span with the text. on.link(url, shown) and on.command(word)
// are called when a link or a command is pressed.
export function render(text, entities, on) {
  const list = (entities || []).filter((e) => e.length > 0).slice()
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  const root = el('div', { class: 'text', dir: 'auto' });
  fill(root, text, 0, text.length, list, on);
  return root;
}

// fill appends text[from:to] to parent; entities that cross the end are cut.
function fill(parent, text, from, to, list, on) {
  let at = from;
  for (let i = 0; i < list.length; i++) {
    const e = list[i];
    const start = Math.max(e.offset, at);
    const end = Math.min(e.offset + e.length, to);
    if (start >= end) continue;
    if (start > at) parent.append(text.slice(at, start));
    const within = list.slice(i + 1).filter((n) => n.offset < end && n.offset + n.length > start);
    const node = wrap(e, text.slice(start, end), on);
    fill(node.inner || node, text, start, end, within, on);
    parent.append(node);
    at = end;
  }
  if (at < to) parent.append(text.slice(at, to));
}

function wrap(e, shown, on) {
  if (SIMPLE[e.type]) return el(SIMPLE[e.type]);
  switch (e.type) {
    case 'pre': return el('pre', e.language ? { 'data-language': e.language } : {});
    case 'spoiler': return spoiler();
    case 'blockquote': return el('blockquote');
    case 'expandable_blockquote': return folded();
    case 'text_link': return link(e.url, shown, on);
    case 'url': return link(/^[a-z][a-z0-9+.-]*:/i.test(shown) ? shown : `https://${shown}`, shown, on);
    case 'email': return link(`mailto:${shown}`, shown, on);
    case 'phone_number': return link(`tel:${shown}`, shown, on);
    case 'bot_command': return el('button', { type: 'button', class: 'cmd', onclick: () => on.command(shown) });
    case 'mention': case 'text_mention': case 'hashtag': case 'cashtag': return el('span', { class: 'tag' });
    default: return el('span');
  }
}

// safe keeps only addresses that a link may carry.
export function safe(url) {
  try {
    const parsed = new URL(url);
    return ['http:', 'https:', 'mailto:', 'tel:', 'tg:'].includes(parsed.protocol) ? parsed.href : null;
  } catch { return null; }
}

function link(url, shown, on) {
  const href = safe(url);
  if (!href) return el('span');
  return el('a', {
    href, rel: 'noopener noreferrer', target: '_blank',
    onclick: (event) => { event.preventDefault(); on.link(href, shown); },
  });
}

function spoiler() {
  const inner = el('span');
  const show = () => {
    node.classList.add('shown');
    for (const name of ['role', 'tabindex', 'aria-label']) node.removeAttribute(name);
  };
  const node = el('span', {
    class: 'spoiler', role: 'button', tabindex: '0', 'aria-label': t('hidden'), onclick: show,
    onkeydown: (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      show();
    },
  }, inner);
  node.inner = inner;
  return node;
}

function folded() {
  const inner = el('div');
  const quote = el('blockquote', { class: 'folded' }, inner);
  const button = el('button', {
    type: 'button', class: 'fold',
    onclick: () => { quote.classList.remove('folded'); button.remove(); },
  }, t('unfold'));
  const node = el('div', {}, quote, button);
  node.inner = inner;
  return node;
}

// gist says in one line what a message is, for lists, quotes and pins.
export function gist(message) {
  if (!message) return '';
  if (message.service) return serviceWords(message.service);
  const words = (message.text || '').replace(/\s+/g, ' ').trim().slice(0, 140);
  const mark = message.photo ? t('photo') : message.document ? t('file') : message.place ? t('place')
    : message.contact ? t('contact') : message.poll ? `${t('poll')}: ${message.poll.question}` : '';
  if (mark && words) return `${mark}: ${words}`;
  return mark || words;
}

export function serviceWords(service) {
  const names = (service.names || []).join(', ');
  return t(`service.${service.kind}`, names, service.text || '');
}

// startOf reads a deep link to the bot: {payload, group} or null.
export function startOf(url, username) {
  let parsed;
  try { parsed = new URL(/^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`); } catch { return null; }
  const host = parsed.hostname.toLowerCase().replace(/^www\./, '');
  let name = '';
  if (parsed.protocol === 'tg:') name = parsed.searchParams.get('domain') || '';
  else if (['t.me', 'telegram.me', 'telegram.dog'].includes(host)) name = parsed.pathname.split('/')[1] || '';
  if (name.toLowerCase() !== username.toLowerCase()) return null;
  const group = parsed.searchParams.get('startgroup');
  return { payload: parsed.searchParams.get('start') || group || '', group: group !== null };
}
