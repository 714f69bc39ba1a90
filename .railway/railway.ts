import { bucket, defineRailway, github, postgres, preserve, project, ref, service } from 'railway/iac';

/**
 * The whole of a production on Railway (https://docs.railway.com/infrastructure-as-code): `railway config plan` shows what would
 * be changed, `railway config apply` does it. Secrets are not written here: they are kept as they are set on Railway.
 */
export default defineRailway(({ environment }) => {
  const database = postgres('postgres');
  const photos = bucket('photos', { region: 'ams' });

  const kitchen = service('kitchen', {
    source: github('your-account/kitchen', { branch: 'main' }),
    build: { builder: 'DOCKERFILE', dockerfilePath: 'Dockerfile' },
    // One after the other, before the new version runs: no replica waits for another one's lock.
    preDeploy: 'node dist/cli.js migrate',
    healthcheck: '/health/ready',
    healthcheckTimeout: 60,
    replicas: environment === 'production' ? 2 : 1,
    deploy: {
      // The old version still answers while the proxy learns of the new one, then has time for the requests in flight: longer
      // than SHUTDOWN_DELAY_SECONDS and SHUTDOWN_TIMEOUT_SECONDS (25).
      overlapSeconds: 15,
      drainingSeconds: 40,
      restartPolicyType: 'ON_FAILURE',
      restartPolicyMaxRetries: 10,
    },
    env: {
      DATABASE_URL: database.env.DATABASE_URL,
      MIGRATE_ON_BOOT: 'false',
      JWT_SECRET: preserve(),
      JWT_SECRET_FALLBACKS: preserve(),
      TRUST_PROXY: 'x-real-ip',
      SHUTDOWN_DELAY_SECONDS: '5',
      PUBLIC_URL: preserve(),
      CORS_ORIGINS: preserve(),
      SMTP_URL: preserve(),
      MAIL_FROM: preserve(),
      METRICS_TOKEN: preserve(),
      S3_BUCKET: ref(photos, 'BUCKET'),
      S3_ENDPOINT: ref(photos, 'ENDPOINT'),
      S3_REGION: ref(photos, 'REGION'),
      S3_ACCESS_KEY_ID: ref(photos, 'ACCESS_KEY_ID'),
      S3_SECRET_ACCESS_KEY: ref(photos, 'SECRET_ACCESS_KEY'),
    },
  });

  return project('kitchen', { resources: [database, photos, kitchen] });
});
