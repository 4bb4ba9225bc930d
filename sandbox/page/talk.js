// One person's view of one chat: its messages in order, the reply keyboard in
// force, the pinned message and the commands offered there.
import { get } from './api.js';

export class Talk {
  constructor(person, chat) {
    this.person = person;
    this.chat = chat;
    this.users = 0;
    this.messages = [];
    this.more = false;
    this.keys = null;
    this.pinned = null;
    this.commands = [];
    this.loading = new Set(); // lists of what came during each load
  }

  // load fetches the talk. What happens while the answer is on its way is
  // done again on top of it: the answer may be older.
  async load() {
    const missed = [];
    this.loading.add(missed);
    let body;
    try {
      body = await get('talk', { person: this.person, chat: this.chat });
    } finally {
      this.loading.delete(missed);
    }
    this.messages = body.messages;
    this.more = body.more;
    this.keys = body.keys;
    this.pinned = body.pinned;
    this.commands = body.commands;
    for (const again of missed) again();
  }

  // earlier fetches what came before and returns how many messages that was.
  async earlier() {
    if (!this.messages.length) return 0;
    const body = await get('talk', { person: this.person, chat: this.chat, before: this.messages[0].id });
    this.messages = [...body.messages, ...this.messages];
    this.more = body.more;
    return body.messages.length;
  }

  find(id) {
    return this.messages.find((m) => m.id === id) || null;
  }

  lastOwn() {
    for (let i = this.messages.length - 1; i >= 0; i--) {
      const m = this.messages[i];
      if (m.from?.id === this.person && m.text && !m.photo) return m;
    }
    return null;
  }

  put(message) {
    for (const missed of this.loading) missed.push(() => this.put(message));
    if (message.only && message.only !== this.person) return;
    const at = this.messages.findIndex((m) => m.id === message.id);
    if (at >= 0) this.messages[at] = message;
    else if (!this.messages.length || message.id > this.messages.at(-1).id) this.add(message);
    if (message.pinned) this.pinned = message;
    else if (this.pinned?.id === message.id) this.pinned = null;
  }

  add(message) {
    this.messages.push(message);
    if (message.removeKeys) this.keys = null;
    if (message.keys) this.keys = { ...message.keys, message: message.id };
  }

  remove(id) {
    for (const missed of this.loading) missed.push(() => this.remove(id));
    this.messages = this.messages.filter((m) => m.id !== id);
    if (this.pinned?.id === id) this.pinned = null;
  }
}
