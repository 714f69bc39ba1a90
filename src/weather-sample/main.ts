import { startSampleServer } from './server.js';

const DEFAULT_PORT = 3060;

/** `npm run weather:sample [port]` */
const port = Number(process.argv[2] ?? DEFAULT_PORT);
const { url, close } = await startSampleServer(port);
process.stdout.write(
  `A sample of Open-Meteo's APIs, with made-up weather, listens at ${url}. To use it, start Kitchen with\n` +
    `  WEATHER_API_URL=${url} WEATHER_GEOCODING_URL=${url} npm start\n`,
);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, close);
