import { IsIn } from 'class-validator';
import { type Outcome, OUTCOMES } from '../report.entity.js';

export class ResolutionDto {
  /**
   * Of a comment that members reported: `dismiss`, `conceal` or `delete`; dismissing shows it again if reports concealed it. Of
   * one that is held: `approve`, which shows it to all, or `delete`.
   */
  @IsIn(OUTCOMES)
  outcome!: Outcome;
}
