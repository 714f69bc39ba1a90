import { readFileSync } from 'node:fs';

/**
 * Loaded before the application (`NODE_OPTIONS=--import`): its `Date` is off by the milliseconds that the file at SETTABLE_CLOCK says,
 * from one moment to the next, as when somebody sets the machine's clock. The monotonic clock and timers go on as they do then.
 */
const RealDate = Date;
let shift = 0;
const look = () => {
  shift = Number(readFileSync(process.env.SETTABLE_CLOCK, 'utf8'));
};
look();
setInterval(look, 20).unref();

globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + shift] : given));
  }

  static now() {
    return RealDate.now() + shift;
  }
};
