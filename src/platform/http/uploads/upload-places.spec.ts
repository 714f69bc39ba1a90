import type { Problem } from '../../errors/problem.js';
import { UploadPlaces } from './upload-places.js';

describe('places for uploads', () => {
  let places: UploadPlaces;
  beforeEach(() => (places = new UploadPlaces()));

  const refusal = (member: string) => {
    try {
      places.take(member);
      return;
    } catch (error) {
      return (error as Problem).definition;
    }
  };
  /** Takes as many as there are for this member. */
  const takeAll = (member: string) => {
    let taken = 0;
    while (refusal(member) === undefined) taken++;
    return taken;
  };

  it('are not had by one member as long as others have fewer', () => {
    expect(takeAll('mallory')).toBe(50);
    expect(refusal('mallory')).toMatchObject({ status: 429, code: 'uploads.too_many_at_once' });

    expect(takeAll('eve')).toBe(25);
    expect(takeAll('trudy')).toBe(13);
    expect(refusal('ada')).toBeUndefined();
  });

  it('are had again by who has given some back', () => {
    takeAll('mallory');
    places.giveBack('mallory');

    expect(takeAll('mallory')).toBe(1);
    for (let n = 0; n < 50; n++) places.giveBack('mallory');
    expect(takeAll('ada')).toBe(50);
  });

  it('are a hundred, however many want one', () => {
    for (let n = 0; n < 100; n++) expect(refusal(`member ${n}`)).toBeUndefined();
    expect(refusal('ada')).toMatchObject({ status: 503, code: 'uploads.busy' });

    places.giveBack('member 7');
    expect(refusal('ada')).toBeUndefined();
    expect(refusal('grace')).toMatchObject({ status: 503 });
  });
});
