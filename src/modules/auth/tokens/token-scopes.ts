import { SESSION } from '../../../platform/security/access.decorators.js';

/** The rooms that personal access tokens may enter. What is not here, this room first of all, is for who has signed in. */
const AREAS = ['comments', 'photos', 'posts', 'search', 'todos', 'users'] as const;
type Area = (typeof AREAS)[number];
type Right = 'read' | 'write';

/** What a token is good for: everything that a token may do, or what belongs to one room. `write` includes `read`. */
export type Scope = Right | `${Area}:${Right}`;

const inArea = (area: Area): Scope[] => [`${area}:read`, `${area}:write`];
export const SCOPES: readonly Scope[] = ['read', 'write', ...AREAS.flatMap(inArea)];

/**
 * Which scope a route takes, by a rule that nobody can forget: the room says the area, the method says whether it reads (RFC
 * 9110 §9.2.1) or writes. Denied unless the rule allows it.
 */
export function scopeOf(room: string, method: string): Scope | typeof SESSION {
  if (!isArea(room)) return SESSION;
  return `${room}:${method === 'GET' ? 'read' : 'write'}`;
}

export function covers(granted: readonly Scope[], required: Scope): boolean {
  const [area, right] = required.split(':') as [Area, Right];
  const rights: Right[] = right === 'read' ? ['read', 'write'] : ['write'];
  return rights.some((enough) => granted.includes(enough) || granted.includes(`${area}:${enough}`));
}

function isArea(room: string): room is Area {
  return (AREAS as readonly string[]).includes(room);
}
