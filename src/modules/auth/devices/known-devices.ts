import { Injectable } from '@nestjs/common';
import { NIL, v7 as newId } from 'uuid';
import { currentRequest } from '../../../platform/http/request-context.js';
import { networkOf } from '../../../platform/limits/network.js';
import type { OwnAccount } from '../../users/index.js';
import { SecurityEvents } from '../audit/security-events.js';
import { type Client, Clients } from '../clients.js';
import { DeviceMails } from './device-mails.js';
import { DeviceMarks } from './device-marks.js';
import { KnownDevicesRepository } from './known-devices.repository.js';

/** Enough for an afternoon of setting up; whoever has the password cannot send any number of mails. */
const MOST_MAILS_IN_AN_HOUR = 10;

/** Which devices members have signed in on. */
@Injectable()
export class KnownDevices {
  constructor(
    private readonly devices: KnownDevicesRepository,
    private readonly marks: DeviceMarks,
    private readonly mails: DeviceMails,
    private readonly events: SecurityEvents,
    private readonly clients: Clients,
  ) {}

  /** The id of the device, if its mark says that it is one of the member's. */
  async identify(userId: string | undefined, client: Client): Promise<string | undefined> {
    const id = this.idIn(client);
    if (id === undefined) return undefined;
    // Asked for nobody, too, so that the time does not tell whether there is such a member.
    return (await this.devices.isKnown(userId ?? NIL, id)) ? id : undefined;
  }

  /**
   * Remembers the device that a member has just signed in on, in the running transaction. A new one is entered in the audit log
   * and told by mail, unless it is the first that there is.
   *
   * @returns its mark.
   */
  async remember(user: OwnAccount, client: Client): Promise<string> {
    const marked = this.idIn(client);
    if (marked !== undefined && (await this.devices.touch(user.id, marked))) return this.marks.issue(marked);
    const { device, ip } = client;
    const { id, isNew } = await this.devices.see({ id: newId(), userId: user.id, device, network: networkOf(ip) });
    if (isNew) await this.tell(user, client, id);
    return this.marks.issue(id);
  }

  /** Trusts none of a member's devices any more, but for the one that the request comes from. */
  async forgetOthers(userId: string): Promise<void> {
    const request = currentRequest();
    await this.devices.forgetOthers(userId, request && this.idIn(this.clients.of(request)));
  }

  private async tell(user: OwnAccount, client: Client, id: string): Promise<void> {
    const others = await this.devices.countOthers(user.id, id);
    if (others.total === 0) return;
    await this.devices.deleteSurplus(user.id);
    await this.events.record('auth.new_device', { subjectId: user.id, actorId: user.id, client });
    if (others.recent < MOST_MAILS_IN_AN_HOUR) await this.mails.tellOfSignIn(user, client);
  }

  private idIn({ deviceToken }: Client): string | undefined {
    return deviceToken === undefined ? undefined : this.marks.read(deviceToken);
  }
}
