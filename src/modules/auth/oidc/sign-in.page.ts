import { html } from '../../../platform/pages/html.js';
import { layout } from '../../../platform/pages/layout.js';

/** Where one signs in with an account elsewhere, and comes back to, while there is no front end that does it. */
export function signInPage(): string {
  return layout({
    title: 'Sign in',
    description: 'With an account that you have elsewhere.',
    script: 'sign-in.js',
    main: html`
      <h1>Sign in</h1>
      <noscript><p>This page needs JavaScript, which is switched off.</p></noscript>
      <p><output></output></p>
      <div id="providers"></div>
      <form hidden>
        <label><span></span> <input required maxlength="256" /></label>
        <p><button class="button" type="submit">Go on</button></p>
      </form>
      <pre hidden tabindex="0" aria-label="Access token"><code></code></pre>
    `,
  });
}
