import { keepHeapSmall } from './platform/lifecycle/heap-limits.js';

// Loaded only now, so that the limits hold while the application is read.
const { runWorkers } = await import('./app.workers.js');
if (!(await runWorkers())) {
  const { openKitchen } = await import('./app.start.js');
  const { listen } = await import('./app.listen.js');
  const { app, fail } = await openKitchen({ isServing: true });
  await listen(app).catch(fail);
}
keepHeapSmall();
