import { Injectable } from '@nestjs/common';
import type { HealthPart } from './health.view.js';

/** What is wrong with a part, in words for operators; undefined while nothing is. */
export type Ailment = string | undefined;

/**
 * What may be unwell while the process as a whole is ready, since it can go on without it or wait for it. Who looks after a part
 * says so here, by something that it knows already: looking must not take long.
 */
@Injectable()
export class HealthParts {
  private readonly parts = new Map<string, () => Ailment | Promise<Ailment>>();

  add(name: string, examine: () => Ailment | Promise<Ailment>): void {
    this.parts.set(name, examine);
  }

  async examine(): Promise<HealthPart[]> {
    return Promise.all(
      [...this.parts].map(async ([name, examine]) => partOf(name, await Promise.resolve(examine()).catch(notKnown))),
    );
  }
}

export function partOf(name: string, ailment: Ailment): HealthPart {
  return ailment === undefined ? { name, isWell: true } : { name, isWell: false, detail: ailment };
}

function notKnown(): string {
  return 'Nothing can be said of it now: the database cannot be asked.';
}
