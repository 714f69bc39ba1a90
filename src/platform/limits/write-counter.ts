import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { entries } from '../collections/entries.js';
import { Config } from '../config/load-config.js';
import type { Allowance, Quota } from './quota.js';

const WINDOW_SECONDS = 60;
const MAX_WRITERS = 50_000;

interface Window {
  used: number;
  /** By the clock that nobody sets: with another one, a writer could be held up until the time of yesterday has come again. */
  endsAt: number;
}

/**
 * Counts everybody's writes, to stop a program that has gone wild. In the memory of each process: exactness across processes
 * would cost every write a statement more, and stops nobody sooner who matters.
 */
@Injectable()
export class WriteCounter {
  readonly quota: Quota;
  private readonly windows = new LRUCache<string, Window>(entries(MAX_WRITERS));

  constructor(config: Config) {
    this.quota = { name: 'writes', requests: config.get('WRITES_PER_MINUTE'), windowSeconds: WINDOW_SECONDS };
  }

  take(writer: string, now = performance.now()): Allowance {
    let window = this.windows.get(writer);
    if (!window || window.endsAt <= now) {
      window = { used: 0, endsAt: now + WINDOW_SECONDS * 1000 };
      this.windows.set(writer, window);
    }
    window.used++;
    const { requests } = this.quota;
    return {
      isAdmitted: window.used <= requests,
      remaining: Math.max(0, requests - window.used),
      resetSeconds: Math.ceil((window.endsAt - now) / 1000),
    };
  }
}
