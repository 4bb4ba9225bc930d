// The page: the bar on top, the phones below, and the address that remembers
// who is where (#person.chat|person.chat).
import { el, icon } from './dom.js';
import { t } from './words.js';
import { Store } from './store.js';
import { Column } from './column.js';
import { clockBar } from './clock.js';
import { refusedButton } from './refused.js';
import { settingsButton, languageButton } from './settings.js';

const MOST = 6; // phones side by side

class App {
  constructor() {
    this.store = new Store();
    this.columns = [];
    this.drafts = new Map();
    this.active = null;
    this.main = document.getElementById('columns');
    this.bar = document.getElementById('bar');
    this.tabs = document.getElementById('tabs');
    this.offline = document.getElementById('offline');
  }

  async open() {
    await this.store.open();
    document.title = this.store.setup.title;
    this.store.on((event) => {
      if (event.kind === 'online') this.offline.textContent = this.store.online ? '' : t('offline');
    });
    window.addEventListener('popstate', () => this.fromAddress());
    window.addEventListener('hashchange', () => this.fromAddress());
    this.drawBar();
    this.fromAddress();
    document.body.dataset.ready = 'true';
  }

  drawBar() {
    document.getElementById('skip').textContent = t('skip');
    this.bar.replaceChildren(
      el('h1', {}, this.store.setup.title), el('div', { class: 'gap' }),
      this.store.setup.clock ? clockBar(this) : el('span'), el('div', { class: 'gap' }),
      refusedButton(this), languageButton(this), settingsButton(this));
  }

  // redraw draws everything again, in another language, and puts the focus
  // back on what was pressed.
  redraw(focus) {
    this.drawBar();
    this.layout();
    for (const column of this.columns) column.show();
    document.querySelector(focus)?.focus();
  }

  address() {
    return `#${this.columns.map((c) => (c.person === null ? '' : c.chat === null ? c.person : `${c.person}.${c.chat}`)).join('|')}`;
  }

  remember(step) {
    const address = this.address();
    if (address === (location.hash || '#')) return;
    if (step) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }

  fromAddress() {
    const wanted = decodeURIComponent(location.hash.slice(1)).split('|').slice(0, MOST).map((part) => {
      const [person, chat] = part.split('.').map((n) => (/^-?\d+$/.test(n) ? Number(n) : null));
      return { person: person ?? null, chat: chat ?? null };
    });
    while (this.columns.length > wanted.length) this.columns.pop().end();
    wanted.forEach(({ person, chat }, i) => {
      const column = this.columns[i];
      if (!column) {
        this.columns.push(new Column(this, person, chat));
        this.columns[i].show();
      } else if (column.person !== person || column.chat !== chat) {
        if (chat === null) column.cameFrom = column.chat;
        Object.assign(column, { person, chat });
        column.show(column === this.active);
      }
    });
    if (!this.columns.includes(this.active)) this.active = this.columns[0];
    this.layout();
  }

  layout() {
    const many = this.columns.length > 1;
    this.columns.forEach((column, i) => column.place(i + 1, many));
    const add = el('button', { type: 'button', class: 'addcolumn', 'data-action': 'add-column', onclick: () => this.add() }, icon('attach'), el('span', {}, t('addColumn')));
    const nodes = [...this.columns.map((c) => c.node), ...(this.columns.length < MOST ? [add] : [])];
    for (const old of [...this.main.children]) if (!nodes.includes(old)) old.remove();
    nodes.forEach((node, i) => { if (this.main.children[i] !== node) this.main.insertBefore(node, this.main.children[i] || null); });
    this.current(this.active);
  }

  // current marks the column a narrow screen shows.
  current(column) {
    this.active = column;
    for (const c of this.columns) c.node.classList.toggle('current', c === column);
    this.drawTabs();
  }

  drawTabs() {
    this.tabs.hidden = this.columns.length < 2;
    this.tabs.setAttribute('aria-label', t('phones'));
    const names = this.columns.map((c, i) => this.store.person(c.person)?.name || t('column', i + 1));
    this.tabs.replaceChildren(...this.columns.map((c, i) => el('button', {
      type: 'button', 'aria-current': c === this.active ? 'true' : null, 'data-tab': i + 1, onclick: () => this.current(c),
    }, names[i])));
  }

  async add() {
    const column = new Column(this);
    this.columns.push(column);
    this.active = column;
    this.layout();
    this.remember(true);
    document.activeElement?.blur();
    await column.show(true);
    column.node.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }

  close(column) {
    this.columns = this.columns.filter((c) => c !== column);
    column.end();
    if (this.active === column) this.active = this.columns[0];
    this.layout();
    this.remember(true);
    this.columns[0].screen?.focus?.focus();
  }
}

const app = new App();
app.open().catch((failure) => {
  const offline = document.getElementById('offline');
  offline.textContent = t('failed', failure.message);
});
