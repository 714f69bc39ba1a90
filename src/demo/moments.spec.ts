import type { DemoPost } from './demo-post.js';
import { daysBefore, publicationOf, soonAfter } from './moments.js';

const now = new Date('2026-03-01T00:00:00.000Z');
const post: DemoPost = {
  ...{ title: 'Tea', author: 'ada', tags: [], status: 'published', body: 'Hot.' },
  ...{ earlierBodies: [], pictures: [], comments: [] },
};

describe('the moments of the demo', () => {
  it.each([
    [{ age: 1 }, '2026-02-28'],
    [{ age: 60 }, '2025-12-31'],
    [{ season: '02-28' }, '2026-02-28'],
    [{ season: '03-01' }, '2025-03-01'],
    [{ season: '12-24' }, '2025-12-24'],
  ])('a post of %j is of the %s, at an hour when people are awake', (when, date) => {
    const moment = publicationOf({ ...post, ...when }, now).toISOString();

    expect(moment.slice(0, 10)).toBe(date);
    expect(moment.slice(11, 13) >= '06' && moment.slice(11, 13) < '20').toBe(true);
  });

  it('are the same at every seeding', () => {
    expect(publicationOf({ ...post, age: 9 }, now)).toEqual(publicationOf({ ...post, age: 9 }, now));
    expect(daysBefore(now, 3, 'a')).not.toEqual(daysBefore(now, 3, 'b'));
  });

  it('of an answer come after what it answers and never in the future, however little time is left', () => {
    let moment = new Date(now.getTime() - 60_000);
    for (const word of ['one', 'two', 'three', 'four', 'five']) {
      const answer = soonAfter(moment, now, word);
      expect(answer.getTime()).toBeGreaterThan(moment.getTime());
      expect(answer.getTime()).toBeLessThan(now.getTime());
      moment = answer;
    }
  });
});
