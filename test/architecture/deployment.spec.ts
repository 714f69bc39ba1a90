import { readFile } from 'node:fs/promises';
import { createRailwayContext, project } from 'railway/iac';
import { parse } from 'yaml';
import railway from '../../.railway/railway.js';
import { readSettings } from '../../src/platform/config/load-config.js';
import { settings } from '../../src/platform/config/settings.js';
import { MetricsServer } from '../../src/platform/metrics/metrics-server.js';
import { startKitchen } from '../support/app.js';

interface RenderService {
  maxShutdownDelaySeconds: number;
  envVars: { key: string; value?: string }[];
}

const KNOWN = Object.keys(settings);
const readYaml = async (file: string) => parse(await readFile(file, 'utf8'));

/** Names of metrics in PromQL: words with an underscore that are neither functions nor what is matched or grouped by. */
function metricsIn(queries: string): string[] {
  const bare = queries
    .replace(/\{[^}]*\}/g, '')
    .replace(/\b(?:by|without|on)\s*\([^)]*\)/g, '')
    .replace(/label_values\(([^,]+),[^)]*\)/g, '$1');
  const functions = new Set(['histogram_quantile', 'label_values']);
  return [...new Set(bare.match(/\b[a-z]+(?:_[a-z0-9]+)+\b|\bjobs\b/g))].filter((word) => !functions.has(word));
}

/** What prom-client measures of every process. */
const isUsual = (name: string) => /^(process|nodejs)_/.test(name);

describe('what is prepared for platforms', () => {
  it('on Railway is two replicas of this image, migrated beforehand, with variables that exist', async () => {
    const plan = await railway(createRailwayContext({ environment: 'production' }), project);
    const resources = (plan.resources ?? []).flat();
    expect(resources.map(({ type, name }) => `${type} ${name}`)).toEqual([
      'database postgres',
      'bucket photos',
      'service kitchen',
    ]);

    const kitchen = JSON.parse(JSON.stringify(resources[2]));
    const names = Object.keys(kitchen.config?.env ?? kitchen.variables ?? kitchen.env ?? {});
    expect(names).toEqual(expect.arrayContaining(['DATABASE_URL', 'JWT_SECRET', 'S3_BUCKET']));
    expect(names.filter((name) => !KNOWN.includes(name))).toEqual([]);
    expect(JSON.stringify(kitchen)).toContain('node dist/cli.js migrate');
  });

  /** How long it takes to stop in order at most, with the variables that a platform sets. */
  const secondsToStop = (given: Record<string, string>) => {
    const { SHUTDOWN_DELAY_SECONDS: pause, SHUTDOWN_TIMEOUT_SECONDS: rest } = readSettings(given);
    return pause + rest;
  };

  it('leaves more time to stop than it takes', async () => {
    const [render] = (await readYaml('render.yaml')).services as RenderService[];
    const given = render!.envVars.flatMap(({ key, value }) => (key.startsWith('SHUTDOWN') ? [[key, value!]] : []));
    expect(render!.maxShutdownDelaySeconds).toBeGreaterThan(secondsToStop(Object.fromEntries(given)));

    const plan = await railway(createRailwayContext({ environment: 'production' }), project);
    const seconds = /"drainingSeconds":(\d+)/.exec(JSON.stringify(plan.resources))?.[1];
    const delay = /"SHUTDOWN_DELAY_SECONDS":.*?"(\d+)"/.exec(JSON.stringify(plan.resources))?.[1];
    expect(Number(seconds)).toBeGreaterThan(secondsToStop({ SHUTDOWN_DELAY_SECONDS: delay! }));

    const { services } = await readYaml('compose.yaml');
    expect(parseInt(services.kitchen.stop_grace_period)).toBeGreaterThan(secondsToStop({}));
  });

  it('on Render names variables that exist', async () => {
    const { services } = await readYaml('render.yaml');
    const names = (services[0] as RenderService).envVars.map(({ key }) => key);
    expect(names).toEqual(expect.arrayContaining(['DATABASE_URL', 'JWT_SECRET']));
    expect(names.filter((name) => !KNOWN.includes(name))).toEqual([]);
  });

  it('with Compose names variables that exist, with values that are accepted', async () => {
    const { services } = await readYaml('compose.yaml');
    const environment = services.kitchen.environment as Record<string, string>;
    expect(Object.keys(environment).filter((name) => !KNOWN.includes(name))).toEqual([]);
    const resolved = Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{JWT_SECRET:\?[^}]*\}/, 'x7Qw9eR2tY5uI8oP1aS4dF6gH3jK0lZz').replace(/\$\{\w+:-([^}]*)\}/, '$1'),
    ]);
    expect(() => readSettings({ NODE_ENV: 'production', ...Object.fromEntries(resolved) })).not.toThrow();
  });
});

describe('the alarms and the dashboard', () => {
  it('look at metrics that there are, and leave none out that is our own', async () => {
    const kitchen = await startKitchen({ METRICS_PORT: '0', HOST: '127.0.0.1' });
    try {
      await kitchen.guest.get('/users/nobody');
      const { port } = kitchen.nest.get(MetricsServer);
      const exposed = await (await fetch(`http://127.0.0.1:${port!}/metrics`)).text();
      const names = new Set(
        [...exposed.matchAll(/^# TYPE (\S+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
          type === 'histogram' || type === 'summary'
            ? ['_count', '_sum', '_bucket'].map((part) => name + part)
            : [name],
        ),
      );

      const { groups } = await readYaml('ops/alerts.yaml');
      const rules = groups.flatMap((group: { rules: { expr: string }[] }) => group.rules.map(({ expr }) => expr));
      const { panels } = JSON.parse(await readFile('ops/dashboard.json', 'utf8')) as {
        panels: { targets: { expr: string }[] }[];
      };
      const queries = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

      const wanted = metricsIn([...rules, ...queries].join('\n'));
      expect(wanted.length).toBeGreaterThan(12);
      expect(wanted.filter((name) => !names.has(name))).toEqual([]);
      const own = [...exposed.matchAll(/^# TYPE (\S+)/gm)]
        .map(([, name = '']) => name)
        .filter((name) => !isUsual(name));
      expect(own.length).toBeGreaterThan(10);
      expect(own.filter((name) => !wanted.some((each) => each.startsWith(name)))).toEqual([]);
    } finally {
      await kitchen.close();
    }
  });

  it('are each explained to whoever is woken by them', async () => {
    const { groups } = await readYaml('ops/alerts.yaml');
    const page = await readFile('docs/operating.md', 'utf8');
    const alerts = groups.flatMap((group: { rules: { alert: string }[] }) =>
      group.rules.map(({ alert }) => alert),
    ) as string[];
    expect(alerts.length).toBeGreaterThan(5);
    expect(alerts.filter((name) => !page.includes(`### ${name}\n`))).toEqual([]);
  });
});
