import { SESSION } from '../../../platform/security/access.decorators.js';

/** The rooms that personal access tokens may enter. What is not here, this room first of all, is for who has signed in. */
const AREAS = ['comments', 'photos', 'posts', 'todos', 'users'] as const;
/** Rooms that show what is in all others: what is for one area is not for them. */
const ACROSS: readonly string[] = ['search'];
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
  const right = method === 'GET' ? 'read' : 'write';
  if (ACROSS.includes(room)) return right;
  return isArea(room) ? `${room}:${right}` : SESSION;
}

export function covers(granted: readonly Scope[], required: Scope): boolean {
  const [area, right] = required.includes(':') ? (required.split(':') as [Area, Right]) : [undefined, required];
  const rights: Right[] = right === 'read' ? ['read', 'write'] : ['write'];
  return rights.some(
    (enough) => granted.includes(enough) || (area !== undefined && granted.includes(`${area}:${enough}`)),
  );
}

function isArea(room: string): room is Area {
  return (AREAS as readonly string[]).includes(room);
}
