declare module 'pg/lib/utils.js' {
  /** What a value is sent as: text, bytes, or nothing. */
  export const prepareValue: (value: unknown) => string | Buffer | null;
}
