import { rm } from 'node:fs/promises';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { finalize, from, type Observable, switchMap } from 'rxjs';
import { refuseUnreadBody } from '../gates/refuse-unread-input.guard.js';
import { receiveBody, receiveForm } from './receive-form.js';
import { fileTypeOf } from './take-forms.js';
import { temporaryPath } from './temporary-files.js';
import { type PreparedUpload, UPLOAD_READER, type UploadReader } from './upload.decorators.js';
import { UploadPlaces } from './upload-places.js';
import { uploadErrors } from './upload.errors.js';

/**
 * Receives the files of routes that take one (`@TakesUpload`): after the guard, so that nobody uploads who is not signed in, and
 * before an `Idempotency-Key` opens its transaction, so that nobody's slow line holds a connection.
 */
@Injectable()
export class UploadInterceptor implements NestInterceptor {
  private readonly places = new UploadPlaces();

  constructor(private readonly modules: ModuleRef) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reader = Reflect.getMetadata(UPLOAD_READER, context.getHandler()) as Type<UploadReader>;
    const prepared = this.prepare(context, this.modules.get(reader, { strict: false }));
    return from(prepared).pipe(
      switchMap((upload) => {
        request.upload = upload;
        return next.handle().pipe(finalize(() => void upload.dispose().catch(() => undefined)));
      }),
    );
  }

  private async prepare(context: ExecutionContext, reader: UploadReader): Promise<PreparedUpload> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const isFile = fileTypeOf(request) !== undefined;
    if (!request.isMultipart() && !isFile) throw uploadErrors.notAForm();
    const member = request.user?.id ?? '';
    this.places.take(member);
    const path = temporaryPath('upload');
    try {
      const { fields, file } = await (isFile ? receiveBody : receiveForm)(request, path, reader);
      refuseUnreadBody(context, fields);
      request.body = fields;
      return await reader.read(file, member);
    } finally {
      this.places.giveBack(member);
      await rm(path, { force: true });
    }
  }
}
