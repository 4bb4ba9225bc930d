// Building the document. Text only ever becomes text nodes: nothing here, or
// anywhere in the page, turns a string into markup.

// el makes an element. Attributes that are functions become listeners, true
// becomes an empty attribute, false, null and undefined are left out.
export function el(tag, attrs = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === 'function') node.addEventListener(name.replace(/^on/, ''), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

const SHAPES = {
  back: ['M15 5l-7 7 7 7'],
  close: ['M6 6l12 12', 'M18 6L6 18'],
  more: ['M5 12h.01', 'M12 12h.01', 'M19 12h.01'],
  send: ['M12 19V5', 'M6 11l6-6 6 6'],
  attach: ['M12 5v14', 'M5 12h14'],
  photo: ['M4 7h3l2-2h6l2 2h3v12H4z', 'M12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z'],
  place: ['M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21z', 'M12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z'],
  file: ['M6 3h8l5 5v13H6z', 'M14 3v5h5'],
  keys: ['M3 6h18v12H3z', 'M7 10h.01', 'M12 10h.01', 'M17 10h.01', 'M8 14h8'],
  log: ['M12 3l9.5 17h-19z', 'M12 10v4', 'M12 17h.01'],
  gear: ['M4 7h10', 'M18 7h2', 'M16 5v4', 'M4 17h2', 'M10 17h10', 'M8 15v4'],
  clock: ['M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z', 'M12 7v5l3.5 2'],
  pin: ['M12 15v6', 'M8 3h8l-1 6 3 4v2H6v-2l3-4z'],
  reply: ['M10 7L4 12l6 5v-3.5c5 0 8 1 10 4-.5-6-4-9-10-9z'],
  edit: ['M4 20l1-4L16 5l3 3L8 19z'],
  copy: ['M9 9h11v11H9z', 'M15 9V4H4v11h5'],
  people: ['M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z', 'M2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6', 'M16 4.5a3.5 3.5 0 0 1 0 6.5', 'M18 14.5c2.3.8 3.5 2.7 3.5 5.5'],
  link: ['M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7L12 7', 'M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7L12 17'],
  stop: ['M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z', 'M5.7 5.7l12.6 12.6'],
  down: ['M12 5v14', 'M6 13l6 6 6-6'],
  leave: ['M10 4H4v16h6', 'M15 8l4 4-4 4', 'M19 12H9'],
};

// icon draws one of the shapes above; it is hidden from screen readers, so
// the button around it carries the words.
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  if (name === 'more') svg.style.strokeWidth = '3.5';
  for (const d of SHAPES[name]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

// iconButton is a 48-pixel button that shows a drawing and is called label.
export function iconButton(name, label, onclick, attrs = {}) {
  const { class: extra = '', ...rest } = attrs;
  return el('button', { type: 'button', class: `iconbtn ${extra}`, 'aria-label': label, title: label, onclick, ...rest }, icon(name));
}

const TONES = ['#0b6b57', '#1256a0', '#8a3b12', '#6b3fa0', '#8c1d5a', '#4a5d12', '#0f6674', '#7a4a00'];

// avatar is the coloured disc with the first letter of a name.
export function avatar(name, id, small = false) {
  const disc = el('span', { class: small ? 'avatar small' : 'avatar', 'aria-hidden': 'true' }, [...(name || '?').trim()][0] || '?');
  disc.style.setProperty('--tone', TONES[Math.abs(id) % TONES.length]);
  return disc;
}
