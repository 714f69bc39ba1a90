import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ApiDescription } from './api-description.js';
import { answerHeaders, requestHeaders } from './headers.js';
import { completeOperations } from './operation.js';
import { mergeSamePaths } from './paths.js';
import { problemExamples, problemSchemas } from './problem-answers.js';
import { securitySchemes, SESSIONS } from './security-schemes.js';
import { describeBodies, dropUnusedSchemas, moderniseSchemas } from './schemas.js';

const OPENAPI_VERSION = '3.1.1';

/**
 * The OpenAPI document: what Nest knows of the routes, completed by what every route of this house has in common. Schemas and
 * summaries are right only in what `nest build` made, where Swagger's compiler plugin has read types and comments.
 */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const scanned = SwaggerModule.createDocument(app, frame(app.get(ApiDescription)), {
    operationIdFactory: operationId,
  });
  // Parts of it are the decorators' own metadata, which must stay as they are.
  const document = structuredClone(scanned);
  const components = (document.components ??= {});
  components.schemas = { ...moderniseSchemas(components.schemas ?? {}), ...problemSchemas };
  document.paths = mergeSamePaths(document.paths);
  describeBodies(document);
  const codes = Object.values(document.paths).flatMap((item) => completeOperations(item, components));
  dropUnusedSchemas(document);
  components.examples = problemExamples(codes);
  components.headers = answerHeaders;
  components.parameters = requestHeaders;
  return document;
}

function frame({ title, version, description, tags }: ApiDescription) {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion(OPENAPI_VERSION)
    .setTitle(title)
    .setVersion(version)
    .setDescription(description)
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    // Relative, so that "Try it out" calls whichever host the document came from.
    .addServer('/', 'This server')
    .addSecurityRequirements(SESSIONS);
  for (const [name, scheme] of Object.entries(securitySchemes)) builder.addSecurity(name, scheme);
  for (const tag of tags) builder.addTag(tag.name, tag.description);
  const { info, ...rest } = builder.build();
  const { contact: _none, ...named } = info;
  return { ...rest, info: named };
}

/**
 * `PostsController.create` → `posts.create`. Clients are generated from these names: renaming a method breaks them. No `_`
 * between the two, because Swagger UI complains of it in links to an operation.
 */
function operationId(controller: string, method: string): string {
  const area = controller.replace(/Controller$/, '');
  return `${area.charAt(0).toLowerCase()}${area.slice(1)}.${method}`;
}
