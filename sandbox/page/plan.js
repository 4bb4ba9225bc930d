// A drawn plan without any map: streets as a grid around the known places, a
// river, and a pin that a tap or the arrow keys move.
import { t } from './words.js';

const SPACE = 'http://www.w3.org/2000/svg';
const WIDE = 480;
const HIGH = 270;

function shape(tag, attrs) {
  const node = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attrs)) node.setAttribute(name, value);
  return node;
}

// plan returns {node, put}. moved(lat, lon) is called when the reader moves
// the pin; put moves it from outside.
export function plan(places, moved) {
  const area = extent(places);
  const node = shape('svg', { viewBox: `0 0 ${WIDE} ${HIGH}`, class: 'plan', tabindex: '0', role: 'application', 'aria-label': t('plan'), 'data-plan': '' });
  for (let x = 40; x < WIDE; x += 80) node.append(shape('path', { d: `M${x} 0V${HIGH}`, stroke: 'var(--line)', 'stroke-width': x % 160 === 40 ? 9 : 4 }));
  for (let y = 35; y < HIGH; y += 66) node.append(shape('path', { d: `M0 ${y}H${WIDE}`, stroke: 'var(--line)', 'stroke-width': y % 132 === 35 ? 9 : 4 }));
  node.append(shape('path', { d: `M-10 ${HIGH * 0.85}C120 ${HIGH * 0.55} 230 ${HIGH * 1.1} 330 ${HIGH * 0.72}S460 ${HIGH * 0.5} 500 ${HIGH * 0.6}`, fill: 'none', stroke: 'var(--primary-soft)', 'stroke-width': 26 }));
  for (const p of places) {
    const [x, y] = toPixels(area, p.latitude, p.longitude);
    node.append(shape('circle', { cx: x, cy: y, r: 7, fill: 'var(--ink-2)' }));
  }
  const pin = shape('g', {});
  pin.append(shape('path', { d: 'M0 0C-5-12-15-17-15-28A15 15 0 0 1 15-28C15-17 5-12 0 0z', fill: 'var(--danger)', stroke: 'var(--card)', 'stroke-width': 2 }),
    shape('circle', { cx: 0, cy: -28, r: 5, fill: 'var(--card)' }));
  node.append(pin);
  let at = [WIDE / 2, HIGH / 2];

  function draw() {
    pin.setAttribute('transform', `translate(${at[0]} ${at[1]})`);
  }
  function move(x, y) {
    at = [Math.min(WIDE, Math.max(0, x)), Math.min(HIGH, Math.max(0, y))];
    draw();
    moved(...toDegrees(area, ...at));
  }
  node.addEventListener('click', (event) => {
    const box = node.getBoundingClientRect();
    move(((event.clientX - box.left) / box.width) * WIDE, ((event.clientY - box.top) / box.height) * HIGH);
  });
  node.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: [-6, 0], ArrowRight: [6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] }[event.key];
    if (!step) return;
    event.preventDefault();
    move(at[0] + step[0], at[1] + step[1]);
  });
  return {
    node,
    put(lat, lon) {
      const [x, y] = toPixels(area, lat, lon);
      at = [Math.min(WIDE, Math.max(0, x)), Math.min(HIGH, Math.max(0, y))];
      draw();
    },
  };
}

// extent is the middle and half size, in degrees, of what the plan shows: all
// known places with some room, at least about a kilometre.
function extent(places) {
  const lats = places.map((p) => p.latitude);
  const lons = places.map((p) => p.longitude);
  const mid = (all) => (Math.max(...all) + Math.min(...all)) / 2;
  const half = (all, least) => Math.max(least, ((Math.max(...all) - Math.min(...all)) / 2) * 1.25);
  return { lat: mid(lats), lon: mid(lons), high: half(lats, 0.006), wide: half(lons, 0.011) };
}

function toPixels(area, lat, lon) {
  return [((lon - area.lon) / area.wide + 1) * (WIDE / 2), (1 - (lat - area.lat) / area.high) * (HIGH / 2)];
}

function toDegrees(area, x, y) {
  return [area.lat + (1 - y / (HIGH / 2)) * area.high, area.lon + (x / (WIDE / 2) - 1) * area.wide];
}
