// The list of messages in a talk: drawn once, then changed message by message,
// and kept at the bottom while the reader is there.
import { el } from './dom.js';
import { t, dayKey, dayName } from './words.js';
import { messageNode } from './message.js';

const NEAR = 90; // pixels from the bottom that still count as "at the bottom"
const TOGETHER = 300; // seconds within which messages of one person belong together

export class Log {
  constructor(talk, view, on) {
    this.talk = talk;
    this.view = view;
    this.on = on;
    this.nodes = new Map(); // message id → node
    this.last = null; // the message drawn last
    this.stuck = true;
    this.missed = 0;
    this.flow = el('div', { class: 'flow' }); // grows with letters and pictures: watched
    this.node = el('div', { class: 'log', role: 'log', 'aria-label': t('talk', view.title), tabindex: '0', 'data-log': view.chat }, this.flow);
    this.bottom = el('button', { type: 'button', class: 'btn tobottom', hidden: true, 'data-action': 'to-bottom', onclick: () => this.toBottom() });
    this.node.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.tall = 0; // the heights when the reader last could have scrolled
    this.room = 0;
    this.watch = new ResizeObserver(() => {
      this.measure();
      if (this.stuck) this.toBottom();
    });
    this.watch.observe(this.node);
    this.watch.observe(this.flow);
    this.draw();
  }

  close() { this.watch.disconnect(); }

  draw() {
    this.node.setAttribute('aria-busy', 'true');
    this.nodes.clear();
    this.last = null;
    this.flow.replaceChildren();
    if (this.talk.more) {
      this.flow.append(el('button', { type: 'button', class: 'btn earlier', 'data-action': 'earlier', onclick: () => this.earlier() }, t('earlier')));
    }
    for (const message of this.talk.messages) this.append(message);
    if (this.stuck) this.toBottom();
    requestAnimationFrame(() => this.node.removeAttribute('aria-busy')); // only what comes after is read out
  }

  append(message) {
    const before = this.last;
    this.last = message;
    if (!before || dayKey(before.date) !== dayKey(message.date)) {
      this.flow.append(el('div', { class: 'day', 'data-day': true }, dayName(message.date, this.view.now())));
    }
    const node = this.make(message, before);
    if (message.album) this.albumOf(message, before).append(node);
    else this.flow.append(node);
  }

  albumOf(message, before) {
    if (before?.album === message.album && this.flow.lastElementChild?.dataset.album === message.album) return this.flow.lastElementChild;
    const box = el('div', { class: `album${message.from?.id === this.view.person ? ' own' : ''}`, 'data-album': message.album });
    this.flow.append(box);
    return box;
  }

  make(message, before) {
    const follow = Boolean(before && !before.service && !before.album && before.from?.id === message.from?.id
      && message.date - before.date < TOGETHER && dayKey(before.date) === dayKey(message.date));
    const node = messageNode(message, { ...this.view, follow }, this.on);
    this.nodes.set(message.id, node);
    return node;
  }

  // put draws a message that is new or changed.
  put(message) {
    if (message.only && message.only !== this.view.person) return;
    const old = this.nodes.get(message.id);
    if (old) return this.replace(old, message);
    if (this.last && message.id < this.last.id) return;
    this.append(message);
    if (this.stuck || message.from?.id === this.view.person) return this.toBottom();
    this.missed++;
    this.scrolled();
  }

  replace(old, message) {
    const at = this.talk.messages.findIndex((m) => m.id === message.id);
    const focus = old.contains(document.activeElement) ? focusMark(document.activeElement) : null;
    const node = this.make(message, this.talk.messages[at - 1]);
    if (this.last?.id === message.id) this.last = message;
    node.classList.add('hit');
    old.replaceWith(node);
    if (focus) (focus.text !== null && focusTarget(node, focus) || node).focus({ preventScroll: true });
    if (this.stuck) this.toBottom();
  }

  remove(id) {
    const node = this.nodes.get(id);
    if (!node) return;
    const album = node.parentElement.dataset.album ? node.parentElement : null;
    node.remove();
    if (album && !album.children.length) album.remove();
    this.nodes.delete(id);
    this.last = this.talk.messages.at(-1) || null;
  }

  measure() {
    this.tall = this.node.scrollHeight;
    this.room = this.node.clientHeight;
  }

  // scrolled looks where the reader is. When the heights have changed it was
  // not the reader who scrolled, and whoever was at the bottom stays there.
  scrolled() {
    if (this.tall === this.node.scrollHeight && this.room === this.node.clientHeight) {
      this.stuck = this.tall - this.node.scrollTop - this.room < NEAR;
    }
    if (this.stuck) this.missed = 0;
    this.bottom.hidden = this.stuck;
    this.bottom.textContent = this.missed ? `↓ ${t('newMessages', this.missed)}` : '↓';
    this.bottom.setAttribute('aria-label', this.missed ? `${t('toBottom')} (${t('newMessages', this.missed)})` : t('toBottom'));
  }

  toBottom() {
    this.node.scrollTop = this.node.scrollHeight;
    this.stuck = true;
    this.missed = 0;
    this.bottom.hidden = true;
  }

  async earlier() {
    const height = this.node.scrollHeight;
    this.stuck = false;
    await this.talk.earlier();
    this.draw();
    this.node.scrollTop = this.node.scrollHeight - height;
    this.node.focus({ preventScroll: true });
  }

  // jump shows a message and draws the eye to it; it fetches what is not yet
  // here.
  async jump(id) {
    this.stuck = false;
    while (!this.nodes.has(id) && this.talk.more) {
      if (!(await this.talk.earlier())) break;
      this.draw();
    }
    const node = this.nodes.get(id);
    if (!node) return;
    node.scrollIntoView({ block: 'center' });
    node.classList.remove('hit');
    requestAnimationFrame(() => node.classList.add('hit'));
    node.focus({ preventScroll: true });
    this.measure();
    this.scrolled();
  }
}

// focusMark remembers which button of a message had the focus, so that an
// edit made by the bot does not throw a keyboard user out.
function focusMark(node) {
  return { text: node.dataset.button ?? null };
}

function focusTarget(node, mark) {
  const buttons = [...node.querySelectorAll('[data-button]:not(:disabled)')];
  return buttons.find((b) => b.dataset.button === mark.text) || buttons[0];
}
