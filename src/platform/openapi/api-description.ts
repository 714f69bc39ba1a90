/** What the OpenAPI document says of the API as a whole. The application provides it, which knows its own rooms. */
export abstract class ApiDescription {
  abstract readonly title: string;
  abstract readonly version: string;
  /** Markdown (CommonMark). */
  abstract readonly description: string;
  /** In the order in which they are shown. */
  abstract readonly tags: readonly { readonly name: string; readonly description: string }[];
}
