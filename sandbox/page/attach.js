// Sending something other than words: photos, a place, a file.
import { el } from './dom.js';
import { t, label } from './words.js';
import { act, upload } from './api.js';
import { choose, show } from './dialogs.js';
import { practicePictures, shrink } from './pictures.js';
import { plan } from './plan.js';

const MOST = 10; // photos in one album

// attach asks what to send and sends it.
export async function attach(column, talk) {
  const key = await choose(t('whichThing'), [
    { key: 'photo', icon: 'photo', text: t('sendPhoto'), help: t('sendPhotoHelp') },
    { key: 'place', icon: 'place', text: t('sendPlace'), help: t('sendPlaceHelp') },
    { key: 'file', icon: 'file', text: t('sendFile') },
  ]);
  if (key === 'photo') return sendPhotos(column, talk);
  if (key === 'place') return sendPlace(column, talk);
  if (key === 'file') return sendFile(column, talk);
}

async function sendPhotos(column, talk) {
  const pictures = await practicePictures();
  const found = await show(t('choosePhotos'), (inside, done) => photoChooser(inside, done, pictures));
  for (const p of pictures) URL.revokeObjectURL(p.url);
  if (!found) return;
  await column.try(() => upload('photo', { person: talk.person, chat: talk.chat, caption: found.caption }, found.photos));
}

function photoChooser(inside, done, pictures) {
  const chosen = new Set();
  const wrong = el('p', { class: 'wrong', role: 'alert' });
  const count = el('p', { class: 'note', role: 'status' });
  const grid = el('div', { class: 'shots' });
  const caption = el('input', { type: 'text', autocomplete: 'off', 'data-field': 'caption' });
  const send = el('button', { type: 'submit', class: 'btn main wide', 'data-action': 'send-photo', disabled: true }, t('send'));
  const file = el('input', { type: 'file', accept: 'image/*', multiple: true, class: 'unseen', tabindex: '-1', 'aria-hidden': 'true', 'data-field': 'photo-file', onchange: own });

  function toggle(picture, node) {
    if (!chosen.has(picture) && chosen.size >= MOST) { wrong.textContent = t('tooMany'); return; }
    wrong.textContent = '';
    if (!chosen.delete(picture)) chosen.add(picture);
    node.setAttribute('aria-pressed', String(chosen.has(picture)));
    count.textContent = chosen.size ? t('picked', chosen.size) : '';
    send.disabled = !chosen.size;
  }

  function add(picture, name) {
    const node = el('button', { type: 'button', 'aria-pressed': 'false', 'aria-label': name, title: name, 'data-picture': picture.key, onclick: () => toggle(picture, node) },
      el('img', { src: picture.url, alt: '' }), el('span', { class: 'tick', 'aria-hidden': 'true' }, '✓'));
    grid.append(node);
    return node;
  }

  async function own() {
    for (const f of file.files) {
      const picture = await shrink(f).catch(() => null);
      if (!picture) { wrong.textContent = t('badPhoto'); continue; }
      pictures.push(picture);
      const node = add(picture, f.name);
      toggle(picture, node);
      node.scrollIntoView({ block: 'nearest' });
    }
    file.value = '';
  }

  for (const picture of pictures) add(picture, t(`picture.${picture.key}`));
  const submit = (event) => {
    event.preventDefault();
    if (chosen.size) done({ caption: caption.value.trim(), photos: [...chosen].map((p) => ({ blob: p.blob, name: p.name })) });
  };
  inside.append(el('form', { class: 'acts', onsubmit: submit },
    el('button', { type: 'button', class: 'btn wide', 'data-action': 'own-photos', onclick: () => file.click() }, t('ownPhotos')), file,
    el('fieldset', {}, el('legend', {}, t('practicePhotos')), grid),
    count, wrong, el('label', { class: 'field' }, t('caption'), caption), send));
}

function sendFile(column, talk) {
  const file = el('input', { type: 'file', class: 'unseen', 'aria-hidden': 'true', tabindex: '-1', 'data-field': 'file' });
  file.addEventListener('change', async () => {
    const [f] = file.files;
    file.remove();
    if (f) await column.try(() => upload('file', { person: talk.person, chat: talk.chat }, [{ blob: f, name: f.name }]));
  });
  file.addEventListener('cancel', () => file.remove());
  document.body.append(file);
  file.click();
}

// sendPlace asks where and sends it.
export async function sendPlace(column, talk) {
  const places = column.app.store.setup.places;
  const where = await show(t('choosePlace'), (inside, done) => placeChooser(inside, done, places));
  if (where) await column.try(() => act('place', { person: talk.person, chat: talk.chat, ...where }));
}

function placeChooser(inside, done, places) {
  const first = places[0];
  const latitude = el('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', 'data-field': 'latitude', oninput: typed });
  const longitude = el('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', 'data-field': 'longitude', oninput: typed });
  const wrong = el('p', { class: 'wrong', role: 'alert' });
  const drawn = plan(places, (lat, lon) => put(lat, lon, false));

  function put(lat, lon, move = true) {
    latitude.value = lat.toFixed(6);
    longitude.value = lon.toFixed(6);
    wrong.textContent = '';
    if (move) drawn.put(lat, lon);
  }

  function typed() {
    const where = read();
    if (where) drawn.put(where.latitude, where.longitude);
  }

  function read() {
    const lat = Number.parseFloat(latitude.value.replace(',', '.'));
    const lon = Number.parseFloat(longitude.value.replace(',', '.'));
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { latitude: lat, longitude: lon } : null;
  }

  const submit = (event) => {
    event.preventDefault();
    const where = read();
    if (where) done(where);
    else wrong.textContent = t('badPlace');
  };
  const known = el('fieldset', {}, el('legend', {}, t('knownPlaces')), el('div', { class: 'pick' }, places.map((p, i) => el('label', {},
    el('input', { type: 'radio', name: 'place', checked: i === 0, 'data-place-choice': label(p.label), onchange: () => put(p.latitude, p.longitude) }),
    el('span', {}, label(p.label))))));
  put(first.latitude, first.longitude);
  inside.append(el('form', { class: 'acts', onsubmit: submit }, known,
    drawn.node, el('p', { class: 'note' }, t('planHelp')),
    el('div', { class: 'pair' }, el('label', { class: 'field' }, t('latitude'), latitude), el('label', { class: 'field' }, t('longitude'), longitude)),
    wrong, el('button', { class: 'btn main wide', 'data-action': 'send-place' }, t('sendThisPlace'))));
}
