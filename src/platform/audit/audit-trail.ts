import { Injectable } from '@nestjs/common';
import type { StaffActionDetails, StaffActionName } from './staff-actions.js';

/** What is entered beside who did it, when and from where, which are read off the request. */
export interface StaffAction<Name extends StaffActionName = StaffActionName> {
  /** Whose work it is about; null when nobody is to be told, or that account is gone. */
  subjectId: string | null;
  details: StaffActionDetails[Name];
}

type Keeper = (name: StaffActionName, action: StaffAction) => Promise<void>;

/** The audit log's way in for rooms that may not know who keeps it. The keeper says so before the application starts. */
@Injectable()
export class AuditTrail {
  private keeper: Keeper | undefined;

  keepWith(keeper: Keeper): void {
    this.keeper = keeper;
  }

  /** Call it in the transaction that makes the change, so that neither is there without the other. */
  async record<Name extends StaffActionName>(name: Name, action: StaffAction<Name>): Promise<void> {
    if (!this.keeper) throw new Error('Nobody keeps the audit log.');
    await this.keeper(name, action);
  }
}
