import { ApiPropertyOptional } from '@nestjs/swagger';

/** One of the things that this process consists of, or depends on. */
export class HealthPart {
  /** @example "notifications" */
  name!: string;

  isWell!: boolean;

  /**
   * What is wrong, where something is.
   *
   * @example "This process does not hear what others change, and asks the database instead."
   */
  detail?: string;
}

/** Whether the service is well; anything else is a problem. */
export class Health {
  /** @example "ok" */
  status!: 'ok';

  @ApiPropertyOptional({ type: [HealthPart], description: 'For admins only: what is well, and what is not.' })
  parts?: HealthPart[];
}
