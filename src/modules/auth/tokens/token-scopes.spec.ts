import { Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import { type ModulesContainer, Reflector } from '@nestjs/core';
import { REQUIRED_SCOPE, Roles, SessionOnly } from '../../../platform/security/access.decorators.js';
import { RouteScopes } from './route-scopes.js';
import { covers, type Scope, SCOPES } from './token-scopes.js';

describe('a scope', () => {
  it.each<[granted: Scope[], covered: Scope[]]>([
    [['posts:read'], ['posts:read']],
    [['posts:write'], ['posts:read', 'posts:write']],
    [
      ['posts:read', 'todos:write'],
      ['posts:read', 'todos:read', 'todos:write'],
    ],
    [['read'], SCOPES.filter((scope) => scope.endsWith('read'))],
    [['write'], [...SCOPES]],
    [SCOPES.filter((scope) => scope.includes(':')), SCOPES.filter((scope) => scope.includes(':'))],
    [[], []],
  ])('%j covers what it says, and nothing else', (granted, covered) => {
    expect(SCOPES.filter((scope) => covers(granted, scope)).sort()).toEqual([...covered].sort());
  });
});

@Controller('shelf')
class Shelf {
  @Get() read(): void {}
  @Post() make(): void {}
  @Put() put(): void {}
  @Patch() change(): void {}
  @Delete() drop(): void {}
  @Post('secret') @SessionOnly() makeSecret(): void {}
  @Get('all') @Roles('moderator') readAll(): void {}
  helper(): void {}
}

describe('the scope of a route', () => {
  function scopesIn(room: string): Record<string, unknown> {
    const module = { metatype: { name: room }, controllers: new Map([['Shelf', { metatype: Shelf }]]) };
    new RouteScopes(new Map([['x', module]]) as unknown as ModulesContainer, new Reflector());
    const names = Object.getOwnPropertyNames(Shelf.prototype) as (keyof Shelf)[];
    return Object.fromEntries(
      names
        .map((name) => [name, Reflect.getMetadata(REQUIRED_SCOPE, Shelf.prototype[name])] as const)
        .filter(([, scope]) => scope !== undefined),
    );
  }

  it('is made of its room and of whether it reads; who demands a role or a session takes no token', () => {
    expect(scopesIn('TodosModule')).toEqual({
      read: 'todos:read',
      make: 'todos:write',
      put: 'todos:write',
      change: 'todos:write',
      drop: 'todos:write',
      makeSecret: 'session',
      readAll: 'session',
    });
  });

  it('is for all areas where a room shows what is in all of them', () => {
    expect(scopesIn('SearchModule')).toMatchObject({ read: 'read', make: 'write' });
  });

  it.each(['AuthModule', 'PantryModule', 'Module', 'constructor'])(
    'is none at all in a room that tokens were not let into, such as %s',
    (room) => {
      expect(new Set(Object.values(scopesIn(room)))).toEqual(new Set(['session']));
    },
  );
});
