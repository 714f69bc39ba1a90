/* global addEventListener, document, FormData, URLSearchParams, fetch, location */

// Sends the token behind the # of the address, with what was filled in, when somebody says so: opening a page changes nothing.
const token = new URLSearchParams(location.hash.slice(1)).get('token');

// Another link to a page that is open already.
addEventListener('hashchange', () => location.reload());

for (const part of document.querySelectorAll('[data-for]')) {
  part.hidden = (part.dataset.for === 'token') !== Boolean(token);
}
for (const form of document.querySelectorAll('form[data-action]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit(form);
  });
}

async function submit(form) {
  const [button, output] = [form.querySelector('button'), form.querySelector('output')];
  const body = { ...(form.dataset.for === 'token' && { token }), ...Object.fromEntries(new FormData(form)) };
  button.disabled = true;
  output.textContent = await send(form, body).catch(() => 'The server could not be reached. Please try again.');
  button.disabled = false;
}

async function send(form, body) {
  const answer = await fetch(form.dataset.action, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.ok) {
    for (const part of form.querySelectorAll('label, button')) part.hidden = true;
    return form.dataset.done;
  }
  const { title, detail, errors } = JSON.parse(text);
  return answer.status === 422 && errors ? `That was not accepted: it ${errors[0].detail}.` : `${title}. ${detail}`;
}
