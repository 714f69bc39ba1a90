import type {
  ComponentsObject,
  OperationObject,
  ParameterObject,
  PathItemObject,
  ReferenceObject,
  RequestBodyObject,
  SchemaObject,
  SecurityRequirementObject,
} from '@nestjs/swagger';
import { MERGE_PATCH } from '../http/body-parser.js';
import { PROBLEM_CODES } from '../http/problems.decorator.js';
import { FILE_EXAMPLES } from '../http/uploads/upload.decorators.js';
import { SCOPE_EXTENSION } from '../security/access.decorators.js';
import { completeAnswers } from './answers.js';
import { exampleOf, resolve } from './example.js';
import { requestHeader } from './headers.js';
import { problemAnswers, problemCodes } from './problem-answers.js';
import { readRoute, type Route, withoutMarks } from './route.js';
import { moderniseSchema } from './schemas.js';
import { PERSONAL_TOKENS, SESSIONS } from './security-schemes.js';

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;

/**
 * Completes the operations of one path in place.
 *
 * @returns the codes of all errors that they may answer with.
 */
export function completeOperations(item: PathItemObject, components: ComponentsObject): string[] {
  return METHODS.flatMap((method) => {
    const operation = item[method];
    if (!operation) return [];
    const route = readRoute(method, operation);
    const codes = problemCodes(route);
    item[method] = complete(withoutMarks(operation), route, codes, components);
    return codes;
  });
}

function complete(operation: OperationObject, route: Route, codes: string[], components: ComponentsObject) {
  const { parameters = [], requestBody, responses } = operation;
  return {
    ...operation,
    ...describe(operation, route),
    security: securityOf(route),
    ...(route.scope !== undefined && { [SCOPE_EXTENSION]: route.scope }),
    parameters: [...(parameters as ParameterObject[]).map(completeParameter), ...headerParameters(route)],
    ...(requestBody && { requestBody: completeBody(requestBody as RequestBodyObject, route, components) }),
    responses: { ...completeAnswers(responses, route), ...problemAnswers(codes) },
    [PROBLEM_CODES]: codes,
  };
}

/** Swagger's plugin puts the whole comment above a method into the summary: its first line is one, the rest says more. */
function describe({ summary: comment = '', description }: OperationObject, route: Route): Partial<OperationObject> {
  const [summary = '', ...rest] = comment.split('\n');
  const { roles } = route;
  const audience =
    roles.length > 0 && `Only for members with the role ${roles.map((role) => `\`${role}\``).join(' or ')}.`;
  const more = [description, rest.join('\n').trim(), audience, tokensIn(route)].filter(Boolean).join('\n\n');
  return { summary: summary.trim(), ...(more !== '' && { description: more }) };
}

/** Who may come: with an access token of a session, with a personal access token of that scope, or with neither (RFC 6750). */
function securityOf({ isGuarded, knowsMembers, scope }: Route): SecurityRequirementObject[] {
  if (!knowsMembers) return [];
  return [
    ...(isGuarded ? [] : [{}]),
    { [SESSIONS]: [] },
    ...(scope === undefined ? [] : [{ [PERSONAL_TOKENS]: [scope] }]),
  ];
}

function tokensIn({ knowsMembers, scope }: Route): string | false {
  if (!knowsMembers) return false;
  return scope === undefined
    ? 'Not for personal access tokens.'
    : `A personal access token needs the scope \`${scope}\`.`;
}

function completeParameter({ required = false, schema = {}, description, ...rest }: ParameterObject): ParameterObject {
  const modern = moderniseSchema(schema as SchemaObject);
  const hasDefault = modern.default !== undefined;
  const text = [description, hasDefault ? undefined : exampleInWords(modern)].filter(Boolean).join(' ');
  return { ...rest, ...(text !== '' && { description: text }), required: required && !hasDefault, schema: modern };
}

/** Swagger UI does not show the examples of a parameter. It would send them if they were said in a way that it knows. */
function exampleInWords({ examples, format }: SchemaObject): string | undefined {
  const [example] = Array.isArray(examples) && format !== 'uuid' ? (examples as (string | number)[]) : [];
  return example === undefined ? undefined : `For example \`${example}\`.`;
}

function headerParameters({ isRead, takesIfMatch, isIdempotent }: Route): ReferenceObject[] {
  return [
    ...(isRead ? [requestHeader('If-None-Match')] : []),
    ...(takesIfMatch ? [requestHeader('If-Match')] : []),
    ...(isIdempotent ? [requestHeader('Idempotency-Key')] : []),
  ];
}

type DescribedMedia = [type: string, media: { schema: SchemaObject; example?: unknown }];

/**
 * Gives a body an example, made of its fields' examples, so that "Try it out" begins with something that works. No body at all
 * counts as an empty one, so it is required only where a field is.
 */
function completeBody(
  { content, ...rest }: RequestBodyObject,
  { isPatch }: Route,
  components: ComponentsObject,
): RequestBodyObject {
  const described = Object.entries(content).map(([type, { schema: given = {}, ...media }]): DescribedMedia => {
    const { [FILE_EXAMPLES]: examples, ...schema } = given as SchemaObject & Record<string, unknown>;
    const files = (examples ?? {}) as Record<string, string>;
    // A file by itself: Swagger gives all types the schema of the form.
    if (type in files) return [type, { schema: { type: 'string' }, example: files[type] }];
    const example: unknown = media.example ?? exampleOf(schema, components);
    return [type, { schema, ...media, ...(!media.examples && { example }) }];
  });
  const isRequired = described.some(([, { schema }]) => (resolve(schema, components).required ?? []).length > 0);
  const [[, json] = []] = described;
  const patches: DescribedMedia[] = isPatch && json ? [[MERGE_PATCH, json]] : [];
  return { ...rest, required: isRequired, content: Object.fromEntries([...described, ...patches]) };
}
