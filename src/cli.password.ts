import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks twice at a terminal, without showing what is typed; else the first line of standard input. Empty when there is none. */
export async function askForPassword(): Promise<string> {
  return process.stdin.isTTY ? askTwice() : readLine();
}

async function askTwice(): Promise<string> {
  for (;;) {
    const password = await askUnseen('Password (leave it empty to have one made): ');
    if (password === '' || password === (await askUnseen('The same again: '))) return password;
    process.stderr.write('They were not the same.\n');
  }
}

async function askUnseen(question: string): Promise<string> {
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  // As a terminal, readline takes over the echo, and sends it nowhere.
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // Ctrl-C arrives as a key then.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  // Not before the echo is off: whoever pastes at once would see it.
  process.stderr.write(question);
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
  }
}
