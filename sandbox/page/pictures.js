// Photos to send: drawn practice pictures for those who have none at hand,
// and pictures from the device, made small as Telegram's apps do.

const WIDE = 640;
const HIGH = 480;
const LARGEST = 1280; // pixels on the longer side

function canvas(width, height) {
  const c = document.createElement('canvas');
  c.width = width;
  c.height = height;
  return c;
}

function toBlob(c, type) {
  return new Promise((resolve, reject) => {
    c.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), type, 0.87);
  });
}

// A scene is a list of [colour, kind, numbers]: r rectangle, c circle, l line
// (width first), p polygon.
const SCENES = {
  lamp: [['#16213a', 'r', 0, 0, 640, 480], ['#2b3550', 'r', 0, 400, 640, 80], ['#fff2b0', 'p', 330, 130, 180, 400, 520, 400], ['#7c8799', 'r', 318, 90, 16, 320], ['#7c8799', 'r', 270, 80, 110, 16], ['#ffe27a', 'c', 326, 112, 24], ['#3d4763', 'r', 30, 180, 130, 220], ['#3d4763', 'r', 500, 140, 120, 260]],
  stairs: [['#d9d2c5', 'r', 0, 0, 640, 480], ['#b5aa98', 'r', 60, 380, 520, 60], ['#a3967f', 'r', 120, 310, 460, 70], ['#8f8069', 'r', 190, 240, 390, 70], ['#7a6b54', 'r', 270, 170, 310, 70], ['#3c332a', 'l', 8, 80, 300, 300, 90], ['#c0392b', 'l', 6, 200, 330, 260, 345, 300, 325]],
  bench: [['#bfe3f7', 'r', 0, 0, 640, 260], ['#8fbf6a', 'r', 0, 260, 640, 220], ['#4d7d3a', 'c', 120, 200, 90], ['#6b4a2b', 'r', 108, 240, 24, 100], ['#9a6a3a', 'r', 230, 270, 300, 26], ['#9a6a3a', 'r', 230, 320, 300, 30], ['#4b4b4b', 'r', 250, 350, 18, 70], ['#4b4b4b', 'r', 490, 350, 18, 70]],
  tree: [['#d7eefb', 'r', 0, 0, 640, 330], ['#a7c98a', 'r', 0, 330, 640, 150], ['#6b4a2b', 'r', 300, 220, 46, 190], ['#3f7d3a', 'c', 250, 190, 90], ['#4b8f44', 'c', 390, 180, 95], ['#579e4f', 'c', 322, 110, 95]],
  pipe: [['#cfd6da', 'r', 0, 0, 640, 480], ['#9aa7ae', 'r', 0, 160, 640, 70], ['#76858d', 'r', 290, 140, 60, 110], ['#3d8fd1', 'l', 9, 320, 250, 300, 340], ['#3d8fd1', 'l', 9, 335, 250, 350, 360], ['#3d8fd1', 'c', 325, 420, 60], ['#66aee4', 'c', 310, 410, 30]],
  wall: [['#e8d9c3', 'r', 0, 0, 640, 480], ['#c98f6b', 'r', 0, 300, 640, 180], ['#a96f4d', 'l', 4, 0, 340, 640, 340], ['#a96f4d', 'l', 4, 0, 400, 640, 400], ['#4a3527', 'l', 7, 330, 20, 300, 120, 350, 190, 310, 290, 340, 380], ['#4a3527', 'l', 4, 350, 190, 420, 240]],
};

function paint(scene) {
  const c = canvas(WIDE, HIGH);
  const g = c.getContext('2d');
  for (const [colour, kind, ...n] of scene) {
    g.fillStyle = colour;
    g.strokeStyle = colour;
    g.beginPath();
    if (kind === 'r') g.rect(...n);
    if (kind === 'c') g.arc(n[0], n[1], n[2], 0, 2 * Math.PI);
    if (kind === 'p') path(g, n);
    if (kind === 'l') {
      g.lineWidth = n[0];
      path(g, n.slice(1));
      g.stroke();
    } else g.fill();
  }
  return c;
}

function path(g, n) {
  for (let i = 0; i < n.length; i += 2) g.lineTo(n[i], n[i + 1]);
}

async function finish(c, key, type) {
  const blob = await toBlob(c, type);
  return { key, name: `${key}.${type === 'image/png' ? 'png' : 'jpg'}`, blob, url: URL.createObjectURL(blob) };
}

// practicePictures draws the pictures one can send without having any.
export function practicePictures() {
  return Promise.all(Object.entries(SCENES).map(([key, scene]) => finish(paint(scene), key, 'image/png')));
}

// shrink reads a picture file and draws it anew, at most 1280 pixels large;
// what the camera wrote into the file (place, time) is left behind.
export async function shrink(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  const c = canvas(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  c.getContext('2d').drawImage(picture, 0, 0, c.width, c.height);
  picture.close();
  return finish(c, 'own', 'image/jpeg');
}
