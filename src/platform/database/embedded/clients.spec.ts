import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './clients.js';
import { birthOf } from './process-table.js';

describe('the clients of an embedded server', () => {
  let directory: string;
  const stopServer = jest.fn(() => Promise.resolve());

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kitchen-clients-'));
    stopServer.mockReset();
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('stop the server only when the last one leaves', async () => {
    const [ada, bob] = [await Client.register(directory), await Client.register(directory)];
    await ada.leave(stopServer);
    expect(stopServer).not.toHaveBeenCalled();

    await bob.leave(stopServer);
    expect(stopServer).toHaveBeenCalledTimes(1);
    expect(await readdir(directory)).toEqual([]);
  });

  it('do not count a process that is gone, nor one that was given its id', async () => {
    const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(gone, 'exit');
    await writeFile(join(directory, `${gone.pid}-123-0000beef`), '');
    await writeFile(join(directory, `${process.pid}-123-0000beef`), '');
    await writeFile(join(directory, 'notes.txt'), '');

    const ada = await Client.register(directory);
    await ada.leave(stopServer);
    expect(stopServer).toHaveBeenCalledTimes(1);
    expect(await readdir(directory)).toEqual(['notes.txt']);
  });

  it('wait for one that is just stopping the server', async () => {
    const ada = await Client.register(directory);
    const events: string[] = [];
    let finish: () => void = () => undefined;
    const leaving = ada.leave(() => new Promise((resolve) => (finish = resolve)));
    while ((await readdir(directory)).some((name) => !name.endsWith('.closing'))) await Promise.resolve();

    const coming = Client.register(directory).then(() => events.push('came'));
    // Time enough for one that would not wait.
    await Promise.race([coming, sleep(200)]);
    events.push('stopped');
    finish();
    await Promise.all([leaving, coming]);
    expect(events).toEqual(['stopped', 'came']);
  });

  it('keep the server for one that came while another was about to stop it', async () => {
    const ada = await Client.register(directory);
    await writeFile(join(directory, `${process.pid}-${await birthOf(process.pid)}-0000beef`), '');
    await ada.leave(stopServer);
    expect(stopServer).not.toHaveBeenCalled();
  });

  it('still stop the server when its directory was removed under them', async () => {
    const ada = await Client.register(directory);
    await rm(directory, { recursive: true });
    await ada.leave(stopServer);
    expect(stopServer).toHaveBeenCalledTimes(1);
  });
});
