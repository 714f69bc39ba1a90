/** The embedded PostgreSQL cannot run here. The message says why, and what to do instead. */
export class EmbeddedPostgresError extends Error {
  constructor(problem: string, options?: ErrorOptions) {
    super(`${problem}\nTo use a PostgreSQL of your own instead, set DATABASE_URL.`, options);
    this.name = 'EmbeddedPostgresError';
  }
}

/** The words of anything that was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
