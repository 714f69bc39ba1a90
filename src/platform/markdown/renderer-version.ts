/** What is rendered is stored. Raise this with whatever changes the HTML of articles, and `rerender` brings what is stored up to date. */
export const RENDERER_VERSION = 2;
