/** Whether the service is well; anything else is a problem. */
export class Health {
  /** @example "ok" */
  status!: 'ok';
}
