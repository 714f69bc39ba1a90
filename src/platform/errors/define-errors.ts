import { Problem, type ProblemDefinition, type ProblemDetails } from './problem.js';

/** What a room says of one error; the code is made from the area and the key (`posts` + `notFound` → `posts.not_found`). */
interface ErrorDeclaration {
  status: number;
  title: string;
  /** What it means and what the caller can do about it; shown at `/problems/<code>`. */
  help: string;
  /** The named database constraints whose violation means this error. */
  constraint?: string | readonly string[];
  /** JSON pointer of the field that is at fault when the constraint is violated. */
  pointer?: string;
}

/** Makes the error; `throw postErrors.notFound()`. Carries its definition for OpenAPI and the error pages. */
export interface ErrorFactory {
  (details?: ProblemDetails): Problem;
  readonly definition: ProblemDefinition;
}

const byCode = new Map<string, ProblemDefinition>();
const byConstraint = new Map<string, ErrorFactory>();

/** Declares the errors of one room, once, at load. */
export function defineErrors<Key extends string>(
  area: string,
  declarations: Record<Key, ErrorDeclaration>,
): Record<Key, ErrorFactory> {
  const factories = Object.entries<ErrorDeclaration>(declarations).map(([key, declaration]) => {
    const { constraint, pointer, ...rest } = declaration;
    const definition: ProblemDefinition = { code: `${area}.${snakeCase(key)}`, ...rest };
    const make = (details?: ProblemDetails) => new Problem(definition, details);
    const factory: ErrorFactory = Object.assign(make, { definition });
    byCode.set(definition.code, definition);
    for (const name of [constraint ?? []].flat()) byConstraint.set(name, atField(factory, pointer));
    return [key, factory] as const;
  });
  return Object.fromEntries(factories) as Record<Key, ErrorFactory>;
}

/** Every error that this server can answer with, by code. */
export function definedErrors(): ProblemDefinition[] {
  return [...byCode.values()].sort((a, b) => a.code.localeCompare(b.code));
}

export function errorByCode(code: string): ProblemDefinition | undefined {
  return byCode.get(code);
}

/** The domain error that a violated constraint stands for, if a room declared one. */
export function errorOfConstraint(constraint: string): Problem | undefined {
  return byConstraint.get(constraint)?.();
}

function atField(factory: ErrorFactory, pointer: string | undefined): ErrorFactory {
  if (pointer === undefined) return factory;
  const { code, title } = factory.definition;
  const make = () => factory({ errors: [{ pointer, code, detail: title }] });
  return Object.assign(make, { definition: factory.definition });
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
