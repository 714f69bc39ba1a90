import { parseThread } from './thread.js';

describe('a thread of the demo', () => {
  it('is a nested list, with one comment a line', () => {
    const thread = parseThread(`
- ada: First.
  - bob: To the first: this.
    - ada: To the second.
  - eve: To the first.
- bob: On its own.
`);
    expect(thread).toEqual([
      {
        author: 'ada',
        body: 'First.',
        isDeleted: false,
        replies: [
          {
            author: 'bob',
            body: 'To the first: this.',
            isDeleted: false,
            replies: [{ author: 'ada', body: 'To the second.', isDeleted: false, replies: [] }],
          },
          { author: 'eve', body: 'To the first.', isDeleted: false, replies: [] },
        ],
      },
      { author: 'bob', body: 'On its own.', isDeleted: false, replies: [] },
    ]);
  });

  it('knows what was edited and what was taken back', () => {
    const [edited, deleted] = parseThread('- ada: Yes ⇒ Yes!\n- bob: [deleted]\n  - ada: Why?\n');

    expect(edited).toMatchObject({ firstBody: 'Yes', body: 'Yes!', isDeleted: false });
    expect(deleted).toMatchObject({ isDeleted: true, replies: [{ body: 'Why?' }] });
    expect(deleted).not.toHaveProperty('firstBody');
  });

  it('knows what was taken out of sight, and of what the moderators were told', () => {
    const [concealed, reported] = parseThread('- ada: [concealed] Buy!\n- bob: [reported by eve: It is rude.] Bah.\n');

    expect(concealed).toMatchObject({ body: 'Buy!', isConcealed: true });
    expect(reported).toMatchObject({ body: 'Bah.', report: { reporter: 'eve', reason: 'It is rude.' } });
    expect(reported).not.toHaveProperty('isConcealed');
  });

  it.each(['ada: no list', '- no author', '- ada:', '  - ada: answers nobody', '- ada: a\n    - bob: too deep'])(
    'is refused with a line that is no comment: %j',
    (source) => {
      expect(() => parseThread(source)).toThrow('Not a comment');
    },
  );
});
