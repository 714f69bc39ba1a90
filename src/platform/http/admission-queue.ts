import { type Linked, LinkedList } from '../collections/linked-list.js';

const LOOK_MILLIS = 50;
const LOOKS_A_SECOND = 20;
/** How many looks at the queue somebody waits to be let in: two seconds, which even a great rush is worked off in … */
const PATIENCE = 40;
/** … and a quarter of one once no place has been free for as long, so that it is known that there is more than can be done. */
const KNOWN = 5;

/** Of somebody who wants to come in. */
export interface Ticket extends Linked {
  isInside: boolean;
  /** Whether it was still sending at a look, and has neither a place nor to wait for one until it has arrived. */
  isSending: boolean;
  /** How many more looks it waits for. */
  patience: number;
  /** Whether it has arrived as a whole. */
  readonly hasArrived: () => boolean;
  /** Told once, if it has to wait, whether it is let in. */
  turn?: (isAdmitted: boolean) => void;
}

/**
 * Lets in as many as can be worked on at a time; the others wait in the order in which they came, but not for long. How many that
 * is nobody has to know: as long as `isAtRest`, what those inside wait for is nothing that others need, so more are let in; as
 * soon as it is not, fewer (docs/adr/0073).
 */
export class AdmissionQueue {
  private readonly inside = new LinkedList<Ticket>();
  private readonly waiting = new LinkedList<Ticket>();
  private limit: number;
  /** For how many looks no place has been free. */
  private fullFor = 0;
  private looking: NodeJS.Timeout | undefined;
  private looks = 0;
  private refused = 0;

  /**
   * @param least so many are let in always.
   * @param most not more at a time, and not more are kept waiting.
   * @param isAtRest whether this process has had some rest since it was asked last.
   * @param tell is told every second how many were refused, if any were.
   */
  constructor(
    private readonly least: number,
    private readonly most: number,
    private readonly isAtRest: () => boolean,
    private readonly tell: (refused: number) => void,
  ) {
    this.limit = least;
  }

  /** Lets in at once, lets wait for its {@link turnOf turn}, or refuses. */
  enter(hasArrived: () => boolean): Ticket {
    const patience = this.fullFor < PATIENCE ? PATIENCE : KNOWN;
    const ticket: Ticket = { isInside: false, isSending: false, patience, hasArrived };
    if (this.waiting.size === 0 && this.inside.size < this.limit) this.admit(ticket);
    else if (this.waiting.size < this.most) this.wait(ticket);
    else this.refused++;
    return ticket;
  }

  /** @returns whether it is let in, once that is known. */
  turnOf(ticket: Ticket): Promise<boolean> {
    if (!this.waiting.has(ticket)) return Promise.resolve(ticket.isInside);
    return new Promise((resolve) => (ticket.turn = resolve));
  }

  /** Whenever it is over, or what it waits for is nothing that others need. */
  leave(ticket: Ticket): void {
    this.waiting.delete(ticket);
    if (this.inside.delete(ticket)) this.admitMore();
  }

  private admit(ticket: Ticket): void {
    ticket.isInside = true;
    this.inside.add(ticket);
  }

  private wait(ticket: Ticket): void {
    this.waiting.add(ticket);
    if (this.looking) return;
    this.isAtRest();
    this.looking = setInterval(() => {
      this.look();
    }, LOOK_MILLIS).unref();
  }

  private admitMore(): void {
    for (let { first } = this.waiting; first && this.inside.size < this.limit; first = this.waiting.first) {
      this.waiting.delete(first);
      this.admit(first);
      first.turn?.(true);
    }
  }

  /**
   * While there are more than would be let in anyway. Waiting is counted in looks: where the process itself stood still, nobody is
   * refused for having waited meanwhile.
   */
  private look(): void {
    for (const ticket of [...this.inside.items(), ...this.waiting.items()])
      if (!ticket.hasArrived()) this.letSend(ticket);
    this.adapt();
    this.admitMore();
    for (const ticket of this.waiting.items()) {
      if (--ticket.patience > 0) continue;
      this.waiting.delete(ticket);
      this.refused++;
      ticket.turn?.(false);
    }
    if (++this.looks % LOOKS_A_SECOND === 0) this.tellIfAny();
    this.fullFor = this.inside.size < this.limit ? 0 : this.fullFor + 1;
    if (this.waiting.size > 0 || this.inside.size >= this.least) return;
    clearInterval(this.looking);
    this.looking = undefined;
    this.limit = this.least;
    this.tellIfAny();
  }

  private tellIfAny(): void {
    if (this.refused > 0) this.tell(this.refused);
    this.refused = 0;
  }

  private letSend(ticket: Ticket): void {
    ticket.isSending = true;
    this.inside.delete(ticket);
    if (this.waiting.delete(ticket)) ticket.turn?.(true);
  }

  private adapt(): void {
    if (!this.isAtRest()) this.limit = Math.max(this.least, Math.floor(this.limit / 2));
    else if (this.inside.size >= this.limit) this.limit = Math.min(this.most, this.limit + this.least);
  }
}
