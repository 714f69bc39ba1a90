import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const configFile = join(root, '.dependency-cruiser.cjs');
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

type Files = Record<string, string>;

const allowed = JSON.parse(readFileSync(join(root, 'walls.json'), 'utf8')) as Record<string, Record<string, string>>;
const rooms = Object.keys(allowed);
const { forbidden } = createRequire(import.meta.url)(configFile) as { forbidden: { name: string; comment: string }[] };

/** A small house that keeps every rule: each room uses each room that it may, by its front door. */
const cleanHouse: Files = {
  'package.json': '{ "type": "module", "dependencies": { "eaten": "1" }, "devDependencies": { "tool": "1" } }',
  'node_modules/eaten/package.json': '{ "name": "eaten", "main": "index.js" }',
  'node_modules/eaten/index.js': '',
  'node_modules/tool/package.json': '{ "name": "tool", "main": "index.js" }',
  'node_modules/tool/index.js': '',
  'src/platform/clock.ts': `import 'eaten';`,
  'src/app.module.ts': rooms.map((room) => `import './modules/${room}/index.js';`).join('\n'),
  'src/cli.commands.ts': `import './app.module.js';\nimport './demo/content.js';`,
  'src/demo/content.ts': `import '../modules/users/index.js';`,
  'test/factories.ts': `import '../src/modules/users/users.entity.js';`,
  ...Object.assign({}, ...rooms.map(cleanRoom)),
};

function cleanRoom(room: string): Files {
  const used = Object.keys(allowed[room]!).map((other) => `import '../${other}/index.js';`);
  return {
    [`src/modules/${room}/index.ts`]: `export * from './${room}.service.js';`,
    [`src/modules/${room}/${room}.service.ts`]: [...used, `import './${room}.entity.js';`].join('\n'),
    [`src/modules/${room}/${room}.entity.ts`]: `import '../../platform/clock.js';`,
    [`src/modules/${room}/${room}.spec.ts`]: `import 'tool';\nimport '../../../test/factories.js';`,
  };
}

/** By rule, the file that breaks it and how. */
const violations: Record<string, [file: string, statement: string]> = {
  ...Object.fromEntries(
    rooms.map((room) => {
      const stranger = rooms.find((other) => other !== room && !(other in allowed[room]!))!;
      return [`${room}-uses-only-what-it-may`, [`src/modules/${room}/breach.ts`, `import '../${stranger}/index.js';`]];
    }),
  ),
  'every-room-is-on-the-list': ['src/modules/attic/attic.ts', `import '../../platform/clock.js';`],
  'front-door-only': ['src/modules/posts/peek.ts', `import type { User } from '../users/users.entity.js';`],
  'not-through-the-own-front-door': ['src/modules/posts/circle.ts', `import './index.js';`],
  'front-door-hides-the-inside': ['src/modules/photos/index.ts', `export * from './photos.entity.js';`],
  'platform-knows-no-room': ['src/platform/curious.ts', `import type { Users } from '../modules/users/index.js';`],
  'rooms-know-no-application': ['src/modules/users/upwards.ts', `import '../../app.module.js';`],
  'application-uses-front-doors': ['src/main.ts', `import './modules/users/users.service.js';`],
  'demo-only-from-the-command-line': ['src/app.setup.ts', `import './demo/content.js';`],
  'no-tests-in-the-product': ['src/platform/fake.ts', `import '../../test/factories.js';`],
  'no-development-packages-in-the-product': ['src/platform/tooled.ts', `import 'tool';`],
  'no-cycles': ['src/platform/egg.ts', `import type { Hen } from './hen.js';`],
  'everything-is-found': ['src/platform/lost.ts', `import './nowhere.js';`],
};
const brokenHouse: Files = {
  ...cleanHouse,
  ...Object.fromEntries(Object.values(violations)),
  'src/platform/hen.ts': `import type { Egg } from './egg.js';`,
};

describe('the walls between the rooms', () => {
  const houses: string[] = [];
  afterAll(() => {
    for (const house of houses) rmSync(house, { recursive: true });
  });

  it('let a house pass in which every room uses what it may', () => {
    const { violations: found, totalDependenciesCruised } = cruise(build(cleanHouse));

    expect(found).toEqual([]);
    expect(totalDependenciesCruised).toBeGreaterThan(rooms.length * 4);
  });

  describe('see, in a house that breaks each rule once,', () => {
    let found: Violation[];
    beforeAll(() => {
      found = cruise(build(brokenHouse)).violations;
    });

    it.each(forbidden.map(({ name, comment }) => [name, comment]))('%s: %s', (rule) => {
      const [file] = violations[rule]!;

      expect(found.filter(({ from }) => from === file).map(({ rule: { name } }) => name)).toEqual([rule]);
    });

    it('hold nothing else against it', () => {
      const culprits = Object.values(violations).map(([file]) => file);

      expect(found.map(({ from }) => from).sort()).toEqual(culprits.sort());
    });
  });

  it('stand in our own sources', () => {
    const { violations: found, totalCruised } = cruise(root);

    expect(found.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
    expect(totalCruised).toBeGreaterThan(0);
  });

  function build(files: Files): string {
    const house = mkdtempSync(join(tmpdir(), 'kitchen-walls-'));
    houses.push(house);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(house, name)), { recursive: true });
      writeFileSync(join(house, name), text);
    }
    return house;
  }
});

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

interface Summary {
  violations: Violation[];
  totalCruised: number;
  totalDependenciesCruised: number;
}

function cruise(house: string): Summary {
  const options = ['src', 'test', '--config', configFile, '--output-type', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, [cruiser, ...options], {
    cwd: house,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
  if (stderr) throw new Error(stderr);
  return (JSON.parse(stdout) as { summary: Summary }).summary;
}
