import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Config, workerNumber } from '../config/load-config.js';
import { WorkerMetrics } from './worker-metrics.js';

type Labels = Readonly<Record<string, string>>;

/** Seconds. Fine where answers usually are, coarse where something is wrong. */
const DURATIONS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One value of a gauge that has several. */
export interface Reading {
  labels?: Labels;
  value: number;
}

/**
 * What this process counts of itself, in the Prometheus text format (https://prometheus.io/docs/instrumenting/exposition_formats/).
 * Names follow Prometheus' rules: the unit at the end, counters on `_total`. A room keeps the counter that it is given and adds to
 * it. When nobody can fetch the figures, because neither `METRICS_PORT` nor `METRICS_TOKEN` is set, none are collected.
 */
@Injectable()
export class Metrics {
  readonly isOn: boolean;
  private readonly registry = new Registry();
  private readonly workers: WorkerMetrics | undefined;

  constructor(config: Config) {
    this.isOn = config.get('METRICS_PORT') !== undefined || config.get('METRICS_TOKEN') !== undefined;
    if (!this.isOn) return;
    collectDefaultMetrics({ register: this.registry });
    const worker = workerNumber();
    if (worker === undefined) return;
    this.registry.setDefaultLabels({ worker });
    this.workers = new WorkerMetrics(() => this.registry.getMetricsAsJSON());
  }

  counter<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  /** @returns a histogram of durations in seconds. */
  durations<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets: DURATIONS, registers: [this.registry] });
  }

  /** A value that is read when somebody asks. What throws is left out of that answer: the others are wanted all the more. */
  gauge(name: string, help: string, read: () => Reading[] | Promise<Reading[]>, labelNames: string[] = []): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      async collect() {
        this.reset();
        const readings = await Promise.resolve(read()).catch(() => []);
        for (const { labels = {}, value } of readings) this.set(labels, value);
      },
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  expose(): Promise<string> {
    return this.workers?.expose() ?? this.registry.metrics();
  }
}
