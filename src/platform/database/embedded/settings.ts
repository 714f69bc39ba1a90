/** Server settings (`postgresql.conf` names); they are given at each start, so none is frozen into the data directory. */
export type ServerSettings = Readonly<Record<string, string | number>>;

/** For a development machine of two cores. Durability is PostgreSQL's default: a power cut loses nothing. */
const DEVELOPMENT: ServerSettings = {
  max_connections: 60,
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  max_wal_size: '512MB',
  // Compiling a query pays off for reports of seconds, not for this API.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // What a statement did wrong is told to the application; the server's own life fits into a small file.
  log_min_messages: 'log',
  log_checkpoints: 'off',
};

/** Only this machine may connect, and by TCP only: socket paths are limited to about 100 bytes. */
const REACH: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
};

/** The command line of `postgres` for these settings. Later ones win, but none can open the server to the network. */
export function serverArguments(cluster: string, port: number, settings: ServerSettings): string[] {
  const all = Object.entries({ ...DEVELOPMENT, ...settings, ...REACH, port });
  return ['-D', cluster, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
