import 'reflect-metadata';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { getMetadataStorage } from 'class-validator';
import { ROLES } from '../../src/platform/security/signed-in-user.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { type Route, routesOf } from '../support/routes.js';

/** Every route that answers without credentials. One is added here on purpose, never by oversight. */
const OPEN = `
optional GET    /comments/:id
optional GET    /photos/:id
optional GET    /photos/:id/:variant.webp
optional GET    /posts
optional GET    /posts/:id/comments
optional GET    /posts/:idOrSlug
optional GET    /search
public   GET    /
public   GET    /auth/oidc/:provider
public   GET    /auth/oidc/:provider/callback
public   GET    /auth/providers
public   GET    /blog
public   GET    /blog/:slug
public   GET    /feeds/:file
public   GET    /feeds/posts/:id/:file
public   GET    /robots.txt
public   GET    /sitemap.xml
public   GET    /sitemaps/:file
public   GET    /health/live
optional GET    /health/ready
public   GET    /metrics
public   GET    /problems
public   GET    /problems/:code
optional GET    /users/:username
optional GET    /users/:username/followers
optional GET    /users/:username/following
public   GET    /weather
public   GET    /weather/places
public   GET    /reset-password
public   GET    /sign-in
public   GET    /tags
public   GET    /todos/calendar/:secret.ics
public   GET    /verify-email
public   POST   /auth/email/verify
public   POST   /auth/login
public   POST   /auth/login/passkey
public   POST   /auth/login/passkey-options
public   POST   /auth/login/second-factor
public   POST   /auth/oidc/session
public   POST   /auth/password/forgot
public   POST   /auth/password/reset
public   POST   /auth/refresh
public   POST   /auth/register
`;

/** Every route that is not for all who are signed in. */
const BY_ROLE = `
admin DELETE /users/:username/suspension
admin GET    /audit
admin PATCH  /users/:username/role
admin PUT    /users/:username/suspension
moderator+admin GET    /reports
moderator+admin PUT    /reports/:id/resolution
`;

const AN_ID = '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10';

describe('every route', () => {
  let kitchen: Kitchen;
  let routes: Route[];

  beforeAll(async () => {
    kitchen = await startKitchen();
    routes = routesOf(kitchen);
  });
  afterAll(() => kitchen.close());

  it('is guarded, or listed here as open', () => {
    const open = routes.filter(({ access }) => access !== 'guarded');
    const lines = open.map(({ access, method, path }) => `${access.padEnd(8)} ${method.padEnd(6)} /${path}`);

    expect(lines.sort()).toEqual(OPEN.trim().split('\n').sort());
  });

  it('that is guarded refuses a guest, whatever is sent', async () => {
    const guarded = routes.filter(({ access }) => access === 'guarded');
    expect(guarded.length).toBeGreaterThan(10);
    for (const { method, path } of guarded) {
      const answer = await kitchen.guest.send(
        method,
        `/${path.replace(/:\w+/g, AN_ID)}`,
        method === 'GET' ? undefined : {},
      );
      expect({ method, path, status: answer.status, code: answer.body?.code }).toEqual({
        method,
        path,
        status: 401,
        code: 'auth.unauthenticated',
      });
    }
  });

  it('is for everybody who is signed in, or listed here as for some', () => {
    const some = routes.filter(({ roles }) => roles.length > 0);
    const lines = some.map(({ roles, method, path }) => `${roles.join('+')} ${method.padEnd(6)} /${path}`);

    expect(lines.sort()).toEqual(BY_ROLE.trim().split('\n').sort());
    expect(some.filter(({ access }) => access !== 'guarded')).toEqual([]);
  });

  it('that is for some refuses everybody else, whatever is sent', async () => {
    for (const role of ROLES) {
      const { api } = await kitchen.member({ role });
      for (const { method, path } of routes.filter(({ roles }) => roles.length > 0 && !roles.includes(role))) {
        const answer = await api.send(method, `/${path.replace(/:\w+/g, AN_ID)}`, method === 'GET' ? undefined : {});
        expect({ method, path, role, status: answer.status, code: answer.body?.code }).toEqual({
          method,
          path,
          role,
          status: 403,
          code: 'auth.forbidden',
        });
      }
    }
  });

  it('validates what it takes by a class: body, query and parameters', () => {
    const taken = routes.flatMap(inputsOf);
    expect(taken.length).toBeGreaterThan(10);
    const unchecked = taken.filter(({ type }) => !isValidated(type)).map(({ where }) => where);

    expect(unchecked).toEqual([]);
  });

  it('takes objects only where it takes objects: a list in their place would be passed over, empty as it may be', () => {
    const rules = [
      ...(getMetadataStorage() as unknown as { validationMetadatas: Rules }).validationMetadatas.values(),
    ].flat();
    const nested = rules.filter(({ type }) => type === 'nestedValidation');
    const open = nested.filter(
      ({ target, propertyName, each }) =>
        !rules.some(
          (rule) =>
            rule.name === 'isObject' &&
            rule.target === target &&
            rule.propertyName === propertyName &&
            Boolean(rule.each) === Boolean(each),
        ),
    );

    expect(nested.length).toBeGreaterThan(5);
    expect(open.map(({ target, propertyName }) => `${target.name}.${propertyName}`)).toEqual([]);
  });
});

/** As much as is looked at of what class-validator keeps to itself. */
interface Rule {
  type: string;
  name?: string;
  target: { name: string };
  propertyName: string;
  each?: boolean;
}
type Rules = Map<unknown, Rule[]>;

/** Nest's numbers for `@Body()`, `@Query()` and `@Param()`. */
const CHECKED_SOURCES = ['3', '4', '5'];

function inputsOf({ controller, name, method, path }: Route): { where: string; type: unknown }[] {
  const sources = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) as
    Record<string, { index: number }> | undefined;
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype, name) as unknown[];
  return Object.entries(sources ?? {})
    .filter(([key]) => CHECKED_SOURCES.includes(key.split(':')[0]!))
    .map(([, { index }]) => ({ where: `${method} ${path} parameter ${index}`, type: types[index] }));
}

/** A class with at least one validated property: `Partial<Dto>`, interfaces and arrays would let everything through. */
function isValidated(type: unknown): boolean {
  if (typeof type !== 'function' || [Object, Array, String, Number, Boolean].includes(type as never)) return false;
  return getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length > 0;
}
