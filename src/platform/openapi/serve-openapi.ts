import { hash } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { ApiDescription } from './api-description.js';
import { openApiDocument } from './openapi.document.js';

const DOCUMENT_PATH = '/openapi.json';

/** Serves the document at `/openapi.json` and Swagger UI at `/docs`. Nothing is made before somebody asks for it. */
export function serveOpenApi(app: NestFastifyApplication): void {
  const { title } = app.get(ApiDescription);
  const document = once(() => openApiDocument(app));
  const file = once(() => toFile(document()));

  app
    .getHttpAdapter()
    .getInstance()
    .get(DOCUMENT_PATH, (_request, reply) => {
      const { bytes, etag } = file();
      return reply.type('application/json; charset=utf-8').header('etag', etag).send(bytes);
    });

  SwaggerModule.setup('docs', app, document, {
    raw: false,
    customSiteTitle: `${title} · API`,
    customfavIcon: '/assets/favicon.svg',
    customCss: '.swagger-ui .topbar { display: none }',
    swaggerOptions: {
      persistAuthorization: true,
      displayRequestDuration: true,
      docExpansion: 'list',
      deepLinking: true,
      filter: true,
      defaultModelsExpandDepth: 0,
      validatorUrl: null,
    },
  });
}

function toFile(document: object): { bytes: Buffer; etag: string } {
  const bytes = Buffer.from(JSON.stringify(document));
  return { bytes, etag: `"${hash('sha1', bytes, 'base64url')}"` };
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
