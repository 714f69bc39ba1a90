import { mock } from 'node:test';
import { AdmissionQueue, type Ticket } from './admission-queue.js';

const LOOK_MILLIS = 50;
const [LEAST, MOST] = [4, 20];

describe('the queue before the work', () => {
  let queue: AdmissionQueue;
  let isAtRest: boolean;
  let refusals: number[];
  let told: { name: string; isAdmitted: boolean }[];

  beforeEach(() => {
    mock.timers.enable({ apis: ['setInterval'] });
    isAtRest = false;
    told = [];
    refusals = [];
    queue = new AdmissionQueue(
      LEAST,
      MOST,
      () => isAtRest,
      (refused) => refusals.push(refused),
    );
  });
  afterEach(() => {
    mock.timers.reset();
  });

  const enter = (name: string, hasArrived = true): Ticket => {
    const ticket = queue.enter(() => hasArrived);
    ticket.turn = (isAdmitted) => told.push({ name, isAdmitted });
    return ticket;
  };
  const enterAll = (count: number, name: string) => Array.from({ length: count }, (_, n) => enter(`${name} ${n}`));
  const looks = (count: number) => {
    mock.timers.tick(count * LOOK_MILLIS);
  };
  const inside = (tickets: Ticket[]) => tickets.filter(({ isInside }) => isInside).length;

  it('lets in so many at once, and the next one when one leaves, in the order in which they came', () => {
    const first = enterAll(LEAST, 'first');
    enterAll(2, 'next');
    expect(inside(first)).toBe(LEAST);
    expect(told).toEqual([]);

    queue.leave(first[2]!);
    expect(told).toEqual([{ name: 'next 0', isAdmitted: true }]);
  });

  it('refuses those whom it has let wait for two seconds, and from then on after a quarter of one', () => {
    enterAll(LEAST, 'working');
    enter('patient');
    looks(39);
    enter('later');
    expect(told).toEqual([]);
    looks(1);
    expect(told).toEqual([{ name: 'patient', isAdmitted: false }]);

    enter('short');
    looks(4);
    expect(told).toHaveLength(1);
    looks(1);
    expect(told.slice(1)).toEqual([{ name: 'short', isAdmitted: false }]);
  });

  it('is patient again after there was a place free', () => {
    const working = enterAll(LEAST, 'working');
    enter('one');
    looks(40);
    for (const ticket of working) queue.leave(ticket);
    looks(1);

    enterAll(LEAST, 'working');
    enter('another');
    looks(39);
    expect(told.filter(({ name }) => name === 'another')).toEqual([]);
  });

  it('lets in more while the process rests, up to the most, and fewer when it does not', () => {
    isAtRest = true;
    const tickets = enterAll(3 * LEAST, 'slow');
    expect(inside(tickets)).toBe(LEAST);
    looks(1);
    expect(inside(tickets)).toBe(2 * LEAST);
    looks(1);
    expect(inside(tickets)).toBe(3 * LEAST);

    isAtRest = false;
    looks(1);
    const [late] = enterAll(1, 'late');
    for (const ticket of tickets.slice(0, LEAST)) queue.leave(ticket);
    expect(late!.isInside).toBe(false);
    looks(1);
    for (const ticket of tickets.slice(LEAST, 2 * LEAST + 1)) queue.leave(ticket);
    expect(late!.isInside).toBe(true);
  });

  it('refuses at once what is more than may be let in at the most', async () => {
    const [first, ...others] = Array.from({ length: LEAST + MOST + 1 }, () => queue.enter(() => true));
    const last = queue.turnOf(others.at(-1)!);
    const next = queue.turnOf(others[LEAST - 1]!);
    queue.leave(first!);
    expect([await queue.turnOf(first!), await next, await last]).toEqual([true, true, false]);
  });

  it('lets those who are still sending go on with it, in nobody’s place and nobody’s way', () => {
    const sending = Array.from({ length: 2 * LEAST }, (_, n) => enter(`sending ${n}`, false));
    const working = enter('working');
    looks(1);
    expect(sending.map(({ isSending }) => isSending)).toEqual(Array(2 * LEAST).fill(true));
    expect(told.at(-1)).toEqual({ name: 'working', isAdmitted: true });
    expect(working).toMatchObject({ isInside: true, isSending: false });
    expect(inside(enterAll(LEAST, 'next'))).toBe(LEAST - 1);
  });

  it('tells every second how many it has refused, and nothing when there were none', () => {
    const working = enterAll(LEAST, 'working');
    enterAll(3, 'vain');
    looks(40);
    enterAll(2, 'vain');
    looks(10);
    for (const ticket of working) queue.leave(ticket);
    looks(100);
    expect(refusals).toEqual([3, 2]);
  });

  it('forgets who hangs up while waiting', () => {
    const [first] = enterAll(LEAST, 'first');
    queue.leave(enter('gone'));
    enter('next');
    queue.leave(first!);
    expect(told).toEqual([{ name: 'next', isAdmitted: true }]);
  });
});
