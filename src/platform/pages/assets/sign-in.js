/* global btoa, crypto, document, fetch, history, location, sessionStorage, TextEncoder, URLSearchParams */

// Signing in with an account elsewhere, as a front end does it: keep a verifier, send the browser off with its hash, and redeem
// with it the code that it comes back with.
const API = '/api/v1/auth';
const KEY = 'kitchen sign-in verifier';
const find = (selector) => document.querySelector(selector);
const form = find('form');

const handed = new URLSearchParams(location.hash.slice(1));
// Neither the history nor whoever looks over a shoulder needs it.
history.replaceState(null, '', location.pathname);
void begin().catch(() => say('The server could not be reached. Please try again.'));

async function begin() {
  const [code, verifier] = [handed.get('code'), sessionStorage.getItem(KEY)];
  if (code && verifier) await redeem({ code, verifier });
  else if (code) await explain('auth.sign_in_not_started');
  else if (handed.has('error')) await explain(handed.get('error'));
  else await offer();
}

async function offer() {
  const { items } = await (await fetch(`${API}/providers`)).json();
  if (items.length === 0) say('No service to sign in with is configured here. Log in with your password.');
  for (const { name, url } of items) {
    const button = document.createElement('button');
    button.className = 'button';
    button.textContent = `Sign in with ${name}`;
    button.addEventListener('click', () => void leave(url));
    find('#providers').append(button, ' ');
  }
}

async function leave(url) {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  sessionStorage.setItem(KEY, verifier);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const query = new URLSearchParams({
    challenge: base64url(new Uint8Array(digest)),
    returnTo: location.origin + location.pathname,
  });
  location.assign(`${url}?${query}`);
}

async function redeem(body) {
  await take(await post('/oidc/session', body), body);
}

async function take({ ok, answer }, body) {
  if (ok) {
    sessionStorage.removeItem(KEY);
    say(
      `You are signed in as ${answer.user.username}. This access token is good for 15 minutes, at /docs for instance:`,
    );
    find('pre').hidden = false;
    find('code').textContent = answer.accessToken;
  } else if (['auth.link_password_required', 'auth.wrong_password'].includes(answer.code)) {
    ask(`${answer.title}. Its password:`, 'password', (password) => redeem({ ...body, password }));
  } else if (answer.challenge || answer.code === 'auth.invalid_code') {
    const challenge = answer.challenge ?? body.challenge;
    ask(`${answer.title}. A code:`, 'text', async (code) => {
      await take(await post('/login/second-factor', { challenge, code }), { challenge });
    });
  } else {
    say(`${answer.title}. ${answer.detail}`);
    await offer();
  }
}

function ask(question, type, goOn) {
  form.hidden = false;
  form.querySelector('span').textContent = question;
  const input = Object.assign(form.querySelector('input'), { type, value: '' });
  form.onsubmit = (event) => {
    event.preventDefault();
    form.hidden = true;
    void goOn(input.value);
  };
  input.focus();
}

async function explain(code) {
  const answer = await fetch(`/problems/${encodeURIComponent(code)}`, { headers: { accept: 'application/json' } });
  const { title = 'That did not work', help = '' } = answer.ok ? await answer.json() : {};
  say(`${title}. ${help}`);
  await offer();
}

async function post(path, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(API + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { ok: response.ok, answer: await response.json() };
}

function say(text) {
  find('output').textContent = text;
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
