/**
 * The walls between the rooms. Which room may use which is said once, in walls.json; the rules are made from it.
 * test/architecture/walls.spec.ts breaks each of them once and expects that to be seen.
 */
const allowed = require('./walls.json');

const rooms = Object.keys(allowed);
const anyOf = (names) => `(${names.join('|')})`;
const IN_ROOM = '^src/modules/([^/]+)/';
const SPEC = '\\.(e2e-)?spec\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration['forbidden']} */
const roomRules = rooms.map((room) => {
  const reasons = Object.entries(allowed[room]).map(([used, reason]) => `${used} (${reason})`);
  return {
    name: `${room}-uses-only-what-it-may`,
    comment: `Beyond itself and the platform, ${room} may use: ${reasons.join(', ') || 'no room'}.`,
    severity: 'error',
    from: { path: `^src/modules/${room}/` },
    to: { path: '^src/modules/', pathNot: `^src/modules/${anyOf([room, ...Object.keys(allowed[room])])}/` },
  };
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'every-room-is-on-the-list',
      comment: 'A room that walls.json does not name would have no walls at all.',
      severity: 'error',
      from: { path: '^src/modules/', pathNot: `^src/modules/${anyOf(rooms)}/` },
      to: {},
    },
    {
      name: 'front-door-only',
      comment:
        "Another room is reached through its index.ts alone; its entities, repositories and DTOs are nobody else's.",
      severity: 'error',
      from: { path: IN_ROOM },
      to: { path: '^src/modules/', pathNot: '^src/modules/($1/|[^/]+/index\\.ts$)' },
    },
    {
      name: 'not-through-the-own-front-door',
      comment: 'Inside a room files import each other directly: by way of the index they would load in a circle.',
      severity: 'error',
      from: { path: IN_ROOM },
      to: { path: '^src/modules/$1/index\\.ts$' },
    },
    {
      name: 'front-door-hides-the-inside',
      comment:
        'A front door shows the module, services, plain views, errors and events: what else it showed could never change again.',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/index\\.ts$' },
      to: { path: ['\\.(entity|repository|controller|dto)\\.ts$', '/dto/', '^node_modules/'] },
    },
    {
      name: 'platform-knows-no-room',
      comment: 'The platform carries every room, so it can stand on none of them, nor on the application made of them.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(?!platform/)' },
    },
    {
      name: 'rooms-know-no-application',
      comment: 'The application is the list of its rooms; a room does not know in which one it stands.',
      severity: 'error',
      from: { path: '^src/modules/' },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'application-uses-front-doors',
      comment: 'Who puts the application together, or fills it for a demonstration, is a guest in each room as well.',
      severity: 'error',
      from: { path: '^src/(demo/|[^/]+\\.ts$)' },
      to: { path: '^src/modules/', pathNot: '^src/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'demo-only-from-the-command-line',
      comment: 'Demonstration content must have no way into a running service.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/demo/', '^src/cli\\.commands\\.ts$'] },
      to: { path: '^src/demo/' },
    },
    {
      name: 'no-tests-in-the-product',
      comment: 'Tests are not in dist: what imports them would not start.',
      severity: 'error',
      from: { path: '^src/', pathNot: SPEC },
      to: { path: ['^(test|bench)/', SPEC] },
    },
    {
      name: 'no-development-packages-in-the-product',
      comment: 'They are not installed in production: what imports them would not start.',
      severity: 'error',
      from: { path: '^src/', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'Two modules that import each other have no order to be read in, and decorated classes crash at load.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'everything-is-found',
      comment: 'What cannot be resolved cannot be judged by the other rules.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count: who names another room's entity as a type depends on its columns all the same.
    tsPreCompilationDeps: true,
    // Packages that are ES modules only.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
