import cookie from '@fastify/cookie';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { catalogueRoutes } from './catalogue.ts';
import { type HttpContext, withTypes } from './context.ts';
import { allowOrigins } from './cors.ts';
import { docsRoutes } from './docs.ts';
import { createErrorHandler } from './errors.ts';
import { featureRoutes } from './features.ts';
import { healthRoutes } from './health.ts';
import { heldRoutes } from './held.ts';
import { mapRoutes } from './map.ts';
import { mineRoutes } from './mine.ts';
import { notFoundRoutes } from './not-found.ts';
import { sdkRoutes } from './sdk.ts';
import { sessionRoutes } from './session.ts';
import { slateRoutes } from './slate.ts';
import { soundRoutes } from './sound.ts';

/** Answers every path that is not the api's. */
export type Pages = (request: FastifyRequest, reply: FastifyReply) => unknown;

export interface HttpOptions {
  readonly context: HttpContext;
  /** Believe X-Forwarded-For of any proxy in a private network; of one on this machine it is believed always. */
  readonly trustProxy: boolean;
  readonly allowedOrigins: readonly string[];
  /** Where the SDK was built to. */
  readonly sdkFolder: string;
  readonly pages: Pages;
}

const MAX_BODY_BYTES = 64 * 1024;
const RESOURCES = [
  sessionRoutes,
  slateRoutes,
  catalogueRoutes,
  mapRoutes,
  mineRoutes,
  heldRoutes,
  featureRoutes,
  soundRoutes,
  healthRoutes,
];

/** The HTTP part of the api: every route with its schemas, which OpenAPI is made from. */
export function createHttp({ context, trustProxy, allowedOrigins, sdkFolder, pages }: HttpOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    trustProxy: trustProxy ? ['loopback', 'linklocal', 'uniquelocal'] : 'loopback',
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 100 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(createErrorHandler(context.onProblem));
  void app.register(cookie);
  void app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Segue', version: '0.1.0', description: 'Music streaming whose playlist answers every gesture.' },
    },
    transform: jsonSchemaTransform,
  });
  void app.register(async (scope) => {
    const typed = withTypes(scope);
    typed.addHook('onSend', async (_request, reply) => {
      reply.header('x-content-type-options', 'nosniff');
    });
    allowOrigins(typed, allowedOrigins);
    for (const routes of RESOURCES) routes(typed, context);
    sdkRoutes(typed, sdkFolder);
    docsRoutes(typed);
    notFoundRoutes(typed);
  });
  app.setNotFoundHandler(pages);
  return app;
}
