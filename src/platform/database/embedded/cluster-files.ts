import { join, resolve } from 'node:path';

/** Where everything of one embedded server is kept. Removing `root` (while nothing runs) begins anew. */
export interface ClusterFiles {
  root: string;
  /** PostgreSQL's own data directory; it exists only once `initdb` has finished. */
  cluster: string;
  /** One file for each process that uses the server. */
  clients: string;
  /** Links to libraries, only where `node_modules` cannot hold them. */
  libraries: string;
  password: string;
  port: string;
  log: string;
}

export function clusterFiles(dataDir: string): ClusterFiles {
  const root = resolve(dataDir);
  const inRoot = (name: string) => join(root, name);
  return {
    root,
    cluster: inRoot('cluster'),
    clients: inRoot('clients'),
    libraries: inRoot('lib'),
    password: inRoot('password'),
    port: inRoot('port'),
    log: inRoot('server.log'),
  };
}
