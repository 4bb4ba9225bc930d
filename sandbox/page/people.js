// The first screen of a phone: whom to be.
import { el, avatar, icon } from './dom.js';
import { t, label } from './words.js';
import { askLink } from './dialogs.js';

export function peopleScreen(column) {
  const { store } = column.app;
  const screen = el('div', { class: 'screen', 'data-screen': 'people' });
  const heading = el('h2', { tabindex: '-1' }, t('who'));
  const list = el('div', {});
  const search = el('input', { type: 'search', 'aria-label': t('searchPeople'), placeholder: t('searchPeople'), 'data-field': 'search', oninput: fill });

  function fill() {
    const wanted = search.value.trim().toLowerCase();
    list.replaceChildren();
    for (const [head, people] of groups(store.setup.people, wanted)) {
      list.append(el('section', { class: 'group' }, el('h3', {}, head), el('ul', {}, people.map((p) => el('li', {}, row(p))))));
    }
    if (!list.children.length) list.append(el('p', { class: 'empty' }, t('nobodyFound')));
  }

  function row(p) {
    const about = label(p.about);
    return el('button', { type: 'button', class: `row${p.unread ? ' unread' : ''}`, 'data-person': p.id, onclick: () => column.go(p.id, null) },
      avatar(p.name, p.id),
      el('span', { class: 'mid' }, el('span', { class: 'name' }, p.name), about ? el('span', { class: 'line' }, about) : null),
      p.unread ? el('span', { class: 'end' }, el('span', { class: 'badge', 'data-unread': p.unread },
        p.unread, el('span', { class: 'unseen' }, ` ${t('newMessages', p.unread)}`))) : null);
  }

  screen.append(el('div', { class: 'scroll' },
    el('div', { class: 'intro' }, heading, el('p', {}, t('whoHelp'))),
    store.setup.people.length > 8 ? el('div', { class: 'search' }, search) : null, list));
  fill();
  let due = false;
  const later = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      const focused = document.activeElement?.dataset?.person;
      const inside = list.contains(document.activeElement);
      fill();
      if (inside && focused) list.querySelector(`[data-person="${focused}"]`)?.focus();
    });
  };
  const off = store.on((event) => {
    if (event.kind === 'message' || event.kind === 'reload') later();
  });
  return { node: screen, focus: heading, close: off };
}

// groups puts people under their heading, in the order they were made.
function groups(people, wanted) {
  const found = new Map();
  for (const p of people) {
    const text = `${p.name} ${label(p.about)} ${p.username}`.toLowerCase();
    if (wanted && !text.includes(wanted)) continue;
    const head = label(p.heading) || t('others');
    if (!found.has(head)) found.set(head, []);
    found.get(head).push(p);
  }
  return found;
}

// linkButton opens an invitation link for the person of a column.
export function linkButton(column) {
  return el('button', {
    type: 'button', class: 'btn wide', 'data-action': 'open-link',
    onclick: async () => {
      const found = await askLink((url) => column.deepLink(url));
      if (found) column.follow(found);
    },
  }, icon('link'), t('openLink'));
}
