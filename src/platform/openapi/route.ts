import type { OperationObject, ParameterObject } from '@nestjs/swagger';
import { IF_MATCH } from '../http/if-match.decorator.js';
import { LOCATION } from '../http/location.decorator.js';
import { PROBLEM_CODES } from '../http/problems.decorator.js';
import { IGNORES_KEY_EXTENSION } from '../idempotency/ignores-idempotency-key.decorator.js';
import {
  type Access,
  ACCESS_EXTENSION,
  ROLES_EXTENSION,
  SCOPE_EXTENSION,
  SESSION,
} from '../security/access.decorators.js';
import type { Role } from '../security/signed-in-user.js';

/** What the document's common parts depend on, read off one operation and the marks that decorators have left on it. */
export interface Route {
  readonly isGuarded: boolean;
  /** Whether credentials are looked at, be they demanded or not. */
  readonly knowsMembers: boolean;
  /** Whom it is for; empty when it is for all. */
  readonly roles: readonly Role[];
  /** What a personal access token needs; undefined where none will do, or none is looked at. */
  readonly scope: string | undefined;
  readonly isRead: boolean;
  /** Whether its body is a merge patch. */
  readonly isPatch: boolean;
  readonly isIdempotent: boolean;
  readonly isPaged: boolean;
  readonly hasBody: boolean;
  readonly hasParameters: boolean;
  readonly takesIfMatch: boolean;
  /** Template of the `Location` of what is created. */
  readonly location: string | undefined;
  readonly ownProblems: readonly string[];
}

type Marked = OperationObject &
  Partial<{
    [ACCESS_EXTENSION]: Access;
    [ROLES_EXTENSION]: Role[];
    [SCOPE_EXTENSION]: string;
    [PROBLEM_CODES]: string[];
    [LOCATION]: string;
    [IF_MATCH]: boolean;
    [IGNORES_KEY_EXTENSION]: boolean;
  }>;

export function readRoute(method: string, operation: Marked): Route {
  const { [ACCESS_EXTENSION]: access, [ROLES_EXTENSION]: roles = [] } = operation;
  const { [SCOPE_EXTENSION]: scope = SESSION } = operation;
  const { [IGNORES_KEY_EXTENSION]: ignoresKey = false } = operation;
  const { [LOCATION]: location, [IF_MATCH]: takesIfMatch = false } = operation;
  const parameters = (operation.parameters ?? []) as ParameterObject[];
  return {
    isGuarded: access === undefined,
    knowsMembers: access !== 'public',
    roles,
    scope: access === 'public' || scope === SESSION ? undefined : scope,
    isRead: method === 'get',
    isPatch: method === 'patch',
    isIdempotent: method === 'post' && access !== 'public' && !ignoresKey,
    isPaged: parameters.some(({ name, in: place }) => name === 'cursor' && place === 'query'),
    hasBody: operation.requestBody !== undefined,
    hasParameters: parameters.some(({ in: place }) => place === 'query' || place === 'path'),
    takesIfMatch,
    location,
    ownProblems: operation[PROBLEM_CODES] ?? [],
  };
}

const MARKS: readonly string[] = [
  ACCESS_EXTENSION,
  ROLES_EXTENSION,
  SCOPE_EXTENSION,
  LOCATION,
  IF_MATCH,
  IGNORES_KEY_EXTENSION,
];

/** The operation without what has a meaning for {@link readRoute} only. */
export function withoutMarks(operation: OperationObject): OperationObject {
  return Object.fromEntries(Object.entries(operation).filter(([key]) => !MARKS.includes(key))) as never;
}
