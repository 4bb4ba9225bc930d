// Talking to the server: JSON calls, uploads, and the stream of events. All
// addresses are relative, so that the page works under any path.

const ACT = { 'X-Sandbox': '1' };

async function answerOf(response) {
  let body = null;
  try { body = await response.json(); } catch { body = null; }
  if (!response.ok) throw new Error(body?.error || `HTTP ${response.status}`);
  return body;
}

export async function get(name, query = {}) {
  const search = new URLSearchParams(query).toString();
  return answerOf(await fetch(`sandbox/${name}${search ? `?${search}` : ''}`, { headers: ACT, cache: 'no-store' }));
}

export async function act(name, body) {
  return answerOf(await fetch(`sandbox/${name}`, {
    method: 'POST', headers: { ...ACT, 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  }));
}

// upload sends files beside plain fields, as a form.
export async function upload(name, fields, files) {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, String(value));
  for (const file of files) form.append('file', file.blob, file.name);
  return answerOf(await fetch(`sandbox/${name}`, { method: 'POST', headers: ACT, body: form }));
}

// listen calls take with each batch of events, and tells up(true/false) when
// the stream comes and goes; the browser itself tries again.
export function listen(take, up) {
  const stream = new EventSource('sandbox/events');
  stream.onopen = () => up(true);
  stream.onerror = () => up(false);
  stream.onmessage = (event) => take(JSON.parse(event.data));
  return stream;
}
