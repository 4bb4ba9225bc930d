// What the page knows: people, their chats, the talks that are open. It is
// filled once and then kept true by the stream of events.
import { get, act, listen } from './api.js';
import { setZone } from './words.js';
import { Talk } from './talk.js';

export class Store {
  constructor() {
    this.setup = null;
    this.now = 0;
    this.refused = 0;
    this.online = true;
    this.heard = 0; // messages heard of so far
    this.lists = new Map(); // person → Map of chat id → chat
    this.talks = new Map(); // "person:chat" → Talk
    this.waiting = new Map(); // tap → what to do with its answer
    this.early = new Map(); // tap → answer that came before the press returned
    this.listeners = new Set();
  }

  on(fn) {
    this.listeners.add(fn);
    return () => this.listeners.delete(fn);
  }

  tell(event) {
    for (const fn of [...this.listeners]) fn(event);
  }

  // open returns once the stream has said hello: whatever is fetched after
  // that misses no change. A later hello means that the stream was cut and
  // everything is fetched again.
  async open() {
    await this.loadSetup();
    await new Promise((resolve) => {
      let first = true;
      listen((batch) => {
        this.take(batch);
        if (batch.hello && !first) this.reload();
        if (first) resolve();
        first = false;
      }, (up) => {
        if (this.online === up) return;
        this.online = up;
        this.tell({ kind: 'online' });
      });
    });
  }

  async loadSetup() {
    this.setup = await get('setup');
    setZone(this.setup.zone);
    this.now = this.setup.now;
    this.refused = this.setup.refused;
  }

  person(id) {
    return this.setup.people.find((p) => p.id === id) || null;
  }

  // reload fetches everything again: after a lost connection, or when more
  // happened at once than the stream could carry.
  async reload() {
    try {
      await this.loadSetup();
      await Promise.all([...this.lists.keys()].map((person) => this.loadChats(person)));
      const there = [...this.talks.values()].filter((talk) => this.chat(talk.person, talk.chat));
      await Promise.allSettled(there.map((talk) => talk.load()));
    } catch { return; } // offline again: the next connection reloads
    this.tell({ kind: 'reload' });
  }

  // loadChats fetches somebody's chats; when a message came meanwhile it
  // fetches again, so that an old answer never hides a new message.
  async loadChats(person) {
    for (let tries = 0; tries < 4; tries++) {
      const before = this.heard;
      const { chats } = await get('chats', { person });
      this.lists.set(person, new Map(chats.map((c) => [c.id, c])));
      if (this.heard === before) break;
    }
    this.tell({ kind: 'chats', person });
    return this.lists.get(person);
  }

  chat(person, id) {
    return this.lists.get(person)?.get(id) || null;
  }

  // talk opens a talk and keeps it fresh until drop.
  async talk(person, chat) {
    const key = `${person}:${chat}`;
    let talk = this.talks.get(key);
    if (!talk) {
      talk = new Talk(person, chat);
      this.talks.set(key, talk);
    }
    talk.users++;
    await talk.load();
    return talk;
  }

  drop(talk) {
    talk.users--;
    if (talk.users <= 0) this.talks.delete(`${talk.person}:${talk.chat}`);
  }

  take(batch) {
    this.now = batch.now;
    this.refused = batch.refused;
    for (const event of batch.events || []) this.one(event);
    this.tell({ kind: 'tick' });
  }

  one(event) {
    switch (event.kind) {
      case 'message': return this.message(event);
      case 'gone': return this.gone(event);
      case 'answer': return this.answered(event);
      case 'chats': return this.refreshLists();
      case 'reload': return this.reload();
      default: return this.tell(event);
    }
  }

  message({ chat, message }) {
    this.heard++;
    for (const [person, list] of this.lists) {
      const row = list.get(chat);
      if (!row || (message.only && message.only !== person)) continue;
      const fresh = !row.last || message.id > row.last.id;
      if (fresh || message.id === row.last.id) row.last = message;
      if (fresh && message.from?.id !== person) row.unread++;
      row.started = true;
    }
    const owner = this.person(chat);
    if (owner && message.from?.id !== chat && !message.edited) owner.unread++;
    for (const talk of this.talks.values()) if (talk.chat === chat) talk.put(message);
    this.tell({ kind: 'message', chat, message });
  }

  gone({ chat, id }) {
    for (const talk of this.talks.values()) if (talk.chat === chat) talk.remove(id);
    this.tell({ kind: 'gone', chat, id });
  }

  // refreshLists fetches chats and then the open talks that are still there.
  // Without a connection it does nothing: the next one reloads everything.
  async refreshLists() {
    await Promise.allSettled([...this.lists.keys()].map((person) => this.loadChats(person)));
    for (const talk of [...this.talks.values()]) {
      if (this.chat(talk.person, talk.chat)) talk.load().then(() => this.tell({ kind: 'talk', talk })).catch(() => {});
    }
  }

  read(person, chat) {
    const row = this.chat(person, chat);
    const owner = this.person(person);
    if (owner && row) owner.unread = Math.max(0, owner.unread - row.unread);
    if (row) row.unread = 0;
    act('read', { person, chat }).catch(() => {});
  }

  // press presses an inline button and resolves with the bot's answer, or
  // with null when none came within fifteen seconds.
  async press(person, chat, message, row, column, text) {
    const { tap } = await act('press', { person, chat, message, row, column, text });
    const early = this.early.get(tap);
    if (early) {
      this.early.delete(tap);
      return early;
    }
    return new Promise((resolve) => {
      const late = setTimeout(() => { this.waiting.delete(tap); resolve(null); }, 15000);
      this.waiting.set(tap, (answer) => { clearTimeout(late); resolve(answer); });
    });
  }

  answered(event) {
    const resolve = this.waiting.get(event.tap);
    if (!resolve) {
      this.early.set(event.tap, event);
      if (this.early.size > 50) this.early.delete(this.early.keys().next().value);
      return;
    }
    this.waiting.delete(event.tap);
    resolve(event);
  }
}
