// A column is one phone: it shows whom to be, then that person's chats, then
// one talk. On a wide screen several stand side by side.
import { el, iconButton } from './dom.js';
import { t, label } from './words.js';
import { act } from './api.js';
import { peopleScreen } from './people.js';
import { chatsScreen } from './chats.js';
import { talkScreen } from './chat.js';
import { startOf } from './text.js';
import { choose } from './dialogs.js';

export class Column {
  constructor(app, person = null, chat = null) {
    this.app = app;
    this.person = person;
    this.chat = chat;
    this.cameFrom = null; // the chat one comes back from
    this.screen = null;
    this.turn = 0; // grows with each navigation, so that a slow one gives up
    this.node = el('section', { class: 'column' });
    this.notes = el('div', { class: 'toasts', role: 'status', 'aria-live': 'polite', 'data-toasts': true });
    this.node.addEventListener('focusin', () => app.current(this));
    this.node.addEventListener('pointerdown', () => app.current(this));
  }

  // place numbers the column and gives it a close button when it may go.
  place(number, closable) {
    this.number = number;
    this.node.dataset.column = number;
    this.name();
    this.closer?.remove();
    this.closer = closable ? iconButton('close', t('closeColumn'), () => this.app.close(this), { class: 'wideonly', 'data-action': 'close-column' }) : null;
    this.putCloser();
  }

  name() {
    const who = this.app.store.person(this.person)?.name;
    this.node.setAttribute('aria-label', t('column', this.number, who));
    this.node.dataset.playing = this.person ?? '';
  }

  putCloser() {
    if (!this.closer || !this.screen) return;
    const head = this.screen.node.querySelector('.head') || this.screen.node.querySelector('.intro');
    head?.append(this.closer);
  }

  // go shows another screen as a step of its own in the browser's history.
  async go(person, chat, focus = true) {
    if (this.chat !== null && chat === null) this.cameFrom = this.chat;
    this.person = person;
    this.chat = chat;
    this.app.remember(true);
    await this.show(focus);
  }

  // show draws the screen that person and chat call for.
  async show(focus = false) {
    const turn = ++this.turn;
    const { store } = this.app;
    let screen;
    try {
      if (this.person !== null && !store.person(this.person)) this.person = null;
      if (this.person === null) screen = peopleScreen(this);
      else {
        if (!store.lists.has(this.person)) await store.loadChats(this.person);
        if (this.chat !== null && !store.chat(this.person, this.chat)) await store.loadChats(this.person);
        if (this.chat !== null && !store.chat(this.person, this.chat)) this.chat = null;
        screen = this.chat === null ? chatsScreen(this) : talkScreen(this, await store.talk(this.person, this.chat));
      }
    } catch (failure) {
      return this.toast(t('failed', failure.message), true);
    }
    if (turn !== this.turn) return screen.close();
    // Whoever has gone on to another phone meanwhile is not called back.
    const here = document.activeElement === document.body || this.node.contains(document.activeElement);
    this.screen?.close();
    this.screen = screen;
    this.node.replaceChildren(screen.node, this.notes);
    this.name();
    this.putCloser();
    this.app.drawTabs();
    screen.shown?.();
    if (focus && here) screen.focus?.focus({ preventScroll: true });
  }

  end() {
    this.turn++;
    this.screen?.close();
    this.node.remove();
  }

  // try does what the reader asked for and says so when it did not work.
  async try(work, otherwise = null) {
    try {
      return await work();
    } catch (failure) {
      this.toast(t('failed', failure.message), true);
      return otherwise;
    }
  }

  // toast says something that goes away by itself.
  toast(text, bad = false) {
    const note = el('div', { class: bad ? 'toast bad' : 'toast', 'data-toast': true, dir: 'auto', onclick: () => note.remove() }, text);
    this.notes.append(note);
    setTimeout(() => note.remove(), Math.min(12000, 4000 + 70 * text.length));
  }

  // deepLink reads a link to the practice bot; null for any other.
  deepLink(url) {
    return startOf(url, this.app.store.setup.bot.username);
  }

  // follow does what Telegram does with a link to the bot: it opens the
  // private chat and starts it with what the link carries.
  async follow(start) {
    if (start.group) return this.bring(start.payload);
    const done = await this.try(() => act('start', { person: this.person, payload: start.payload }), false);
    if (done === false) return;
    await this.app.store.loadChats(this.person);
    await this.go(this.person, this.person);
  }

  // pickFor asks which chat or person to give to a button that wants one.
  pickFor(button) {
    const { store } = this.app;
    const all = button.kind === 'chat'
      ? [...store.lists.get(this.person).values()].filter((c) => c.kind !== 'private').map((c) => ({ key: c.id, icon: 'people', text: c.title }))
      : store.setup.people.filter((p) => p.id !== this.person).map((p) => ({ key: p.id, icon: 'people', text: p.name, help: label(p.about) }));
    return choose(button.text, all);
  }

  // bring takes the bot to a group, as a link with startgroup does.
  async bring(payload) {
    const mine = [...this.app.store.lists.get(this.person).values()].filter((c) => c.kind !== 'private' && c.runs);
    if (!mine.length) return this.toast(t('noGroup'));
    const chat = await choose(t('whichGroup'), mine.map((c) => ({ key: c.id, icon: 'people', text: c.title })));
    if (!chat) return;
    const done = await this.try(() => act('bring', { person: this.person, chat, payload }), false);
    if (done !== false) await this.go(this.person, chat);
  }
}
