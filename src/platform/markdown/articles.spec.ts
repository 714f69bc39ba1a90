import { Articles } from './articles.js';

/** Thirty times as long as the text of a post may be, so that no machine has the time, or the thread the memory, for it. */
const SLOW = '!['.repeat(1_500_000);

describe('the thread that renders articles', () => {
  const articles = new Articles();
  afterAll(() => articles.onModuleDestroy());

  it('renders many, in whatever order they come, each for the one who asked', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => articles.read(`text ${i}`, 'x')));

    expect(all.map(({ html }) => html)).toEqual(Array.from({ length: 20 }, (_, i) => `<p>text ${i}</p>\n`));
  });

  it('does not hold up this one, and is replaced when a text takes too long', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const slow = articles.read(SLOW, 'x').then(
      () => 'rendered',
      (error: unknown) => (error as Error).message,
    );
    const next = articles.read('next', 'x');
    const answers = [await slow, (await next).html];
    clearInterval(timer);

    expect(answers).toEqual(['Some fields are not valid', '<p>next</p>\n']);
    // It takes seconds; were this thread held up, the clock would have struck once or twice.
    expect(turns).toBeGreaterThan(50);
  });

  it('refuses more markup than any text has', async () => {
    await expect(articles.read('#\n'.repeat(40_000), 'x')).rejects.toThrow('Some fields are not valid');
  });

  it('says that it is busy when too many wait', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 130 }, () => articles.read('a', 'x')));

    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(100);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { definition: { code: 'http.unavailable' } },
    });
  });
});
