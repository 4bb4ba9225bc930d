// Runs before the first paint, so that the page never flashes in the wrong
// colours or letter size. The settings dialog writes the same keys and calls
// sandboxLook again.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const read = (key) => {
    try { return localStorage.getItem(key); } catch { return null; }
  };
  const look = () => {
    const theme = read('sandbox.theme');
    root.dataset.theme = theme === 'light' || theme === 'dark' ? theme : dark.matches ? 'dark' : 'light';
    const size = read('sandbox.size');
    root.dataset.size = size === 'large' || size === 'huge' ? size : 'normal';
  };
  dark.addEventListener('change', look);
  window.sandboxLook = look;
  look();
})();
