/* global document, navigator, setTimeout */

// Gives each block of commands a button that copies it. Browsers offer the clipboard to secure origins only (https, localhost).
for (const block of navigator.clipboard ? document.querySelectorAll('.steps pre') : []) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(`${block.textContent}\n`);
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), 2000);
  });
  block.before(button);
}
