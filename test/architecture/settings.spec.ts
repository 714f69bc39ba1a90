import { readFile, writeFile } from 'node:fs/promises';
import { settings } from '../../src/platform/config/settings.js';

interface Described {
  desc: string;
  example?: string;
  default?: unknown;
  devDefault?: unknown;
}

/** envalid keeps what a variable was declared with on its validator. */
const described = Object.entries(settings) as unknown as [string, Described][];

const shown = (value: unknown) => (Array.isArray(value) ? value.join(',') : String(value));

function tableRow([name, { desc, example, default: production, devDefault }]: [string, Described]): string {
  const value = devDefault ?? production;
  const text = value === undefined || shown(value) === '' ? '' : `\`${shown(value)}\``;
  return `| \`${name}\` | ${text || (example ? `e.g. \`${example}\`` : '')} | ${desc} |`;
}

function exampleLine([name, { desc, example, default: production, devDefault }]: [string, Described]): string {
  return `# ${desc}\n#${name}=${example ?? shown(devDefault ?? production ?? '')}\n`;
}

const table = ['| variable | default | what it does |', '|---|---|---|', ...described.map(tableRow)].join('\n');
const example = `# Every variable that Kitchen reads. All are optional in development; what is shown is the default or an example.\n\n${described.map(exampleLine).join('\n')}`;

/** `UPDATE_DOCS=1 npm run jest -- settings` writes what the tests below expect. */
async function documented(file: string, expected: (old: string) => string): Promise<{ is: string; shouldBe: string }> {
  const is = await readFile(file, 'utf8').catch(() => '');
  const shouldBe = expected(is);
  if (process.env['UPDATE_DOCS'] === '1') await writeFile(file, shouldBe);
  return { is: await readFile(file, 'utf8'), shouldBe };
}

describe('every setting', () => {
  it('has a row in the README’s table', async () => {
    const { is, shouldBe } = await documented('README.md', (old) =>
      old.replace(
        /(<!-- settings -->)[^]*(<!-- \/settings -->)/,
        (_all, begin: string, end: string) => `${begin}\n\n${table}\n\n${end}`,
      ),
    );
    expect(is).toBe(shouldBe);
    expect(is).toContain('| `JWT_SECRET` |');
  });

  it('is in .env.example', async () => {
    const { is, shouldBe } = await documented('.env.example', () => example);
    expect(is).toBe(shouldBe);
  });
});
