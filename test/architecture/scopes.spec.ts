import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { type Scope, SCOPES } from '../../src/modules/auth/tokens/token-scopes.js';
import { CurrentSession, SESSION } from '../../src/platform/security/access.decorators.js';
import type { Api } from '../support/api.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { type Route, routesOf } from '../support/routes.js';
import { personalToken } from '../support/tokens.js';

const AN_ID = '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10';

/** What concerns the security of accounts, by address: whatever is added below these is closed to tokens, or this fails. */
const NEVER_BY_TOKEN = [
  /^auth\//,
  /^audit$/,
  /^users\/me\/(security-events|export|import)$/,
  /^users\/:username\/(role|suspension)$/,
];

/** Which routes tokens may use is shown, with the scope, in docs/openapi.json (`x-required-scope`). */
describe('every route, for a personal access token', () => {
  let kitchen: Kitchen;
  let member: Member;
  let guarded: Route[];

  beforeAll(async () => {
    kitchen = await startKitchen();
    member = await kitchen.member({ role: 'admin' });
    guarded = routesOf(kitchen).filter(({ access }) => access !== 'public');
  });
  afterAll(() => kitchen.close());

  /** Below `/api/v1`, or beside it. */
  const rootOf = (path: string) => (path.startsWith('health/') ? '//' : '/');
  const ask = (api: Api, { method, path }: Route) =>
    api.send(method, rootOf(path) + path.replace(/:\w+/g, AN_ID), method === 'GET' ? undefined : {});
  const nameOf = ({ method, path }: Route) => `${method} /${path}`;

  it('has a scope that tokens can have, or is closed to all of them', () => {
    expect(guarded.length).toBeGreaterThan(30);
    const known = [SESSION, ...SCOPES] as string[];

    expect(guarded.filter(({ scope }) => !known.includes(scope)).map(nameOf)).toEqual([]);
  });

  it('is closed if it concerns the security of an account, or is for some roles only', () => {
    const closed = guarded.filter(({ scope }) => scope === SESSION).map(nameOf);
    const mustBe = guarded.filter(
      ({ path, method, roles }) =>
        NEVER_BY_TOKEN.some((pattern) => pattern.test(path)) ||
        `${method} ${path}` === 'DELETE users/me' ||
        roles.length > 0,
    );

    expect(mustBe.length).toBeGreaterThan(15);
    expect(closed).toEqual(expect.arrayContaining(mustBe.map(nameOf)));
  });

  it('that is closed refuses a token with every scope, an admin’s too, whatever is sent', async () => {
    const { api } = await personalToken(kitchen, member, [...SCOPES]);
    for (const route of guarded.filter(({ scope }) => scope === SESSION)) {
      const { status, body, headers } = await ask(api, route);
      expect({ route: nameOf(route), status, code: body?.code }).toEqual({
        route: nameOf(route),
        status: 403,
        code: 'auth.session_required',
      });
      expect(headers.get('www-authenticate')).toBe('Bearer realm="kitchen", error="insufficient_scope"');
    }
    expect((await member.api.get('/users/me')).status).toBe(200);
  });

  it('that is open refuses a token that has every scope but its own', async () => {
    const others = (own: string) => {
      const [area] = own.split(':');
      return SCOPES.filter((scope) => scope.includes(':') && !scope.startsWith(`${area}:`));
    };
    for (const [scope, routes] of Map.groupBy(guarded, (route) => route.scope)) {
      if (scope === SESSION) continue;
      const { api } = await personalToken(kitchen, member, others(scope));
      for (const route of routes) {
        const { status, body, headers } = await ask(api, route);
        expect({ route: nameOf(route), status, code: body?.code }).toEqual({
          route: nameOf(route),
          status: 403,
          code: 'auth.insufficient_scope',
        });
        expect(headers.get('www-authenticate')).toBe(
          `Bearer realm="kitchen", error="insufficient_scope", scope="${scope}"`,
        );
      }
    }
  });

  it('that writes refuses a token that may read everything', async () => {
    const { api } = await personalToken(kitchen, member, ['read']);
    for (const route of guarded.filter(({ scope }) => scope.endsWith('write'))) {
      expect({ route: nameOf(route), code: (await ask(api, route)).body?.code }).toEqual({
        route: nameOf(route),
        code: 'auth.insufficient_scope',
      });
    }
  });

  it('that is open lets a token in that has its scope and no other', async () => {
    const refusals = /^auth\.(?!wrong_password)/;
    for (const [scope, routes] of Map.groupBy(guarded, (route) => route.scope)) {
      if (scope === SESSION) continue;
      const { api } = await personalToken(kitchen, await kitchen.member(), [scope as Scope]);
      for (const route of routes) {
        const { body, status } = await ask(api, route);
        expect({ route: nameOf(route), code: body?.code ?? '' }).not.toMatchObject({
          code: expect.stringMatching(refusals),
        });
        expect(status).toBeLessThan(500);
      }
    }
  });

  it('is closed if it asks for the session that a request belongs to', () => {
    const asking = guarded.filter(asksForSession);

    expect(asking.length).toBeGreaterThan(5);
    expect(asking.filter(({ scope }) => scope !== SESSION).map(nameOf)).toEqual([]);
  });
});

/** Nest keeps the factory of each parameter's decorator in the metadata of the controller. */
function asksForSession({ controller, name }: Route): boolean {
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) as Record<string, object> | undefined;
  return Object.values(parameters ?? {}).some((parameter) => 'factory' in parameter && parameter.factory === factory);
}

class Probe {
  ask(@CurrentSession() _user: unknown): void {}
}
const probed = Reflect.getMetadata(ROUTE_ARGS_METADATA, Probe, 'ask') as Record<string, { factory: unknown }>;
const factory = Object.values(probed)[0]!.factory;
