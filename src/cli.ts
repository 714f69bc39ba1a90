/**
 * What `node dist/cli.js <command>` can do, and what it must or may be told. All migrate first, unless `MIGRATE_ON_BOOT=false`.
 */
const commands = {
  migrate: { takes: '', does: 'bring the schema up to date' },
  'create-admin': { takes: '<username> <email>', does: 'make an account an admin' },
  'reset-second-factor': { takes: '<username>', does: 'let a member in who has lost app and recovery codes' },
  seed: { takes: '', does: 'add the demo content; running it again adds nothing twice' },
  demo: { takes: '', does: 'add the demo content and listen' },
  rerender: { takes: '', does: 'render the posts again that an earlier version did; run it after an upgrade' },
  reseal: {
    takes: '',
    does: 'seal authenticator apps with JWT_SECRET that were sealed with one of JWT_SECRET_FALLBACKS',
  },
  verify: { takes: '[--repair]', does: 'compare counts with what is there, and look for what belongs to nothing' },
  openapi: { takes: '', does: 'write the OpenAPI document to docs/openapi.json' },
};
type Name = keyof typeof commands;

const [name = '', ...given] = process.argv.slice(2);
if (!isCommand(name)) {
  const lines = Object.entries(commands).map(([each, { takes, does }]) => `  ${`${each} ${takes}`.padEnd(36)}${does}`);
  refuse(`<command>\n\n${lines.join('\n')}`);
} else if (!fits(given, commands[name].takes)) {
  refuse(`${name} ${commands[name].takes}`.trim());
} else {
  // The application is loaded only now: who asks what there is need not wait for it.
  const loaded: { commands: Record<Name, (...words: string[]) => Promise<void>> } = await import('./cli.commands.js');
  await loaded.commands[name](...given);
}

function isCommand(word: string): word is Name {
  return Object.hasOwn(commands, word);
}

/** @param takes words in `<>` are needed, those in `[]` may be left out. */
function fits(words: string[], takes: string): boolean {
  const needed = takes.match(/<[^>]+>/g)?.length ?? 0;
  return words.length >= needed && words.every((word, at) => (at < needed ? word !== '' : takes.includes(`[${word}]`)));
}

function refuse(usage: string): void {
  process.stderr.write(`Usage: node dist/cli.js ${usage}\n`);
  process.exitCode = 2;
}
