/** One kind of error, as documented at `/problems/<code>`. */
export interface ProblemDefinition {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly help: string;
}

/** One field that is at fault (RFC 9457 §3, an extension member). `pointer` is a JSON Pointer (RFC 6901) into the body. */
export interface FieldProblem {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** What is special about one occurrence of an error. */
export interface ProblemDetails {
  readonly detail?: string;
  readonly errors?: FieldProblem[];
  /** Headers of the answer, e.g. `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem object, e.g. a challenge. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  /** The log has it already, from who noticed first: not one line more for each request. */
  readonly isSaid?: true;
}

/** A domain error. The platform's filter turns it into problem+json (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly definition: ProblemDefinition,
    readonly details: ProblemDetails = {},
  ) {
    super(details.detail ?? definition.title, { cause: details.cause });
    this.name = 'Problem';
  }
}
