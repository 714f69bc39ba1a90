import { Injectable, StreamableFile } from '@nestjs/common';
import { Exports } from '../../../platform/personal-data/exports.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';

/** Hands exports out. */
@Injectable()
export class ExportsService {
  constructor(private readonly exports: Exports) {}

  /** @throws `exports.under_way` */
  async make({ id, username }: SessionUser): Promise<StreamableFile> {
    const { stream, byteSize, createdAt } = await this.exports.make(id);
    const name = `kitchen-${username}-${createdAt.toISOString().slice(0, 10)}.zip`;
    return new StreamableFile(stream, {
      type: 'application/zip',
      disposition: `attachment; filename="${name}"`,
      length: byteSize,
    });
  }
}
