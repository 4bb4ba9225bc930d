// A poll in a bubble: choices before voting, bars after it.
import { el } from './dom.js';
import { t } from './words.js';

export function pollCard(message, person, on) {
  const poll = message.poll;
  const card = el('div', { class: 'poll', 'data-poll': message.id }, el('div', { class: 'question' }, poll.question));
  if (poll.description) card.append(el('p', {}, poll.description));
  card.append(el('p', { class: 'kind' }, poll.closed ? t('pollClosed', poll.total) : t('pollOpen', poll.total)));
  if (poll.hidden && !poll.closed) card.append(el('p', { class: 'kind' }, t('pollHidden')));
  const mine = poll.chosen?.[person] || [];
  if (poll.closed || mine.length) results(card, poll, mine);
  else choices(card, message, on);
  if (!poll.closed && mine.length && poll.revoting) {
    card.append(el('div', { class: 'acts' },
      el('button', { type: 'button', class: 'btn', 'data-action': 'retract', onclick: () => on.vote(message, []) }, t('retract'))));
  }
  return card;
}

function results(card, poll, mine) {
  poll.options.forEach((option, i) => {
    const share = poll.total ? Math.round((100 * option.voters) / poll.total) : 0;
    const shown = poll.hidden && !poll.closed ? '' : `${share}% (${option.voters})`;
    card.append(el('div', { class: 'result', 'data-option': option.text },
      el('div', { class: 'top' }, el('span', {}, `${option.text}${mine.includes(i) ? ` ✓ ${t('pollYours')}` : ''}`), el('span', {}, shown)),
      shown ? el('meter', { min: 0, max: 100, value: share, 'aria-label': option.text }) : null));
  });
}

function choices(card, message, on) {
  const poll = message.poll;
  if (poll.multiple) card.append(el('p', { class: 'kind' }, t('pollMany')));
  const name = `poll-${message.id}-${Math.random()}`;
  const inputs = poll.options.map((option) => {
    const input = el('input', { type: poll.multiple ? 'checkbox' : 'radio', name, 'data-option': option.text, onchange: ready });
    card.append(el('label', {}, input, el('span', {}, option.text)));
    return input;
  });
  const button = el('button', {
    type: 'button', class: 'btn main', 'data-action': 'vote', disabled: true,
    onclick: () => on.vote(message, inputs.flatMap((input, i) => (input.checked ? [i] : []))),
  }, t('vote'));
  function ready() { button.disabled = !inputs.some((input) => input.checked); }
  card.append(el('div', { class: 'acts' }, button));
}
