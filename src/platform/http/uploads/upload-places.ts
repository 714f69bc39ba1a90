import { uploadErrors } from './upload.errors.js';

/** How many files may be arriving, waiting or being read here. They are on the disk meanwhile, and not in memory. */
const MAX_AT_ONCE = 100;

const IN_A_WHILE = { headers: { 'retry-after': '5' } };

/**
 * Who is sending files, and how many. Nobody has more places than are left for others: half of them where only one sends, fewer
 * the more do, and there is one for whoever comes.
 */
export class UploadPlaces {
  private readonly taken = new Map<string, number>();
  private left = MAX_AT_ONCE;

  /** @throws `uploads.too_many_at_once`, `uploads.busy` */
  take(member: string): void {
    const own = this.taken.get(member) ?? 0;
    if (this.left === 0) throw uploadErrors.busy(IN_A_WHILE);
    if (own >= this.left) throw uploadErrors.tooManyAtOnce(IN_A_WHILE);
    this.taken.set(member, own + 1);
    this.left--;
  }

  giveBack(member: string): void {
    const own = (this.taken.get(member) ?? 1) - 1;
    if (own > 0) this.taken.set(member, own);
    else this.taken.delete(member);
    this.left++;
  }
}
